"""The steps of a contest up to the judging (what follows is in results/). The condition stands inside the UPDATE, so of
two people who click at once one wins; what counts rows first locks the contest's own row. Every step leaves a line."""

from django.db import transaction
from django.utils import timezone

from assessments import announcements, setup
from portal.access import WrongState

# The mark that stands before the word (look: done now set wait late idle).
KINDS = {
    "setup": "idle",
    "entries": "now",
    "judging": "now",
    "judged": "wait",
    "publicity": "wait",
    "awarded": "done",
    "cancelled": "idle",
}
RUNNING = ("setup", "entries", "judging", "judged", "publicity")  # it may still be cancelled


class ContestSteps:
    """The verbs of `Contest`, kept in a file of their own."""

    @property
    def status(self):
        """Word and mark of the state, for components/state.html."""
        return {"kind": KINDS[self.state], "label": self.get_state_display()}

    def stages_in_force(self):
        return self.stages.in_force().order_by("number")

    @transaction.atomic
    def open_entries(self, *, by):
        """开放征集: refused while the set-up has any fault; all of them are said at once."""
        self.hold()
        self.require_state(self.State.SETUP)
        setup.require_sound(setup.faults(self, opening_on=timezone.localdate()))
        self.move(self.State.ENTRIES, allowed=[self.State.SETUP])
        self.record("开放征集", by=by, reason=f"{self.entries_since}至{self.entries_until}")
        announcements.tell_entries_open(self, by)

    @transaction.atomic
    def close_entries(self, *, by):
        """截止征集: what was accepted goes into the first stage; nothing may be left undecided."""
        self.hold()
        self.require_state(self.State.ENTRIES)
        waiting = [str(entry) for entry in self.entries.filter(state="entered").select_related("version")]
        if waiting:
            raise WrongState(f"还有{len(waiting)}件没有受理：{'、'.join(waiting[:10])}。请先逐件受理或不予受理。")
        accepted = list(self.entries.taking_part())
        if not accepted:
            raise WrongState("没有已受理的品牌，不能进入评审。可以延长征集期，或取消比赛。")
        setup.require_sound(setup.faults(self) + setup.count_faults(self, len(accepted)))
        self.move(self.State.JUDGING, allowed=[self.State.ENTRIES])
        self.stages_in_force()[0].admit(accepted)
        self.record("截止征集，转入评审", by=by, reason=f"参评{len(accepted)}件")

    @transaction.atomic
    def cancel(self, *, by, reason):
        """取消, always with a reason; nothing that was written is lost."""
        require_reason(reason)
        self.move(self.State.CANCELLED, allowed=RUNNING)
        self.record("取消比赛", by=by, reason=reason)
        announcements.settle_judges(self)
        announcements.tell_cancelled(self, by, reason)

    def record(self, verb, *, by, reason="", stage=None, is_public=True):
        """A line of the trail."""
        return self.steps.create(verb=verb, by=by, reason=reason, stage=stage, is_public=is_public)

    def hold(self):
        """Lock the row and read it anew: until the transaction ends nobody else takes a step in this contest.

        Scores do not pass here. Whatever locks more than one row locks the contest first, then stages, then sheets.
        """
        self.refresh_from_db(from_queryset=type(self).objects.select_for_update(no_key=True))

    def move(self, to, *, allowed, **stamps):
        """The only road from one state to another."""
        rows = type(self).objects.filter(pk=self.pk, state__in=allowed)
        moved = rows.update(state=to, state_since=timezone.now(), **stamps)
        self.refresh_from_db()
        if not moved:
            raise WrongState(self._not_now())

    def require_state(self, *states):
        if self.state not in states:
            raise WrongState(self._not_now())

    def _not_now(self):
        return f"“{self}”现在是“{self.get_state_display()}”，不能办理这一步。"


def require_reason(reason):
    if not reason.strip():
        raise WrongState("请写明原因。")
    if len(reason) > 200:
        raise WrongState("原因请写在200字以内。")
