"""The steps of one unit's assessment: handed from the unit to the 片长单位 to the committee, or back with a reason."""

KINDS = {"self": "wait", "first": "now", "review": "now", "reviewed": "done", "exempt": "idle"}


class AssessmentSteps:
    """The verbs of `Assessment`, kept in a file of their own."""

    @property
    def status(self):
        """Word and mark of the state, for components/state.html."""
        label = "退回待改" if self.is_returned and self.state == self.State.SELF else self.get_state_display()
        return {"kind": KINDS[self.state], "label": label}
