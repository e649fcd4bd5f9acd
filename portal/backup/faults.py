class BackupFault(Exception):
    """Not backed up, not a backup, or not restored; the lines say what is wrong and what to do."""

    def __init__(self, *lines):
        super().__init__("\n".join(lines))
        self.lines = list(lines)


# So many faults of one kind are told one by one.
MOST_TOLD = 20


def told(lines, what):
    """The first of them, and how many more there are."""
    more = len(lines) - MOST_TOLD
    return [*lines[:MOST_TOLD], f"……另有{more}{what}"] if more > 0 else list(lines)
