"""启动一轮考核: the scheme is frozen, every unit gets its assessment, facts are taken, officers are told."""


def open_round(scheme, *, self_until, review_until, by, first_until=None, day=None):
    """The Round. Refused with all faults of scheme and dates at once; of two people who click at once one wins."""
    raise NotImplementedError("follows")
