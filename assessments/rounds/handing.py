"""One unit's assessment is handed on, returned, taken back or exempted. Locks: round, assessment, scores."""


def submit(assessment, *, by):
    """提交自评: to the 片长单位, or to the committee where there is nobody to review first."""
    raise NotImplementedError("follows")


def pass_on(assessment, *, by):
    """提交初评: to the committee. Refused while a difference from the 自评 has no reason; the indicators are named."""
    raise NotImplementedError("follows")


def settle(assessment, *, by):
    """完成复核."""
    raise NotImplementedError("follows")


def return_(assessment, *, by, reason, to="self"):
    """退回 to "self", "first" or "review"; what was entered stays."""
    raise NotImplementedError("follows")


def take_back(assessment, *, by):
    """撤回, until the next has entered anything."""
    raise NotImplementedError("follows")


def exempt(assessment, *, by, reason):
    """不参评."""
    raise NotImplementedError("follows")
