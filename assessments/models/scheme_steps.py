"""The verbs of a scheme: frozen, dropped. What the round does with it is in rounds/."""

from portal.access import WrongState

KINDS = {"draft": "idle", "frozen": "done", "dropped": "idle"}


class SchemeSteps:
    """The verbs of `Scheme`, kept in a file of their own."""

    @property
    def status(self):
        """Word and mark of the state, for components/state.html."""
        return {"kind": KINDS[self.state], "label": self.get_state_display()}

    def require_draft(self):
        if self.state != self.State.DRAFT:
            raise WrongState(f"“{self}”{self.get_state_display()}，不能再修改。要改请沿用为新方案。")
