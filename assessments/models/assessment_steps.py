"""What every step of one unit's assessment rests on: handed from the unit to the 片长单位 to the committee, or back.

The steps themselves, which compute scores, are in rounds/handing.py.
"""

from django.utils import timezone

from portal.access import WrongState

KINDS = {"self": "wait", "first": "now", "review": "now", "reviewed": "done", "exempt": "idle"}
KEPT = ("alliance", "organization", "branch")  # who it is about never changes


class AssessmentSteps:
    """States and trail of `Assessment`, kept in a file of their own."""

    @property
    def status(self):
        """Word and mark of the state, for components/state.html."""
        label = "退回待改" if self.is_returned and self.state == self.State.SELF else self.get_state_display()
        return {"kind": KINDS[self.state], "label": label}

    @property
    def stage(self):
        """The stage at which scores are entered now, or None."""
        return self.state if self.state in (self.State.SELF, self.State.FIRST, self.State.REVIEW) else None

    def hold(self, *, with_round=True):
        """Lock the round and this row, and read both anew. Scores are entered without the round's lock."""
        if with_round:
            self.round.hold()
        names = [field.attname for field in self._meta.concrete_fields if field.name not in (*KEPT, "round")]
        rows = type(self).objects.select_for_update(no_key=True)
        self.refresh_from_db(fields=names, from_queryset=rows)
        if not with_round:
            self.round.refresh_from_db(fields=["state", "facts_since", "facts_at"])

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

    def record(self, verb, *, by, reason="", is_for_unit=False):
        """A line of the trail."""
        return self.round.record(verb, by=by, reason=reason, assessment=self, is_for_unit=is_for_unit)

    def _not_now(self):
        return f"“{self}”现在是“{self.status['label']}”，不能办理这一步。"
