"""不计入: a reviewer takes a record or a claim out of the count, from this stage on, with a reason."""


def strike(assessment, indicator, key, *, by, reason):
    """The Strike; `key` is that of the item ("activity:17", "claim:5")."""
    raise NotImplementedError("follows")


def unstrike(strike, *, by):
    """Only at the stage at which it was struck, or a later one."""
    raise NotImplementedError("follows")
