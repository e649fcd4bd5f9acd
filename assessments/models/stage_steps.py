"""The steps of a stage: opened with its sheets, closed, opened again, replaced by a new version of its rules.

Locking its result is in results/. All of them hold the contest first, so they happen one at a time; scores do not.
"""

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from assessments import announcements, conflicts, handing_out, setup, stage_versions
from assessments.models.contest_steps import require_reason
from portal.access import WrongState

KINDS = {"set": "idle", "open": "now", "closed": "wait", "locked": "done", "superseded": "idle"}
LONGEST_TURN = 4 * 3600  # seconds; more is a slip of the pen


class StageSteps:
    """The verbs of `Stage`, kept in a file of their own."""

    @property
    def status(self):
        return {"kind": KINDS[self.state], "label": self.get_state_display()}

    @transaction.atomic
    def open(self, *, by):
        """开始评分: who stands aside is settled, every judge gets a sheet for everything else, and is told."""
        self.hold()
        self._require_state(self.State.SET)
        self._require_its_time()
        self._require_lot()
        # Stages that had not begun could be changed since the entries were closed.
        found = setup.stages_faults(self.contest) + setup.stage_faults(self, self.judges.serving().count())
        setup.require_sound(found)
        conflicts.derive(self, by=by)
        handing_out.hand_out(self)
        setup.require_sound(setup.panel_faults(self))
        self.move(self.State.OPEN, allowed=[self.State.SET], opened_at=timezone.now())
        self.contest.record(f"{self}开始评分", by=by, stage=self)
        announcements.tell_judges(self, by)

    @transaction.atomic
    def close(self, *, by, without_reason=""):
        """结束评分. Whoever has not signed is named; with a reason it goes on without those sheets."""
        self.hold()
        self.contest.require_state("judging")
        self.move(self.State.CLOSED, allowed=[self.State.OPEN], closed_at=timezone.now())
        unsigned = handing_out.unsigned(self)
        if unsigned and not without_reason.strip():
            raise WrongState(f"还有评分表没有签交：{_named(unsigned)}。催交后再结束，或写明原因，不计这些评分表。")
        if unsigned:
            require_reason(without_reason)
            handing_out.take_back(unsigned, by=by, reason=f"{handing_out.NOT_SIGNED}：{without_reason.strip()}")
        reason = f"不计未签交的评分表：{_named(unsigned)}。{without_reason.strip()}" if unsigned else ""
        self.contest.record(f"{self}结束评分", by=by, stage=self)
        if reason:
            self.contest.record(f"{self}有评分表未签交", by=by, stage=self, reason=reason, is_public=False)
        announcements.settle_judges(self.contest)

    @transaction.atomic
    def reopen(self, *, by, reason):
        """重新开放评分 before its result is locked: to finish what was left out, or to mend a sheet."""
        require_reason(reason)
        self.hold()
        self.contest.require_state("judging")
        self.move(self.State.OPEN, allowed=[self.State.CLOSED], closed_at=None)
        handing_out.give_back(self, by=by, reason=reason)
        self.contest.record(f"{self}重新开放评分", by=by, stage=self, reason=reason, is_public=False)
        announcements.tell_judges(self, by, again=True)

    @transaction.atomic
    def renew(self, *, by, reason):
        """另立新版: rules change after the first score only so. The old version stays with all its sheets."""
        require_reason(reason)
        self.hold()
        self.contest.require_state("judging")
        self.move(self.State.SUPERSEDED, allowed=[self.State.SET, self.State.OPEN, self.State.CLOSED], current=None)
        handing_out.take_back(handing_out.unsigned(self), by=by, reason="评分规则已另立新版")
        made = stage_versions.copy(self)
        words = f"第{made.version}版代替第{self.version}版，原评分表留存备查。{reason}"
        self.contest.record(f"{self}评分规则另立新版", by=by, stage=made, reason=words)
        announcements.settle_judges(self.contest)
        return made

    @transaction.atomic
    def admit(self, entries):
        """These entries take part in this stage. In a stage that is open they come last and get their sheets."""
        self.hold()
        self._require_state(self.State.SET, self.State.OPEN)
        there = set(self.turns.values_list("entry", flat=True))
        late = self.state == self.State.OPEN
        last = self.turns.aggregate(last=Max("order_number"))["last"] or 0
        new = [entry for entry in entries if entry.pk not in there]
        made = [
            self.turns.create(entry=entry, order_number=last + place if late else None)
            for place, entry in enumerate(new, start=1)
        ]
        if late:
            conflicts.derive(self)
            handing_out.hand_out(self)
        return made

    @transaction.atomic
    def show(self, turn, *, by):
        """正在展示: what the hall sees as current; None clears it."""
        self.hold()
        self._require_state(self.State.OPEN, self.State.CLOSED)
        if turn is not None:
            self._require_own(turn)
            if not turn.entry.is_taking_part:
                raise WrongState(f"“{turn.entry}”已退出比赛，跳过即可。")
        self.current = turn
        self.save(update_fields=["current"])

    @transaction.atomic
    def put_time(self, turn, seconds, *, by):
        """用时, as the time-keeper measured it; None takes it back. Judges do not keep time."""
        self.hold()
        self._require_state(self.State.OPEN, self.State.CLOSED)
        self._require_own(turn)
        if seconds is not None and not (isinstance(seconds, int) and 0 <= seconds <= LONGEST_TURN):
            raise WrongState(f"用时请填秒数，应为0到{LONGEST_TURN}之间的整数。")
        turn.refresh_from_db()
        if turn.seconds == seconds:
            return
        words = f"“{turn.entry}”：{_seconds(turn.seconds)} → {_seconds(seconds)}"
        turn.seconds = seconds
        turn.save(update_fields=["seconds"])
        self.contest.record(f"{self}登记用时", by=by, stage=self, reason=words, is_public=False)

    def hold(self):
        """Lock the contest, then this row, and read it anew."""
        self.contest.hold()
        self.refresh_from_db(
            fields=[field.attname for field in self._meta.concrete_fields if field.name != "contest"],
            from_queryset=type(self).objects.select_for_update(no_key=True),
        )

    def move(self, to, *, allowed, **stamps):
        """The only road from one state to another."""
        moved = type(self).objects.filter(pk=self.pk, state__in=allowed).update(state=to, **stamps)
        self.refresh_from_db(fields=["state", *stamps])
        if not moved:
            raise WrongState(self._not_now())

    def _require_state(self, *states):
        if self.state not in states:
            raise WrongState(self._not_now())

    def _not_now(self):
        if self.state == self.State.LOCKED:
            return f"“{self}”结果已定，不再改动；更正会另出新版。"
        return f"“{self}”现在是“{self.get_state_display()}”，不能办理这一步。"

    def _require_its_time(self):
        self.contest.require_state("judging")
        before = self.contest.stages_in_force().filter(number__lt=self.number).exclude(state=self.State.LOCKED)
        if unfinished := before.first():
            raise WrongState(f"“{unfinished}”的结果还没有锁定，不能开始“{self}”。")

    def _require_lot(self):
        turns = self.turns.taking_part()
        if not turns.exists():
            raise WrongState(f"“{self}”还没有参评的品牌。")
        if turns.filter(order_number=None).exists():
            raise WrongState(f"“{self}”的出场次序还没有抽定，请先抽签。")

    def _require_own(self, turn):
        if turn.stage_id != self.pk:
            raise WrongState(f"这不是“{self}”的出场。")


def _named(sheets):
    """张某（3份）、李某（1份）."""
    counts = {}
    for sheet in sheets:
        counts[str(sheet.judge)] = counts.get(str(sheet.judge), 0) + 1
    return "、".join(f"{name}（{count}份）" for name, count in counts.items())


def _seconds(seconds):
    return "未登记" if seconds is None else f"{seconds}秒"
