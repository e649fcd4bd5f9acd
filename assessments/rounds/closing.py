"""公示, 定格, 取消: the steps of the whole round after the last unit is reviewed."""


def publicize(round, *, by, day):
    """公示: totals, grades and places are settled, and shown for the scheme's workdays to whom it says."""
    raise NotImplementedError("follows")


def finalize(round, *, by, day, document_number=""):
    """定格: refused while the publicity runs or an appeal is open; facts, scores and totals never change again."""
    raise NotImplementedError("follows")


def cancel(round, *, by, reason):
    """取消, until it is final; nothing that was written is lost."""
    raise NotImplementedError("follows")
