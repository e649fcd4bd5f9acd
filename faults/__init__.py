"""`make faults`: what happens to the portal's records and messages when something breaks (docs/faults.md)."""
