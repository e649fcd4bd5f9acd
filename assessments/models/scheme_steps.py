"""The verbs of a scheme: held while it is written, frozen when its round opens, dropped. What the round does with it
is in rounds/."""

from django.db import transaction
from django.utils import timezone

from portal.access import WrongState

KINDS = {"draft": "idle", "frozen": "done", "dropped": "idle"}


class SchemeSteps:
    """The verbs of `Scheme`, kept in a file of their own."""

    @property
    def status(self):
        """Word and mark of the state, for components/state.html."""
        return {"kind": KINDS[self.state], "label": self.get_state_display()}

    @property
    def is_draft(self):
        return self.state == self.State.DRAFT

    def require_draft(self):
        if not self.is_draft:
            raise WrongState(f"“{self}”{self.get_state_display()}，不能再修改。要改请沿用为新方案。")

    def hold_draft(self):
        """First line of whatever writes into a scheme, inside a transaction: the row is locked and seen as it stands,
        so that no round can open meanwhile. Refused unless it is still a draft."""
        state = type(self).objects.select_for_update(no_key=True).values_list("state", flat=True).get(pk=self.pk)
        if state != self.state:
            self.refresh_from_db()
        self.require_draft()

    @transaction.atomic
    def freeze(self, *, by, day=None):
        """启用: nothing of it changes any more. Whoever opens the round has looked for faults."""
        self._leave_draft(self.State.FROZEN, "启用", by, frozen_on=day or timezone.localdate())

    @transaction.atomic
    def drop(self, *, by):
        """作废: a draft that comes to nothing. It stays to be read, and its title is free again."""
        self._leave_draft(self.State.DROPPED, "作废", by)

    def _leave_draft(self, state, words, by, **fields):
        rows = type(self).objects.filter(pk=self.pk, state=self.State.DRAFT)
        moved = rows.update(state=state, **fields)
        self.refresh_from_db()
        if not moved:
            self.require_draft()
        self._history_user, self._change_reason = by, words
        self.save()  # the history does not see an UPDATE
