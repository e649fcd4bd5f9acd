"""The steps of an entry: accepted and numbered, refused, or withdrawn."""

from django.db import transaction
from django.db.models import Max

from assessments import announcements, handing_out
from assessments.models.contest_steps import require_reason
from portal.access import WrongState

KINDS = {"entered": "wait", "accepted": "set", "refused": "idle", "withdrawn": "idle"}


class EntrySteps:
    """The verbs of `Entry`, kept in a file of their own."""

    @property
    def status(self):
        return {"kind": KINDS[self.state], "label": self.get_state_display()}

    @property
    def is_taking_part(self):
        return self.state == self.State.ACCEPTED

    @transaction.atomic
    def accept(self, *, by):
        """受理: it takes part, and gets the next number of the contest."""
        self._hold_contest("entries")
        last = self.contest.entries.aggregate(last=Max("number"))["last"] or 0
        self._move(self.State.ACCEPTED, allowed=[self.State.ENTERED], number=last + 1)
        self.contest.record("受理", by=by, reason=f"“{self}”，参赛编号{self.number}", is_public=False)
        announcements.tell_owner(self, by, f"品牌已受理，参赛编号{self.number}")

    @transaction.atomic
    def refuse(self, *, by, reason):
        """不予受理. The brand may be entered again until entries close."""
        require_reason(reason)
        self._hold_contest("entries")
        self._move(self.State.REFUSED, allowed=[self.State.ENTERED], reason=reason.strip())
        self.contest.record("不予受理", by=by, reason=f"“{self}”：{reason}", is_public=False)
        announcements.tell_owner(self, by, "品牌不予受理", reason)

    @transaction.atomic
    def withdraw(self, *, by, reason):
        """退出比赛. After the lot its turn keeps its place and is passed over; nobody else's number changes.

        Sheets of a stage whose result is not locked become void; what is locked stays as it is.
        """
        require_reason(reason)
        self._hold_contest("entries", "judging", "judged", "publicity")
        self._move(self.State.WITHDRAWN, allowed=[self.State.ENTERED, self.State.ACCEPTED], reason=reason.strip())
        stages = self.contest.stages.filter(state__in=["open", "closed"])
        for turn in self.turns.filter(stage__in=stages):
            handing_out.take_back(turn.sheets.all(), by=by, reason="作品已退出比赛")
        self.contest.stages.filter(current__entry=self).update(current=None)
        self.contest.record("退出比赛", by=by, reason=f"“{self}”：{reason}", is_public=False)
        announcements.tell_owner(self, by, "品牌退出比赛", reason)

    def _hold_contest(self, *states):
        self.contest.hold()
        self.contest.require_state(*states)

    def _move(self, to, *, allowed, **stamps):
        moved = type(self).objects.filter(pk=self.pk, state__in=allowed).update(state=to, **stamps)
        self.refresh_from_db(fields=["state", "number", "reason"])
        if not moved:
            raise WrongState(f"“{self}”现在是“{self.get_state_display()}”，不能办理这一步。")
