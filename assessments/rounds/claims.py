"""补充事项: what the records lack, added at the stage where the assessment is, with or without a file."""


def add(assessment, indicator, *, by, text, day=None, amount=1, label="", group="", flag="", file=None):
    """The Claim. Refused where the indicator takes none or the period does not hold the day."""
    raise NotImplementedError("follows")


def remove(claim, *, by):
    """Only at the stage at which it was added; later it is struck out."""
    raise NotImplementedError("follows")
