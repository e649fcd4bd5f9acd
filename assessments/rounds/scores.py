"""One leaf of one unit, entered by a person at the stage where the assessment is: kept at once."""


def enter(assessment, indicator, *, by, answer=None, given=None, reason=""):
    """The Score. What is handed in replaces what stood there, so the form sends all three together.

    answer   {"choice": "好"}, {"points": "3"}, {"decision": "会议纪要〔2026〕3号"}, {"votes": {"好": 12}}, {"marks": ["90"]},
             as far as the rule asks (Entry.asks of the passport); numbers as text
    given    Decimal or None: points by hand instead of what the rule makes of it; needs a reason
    Refused: out of range (the range is named), a discretionary score without reason, a person or state that does not fit.
    """
    raise NotImplementedError("follows")
