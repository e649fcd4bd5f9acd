"""The steps of a whole round. The condition stands inside the UPDATE, so of two people who click at once one wins."""

KINDS = {"scoring": "now", "publicity": "wait", "final": "done", "cancelled": "idle"}


class RoundSteps:
    """The verbs of `Round`, kept in a file of their own."""

    @property
    def status(self):
        """Word and mark of the state, for components/state.html."""
        return {"kind": KINDS[self.state], "label": self.get_state_display()}
