"""Time and memory of pages, feeds and imports against their budgets: `make bench`. See README.md."""
