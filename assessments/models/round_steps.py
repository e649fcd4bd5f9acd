"""What every step of a round rests on. The steps themselves, which need sources and rules, are in rounds/.

The condition stands inside the UPDATE, so of two people who click at once one wins; what counts rows first locks the
round's own row. Whatever locks more than one row locks the round first, then assessments, then scores.
"""

from django.utils import timezone

from portal.access import WrongState

KINDS = {"scoring": "now", "publicity": "wait", "final": "done", "cancelled": "idle"}


class RoundSteps:
    """States and trail of `Round`, kept in a file of their own."""

    @property
    def status(self):
        """Word and mark of the state, for components/state.html."""
        return {"kind": KINDS[self.state], "label": self.get_state_display()}

    @property
    def is_shown(self):
        return self.state in self.SHOWN

    def hold(self):
        """Lock the row and read it anew: until the transaction ends nobody else takes a step in this round."""
        kept = self.__dict__.get("_state").fields_cache.get("scheme")
        self.refresh_from_db(from_queryset=type(self).objects.select_for_update(no_key=True))
        if kept is not None:
            self.scheme = kept

    def move(self, to, *, allowed, **stamps):
        """The only road from one state to another."""
        rows = type(self).objects.filter(pk=self.pk, state__in=allowed)
        moved = rows.update(state=to, state_since=timezone.now(), **stamps)
        self.refresh_from_db(fields=["state", "state_since", *stamps])
        if not moved:
            raise WrongState(self._not_now())

    def require_state(self, *states):
        if self.state not in states:
            raise WrongState(self._not_now())

    def record(self, verb, *, by, reason="", assessment=None, is_for_unit=False):
        """A line of the trail."""
        return self.steps.create(verb=verb, by=by, reason=reason, assessment=assessment, is_for_unit=is_for_unit)

    def _not_now(self):
        return f"“{self}”现在是“{self.get_state_display()}”，不能办理这一步。"
