"""A rule as one line of text, for the workbook and the form, and back: 逐次扣分（每次=0.5；扣完为止）."""

from assessments.scoring.faults import RuleFaults


class NotationFault(RuleFaults):
    """The line cannot be read: `position` counts from 1, `faults` has the one sentence."""

    def __init__(self, fault, position):
        super().__init__([fault])
        self.position = position


def write(rule):
    """The rule as a line."""
    raise NotImplementedError


def read(text, full=None):
    """The rule that the line is. NotationFault where it cannot be read, RuleFaults where its parameters are wrong."""
    raise NotImplementedError
