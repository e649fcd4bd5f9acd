"""What came of a contest: loaded, computed, locked for good, shown, objected to and awarded."""
