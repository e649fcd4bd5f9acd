"""Figures as of a day, each of them openable to its rows, and snapshots of them that no longer change."""
