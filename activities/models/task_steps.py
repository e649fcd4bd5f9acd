"""The steps of a task. Each is the only road between two states; of two people who click at once one wins. Every step
leaves a line in the trail."""

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from activities.tasklist import announcements
from activities.tasklist.states import EDITABLE, IN_HAND, TaskState
from letters import closing
from portal.access import EditConflict, WrongState

EDITED = ("title", "asked", "source", "source_text", "quarter", "alliance_id", "organization_id", "due_on")


class TaskSteps:
    """The verbs of `Task`, kept in a file of their own."""

    @transaction.atomic
    def raise_(self, *, by):
        """提出: kept, and nobody else's business before it is given to somebody."""
        self.raised_by = by
        self.raiser_id = None if by.is_staff else by.organization_id
        self.save(force_insert=True)
        self.record("raise", by=by)

    @transaction.atomic
    def assign(self, *, by, day=None):
        """交办 to the unit, or to the alliance's 片长单位."""
        if self.due_on < (day or timezone.localdate()):
            raise WrongState(f"期限{_day(self.due_on)}已经过了，请先改期限再交办。")
        self._move(TaskState.ASSIGNED, allowed=[TaskState.RAISED])
        announcements.tell_owner(self, self.record("assign", by=by), "新交办的任务")

    @transaction.atomic
    def edit(self, *, by, revision):
        """Save what this object was changed to, unless somebody saved since. Once given, who has it stays, and is told
        of every change."""
        before = type(self).objects.select_related("alliance", "organization").get(pk=self.pk)
        if before.state not in EDITABLE:
            raise WrongState(f"“{before}”现在是“{before.get_state_display()}”，不能修改。")
        changed = [name for name in EDITED if getattr(self, name) != getattr(before, name)]
        if not changed:
            return
        if before.state != TaskState.RAISED and {"alliance_id", "organization_id"} & set(changed):
            raise WrongState("已经交办的任务不能换承办单位；请撤销这项，另提一项。")
        rows = type(self).objects.filter(pk=self.pk, revision=revision, state=before.state)
        if not rows.update(revision=F("revision") + 1):
            raise EditConflict("这项任务刚被别人改过，您的修改没有保存。请打开最新内容，再改一次。")
        self.revision = revision + 1
        self.save(update_fields=EDITED)
        if before.state != TaskState.RAISED:
            step = self.record("edit", by=by, reason=_changes(self, before, changed))
            announcements.tell_owner(self, step, "任务有变动")

    @transaction.atomic
    def report(self, *, by, evidence, activity=None, file=None, name="", drops_file=False):
        """报办结, with what shows it: a sentence, and if there is one the activity or a file that exists already."""
        if not evidence.strip():
            raise WrongState("请写一句办理情况。")
        if activity and activity.committee_id != self.committee_id:
            raise WrongState("相关活动不是本工委的。")
        self._move(TaskState.REPORTED, allowed=IN_HAND, evidence=evidence.strip(), evidence_activity=activity)
        if file is not None:
            self.evidence_file.save(name, file, save=False)
            self.evidence_name = name[-120:]
            self.save(update_fields=["evidence_file", "evidence_name"])
        elif drops_file:
            self.evidence_file, self.evidence_name = "", ""
            self.save(update_fields=["evidence_file", "evidence_name"])
        announcements.tell_raiser(self, self.record("report", by=by, reason=evidence.strip()))

    @transaction.atomic
    def withdraw(self, *, by):
        """撤回报办, until it is checked."""
        self._move(TaskState.ASSIGNED, allowed=[TaskState.REPORTED])
        self.record("withdraw", by=by)

    @transaction.atomic
    def return_(self, *, by, reason):
        """核查没有通过, always with a reason."""
        _require_reason(reason)
        self._move(TaskState.RETURNED, allowed=[TaskState.REPORTED])
        announcements.tell_owner(self, self.record("return", by=by, reason=reason), "任务退回再办")

    @transaction.atomic
    def close(self, *, by, day=None):
        """核查通过，办结. Letters that asked for it are settled with it."""
        self._move(TaskState.CLOSED, allowed=[TaskState.REPORTED], closed_on=day or timezone.localdate())
        announcements.tell_owner(self, self.record("close", by=by), "任务已核查办结", is_news=True)
        closing.close_case(self.case_key, by=by, evidence=f"任务已核查办结：{self.evidence}")

    @transaction.atomic
    def drop(self, *, by, reason):
        """撤销 with a reason; never deleted. Nobody has to answer its letters any more."""
        _require_reason(reason)
        was_given = self.state != TaskState.RAISED
        allowed = [*IN_HAND, TaskState.REPORTED] if was_given else [TaskState.RAISED]
        self._move(TaskState.DROPPED, allowed=allowed)
        step = self.record("drop", by=by, reason=reason)
        if was_given:
            announcements.tell_owner(self, step, "任务已撤销", is_news=True)
            closing.close_case(self.case_key, by=by, evidence=f"任务已撤销：{reason}")

    def record(self, verb, *, by, reason="", **fields):
        """A line of the trail. Who acts for the unit that has the task is marked 代录."""
        for_unit = bool(by and by.is_staff and verb in self.steps.model.OF_THE_UNIT)
        return self.steps.create(verb=verb, by=by, reason=reason, state=self.state, is_for_unit=for_unit, **fields)

    def _move(self, to, *, allowed, **stamps):
        rows = type(self).objects.filter(pk=self.pk, state__in=allowed)
        moved = rows.update(state=to, state_since=timezone.now(), revision=F("revision") + 1, **stamps)
        self.refresh_from_db()
        if not moved:
            raise WrongState(f"“{self}”现在是“{self.get_state_display()}”，不能办理这一步。")
        announcements.settle(self)


def _changes(task, before, changed):
    words = []
    if "due_on" in changed:
        words.append(f"期限由{_day(before.due_on)}改为{_day(task.due_on)}")
    if "title" in changed:
        words.append(f"名称由“{before.title}”改为“{task.title}”")
    names = [task._meta.get_field(name).verbose_name for name in changed if name not in ("due_on", "title")]
    if names:
        words.append(f"修改了{'、'.join(names)}")
    return "；".join(words) + "。"


def _require_reason(reason):
    if not reason.strip():
        raise WrongState("请写明原因，让对方知道怎么办。")


def _day(day):
    return f"{day.year}年{day.month}月{day.day}日"
