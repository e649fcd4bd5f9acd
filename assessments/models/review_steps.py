"""The steps of a review meeting. The condition stands inside the UPDATE: of two who click at once one wins."""

from itertools import pairwise

from django.apps import apps
from django.db import transaction
from django.utils import timezone

from portal.access import WrongState

KINDS = {"setup": "idle", "open": "now", "closed": "done", "cancelled": "idle"}


class ReviewSteps:
    """The verbs of `ReviewMeeting`, kept in a file of their own."""

    @property
    def status(self):
        """Word and mark of the state, for components/state.html."""
        return {"kind": KINDS[self.state], "label": self.get_state_display()}

    def require_setup(self):
        if self.state != self.State.SETUP:
            raise WrongState(f"“{self}”{self.get_state_display()}，不能再修改述职人、投票组和等次。")

    @transaction.atomic
    def open(self, *, by):
        """开始投票: refused while anything is missing, all of it said at once. Every count begins at nought."""
        self.hold()
        faults = self.faults()
        if faults and self.state == self.State.SETUP:
            raise WrongState("还不能开始投票：" + "；".join(faults) + "。")
        self._move(self.State.OPEN, allowed=[self.State.SETUP])
        Tally = apps.get_model("assessments", "Tally")
        Tally.objects.bulk_create(
            Tally(speaker=speaker, group=group, level=level)
            for speaker in self.speakers.all()
            for group in self.groups.all()
            for level in self.levels.all()
        )
        self.record("开始投票", by=by)

    @transaction.atomic
    def close(self, *, by):
        """结束投票: the codes that were not used are gone, and what was counted may be read."""
        self.hold()
        if unfinished := self._half_typed():
            raise WrongState(f"纸质票还没有录入两遍并核对一致：{'、'.join(unfinished)}。请先录完，或清除后再结束。")
        self._move(self.State.CLOSED, allowed=[self.State.OPEN])
        apps.get_model("assessments", "BallotCode").objects.filter(group__meeting=self).delete()
        self.record("结束投票", by=by)

    @transaction.atomic
    def cancel(self, *, by, reason):
        """取消, with a reason; what was counted is never shown."""
        if not reason.strip():
            raise WrongState("请写明原因。")
        self._move(self.State.CANCELLED, allowed=[self.State.SETUP, self.State.OPEN])
        apps.get_model("assessments", "BallotCode").objects.filter(group__meeting=self).delete()
        self.record("取消", by=by, reason=reason.strip()[:500])

    def faults(self):
        """What stands in the way of the vote, in Chinese, all at once."""
        found = []
        if not self.speakers.exists():
            found.append("没有述职人")
        weights = list(self.groups.values_list("weight", flat=True))
        if not weights:
            found.append("没有投票组")
        elif sum(weights) != 100:
            found.append(f"投票组的权重合计 {sum(weights).normalize():f}%，应为 100%")
        points = list(self.levels.values_list("points", flat=True))
        if len(points) < 2:
            found.append("至少要有两个等次")
        elif any(lower >= higher for higher, lower in pairwise(points)):
            found.append("等次的折分应由高到低，各不相同")
        return found

    def hold(self):
        """Lock the row and read it anew; voting holds only its code and counts, so it never waits for this."""
        self.refresh_from_db(from_queryset=type(self).objects.select_for_update(no_key=True))

    def record(self, verb, *, by, reason=""):
        return self.steps.create(verb=verb, by=by, reason=reason)

    def _half_typed(self):
        typed = self.groups.filter(paper_ballots=0, paper_counts__isnull=False).distinct()
        return [group.name for group in typed]

    def _move(self, to, *, allowed):
        moved = type(self).objects.filter(pk=self.pk, state__in=allowed).update(state=to, state_since=timezone.now())
        self.refresh_from_db()
        if not moved:
            raise WrongState(f"“{self}”{self.get_state_display()}，不能办理这一步。")
