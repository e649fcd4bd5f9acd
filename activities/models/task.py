from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from accounts.audit import TrailLine, audited, recorded
from activities.models.activity import Activity
from activities.models.duty import ReminderStep
from activities.models.task_steps import TaskSteps
from activities.tasklist.querysets import OfTaskQuerySet, TaskQuerySet
from activities.tasklist.states import EDITABLE, IN_HAND, KINDS, TaskState
from alliances.models import Alliance, Committee, Organization
from portal.quarters import period_of
from portal.sending import private_name


def evidence_path(task, filename):
    return private_name("tasks", filename)


class Task(TaskSteps, models.Model):
    """A line of the 任务清单 or 问题清单: what is asked of one unit (or of an alliance, for which its 片长单位
    answers), until when, and what shows that it was done."""

    State = TaskState
    EDITABLE, IN_HAND = EDITABLE, IN_HAND

    class Source(models.TextChoices):
        QUARTER = "quarter", "季度重点任务"
        MEETING = "meeting", "会议议定"
        PROBLEM = "problem", "问题整改"
        OTHER = "other", "其他"

    committee = models.ForeignKey(Committee, models.CASCADE, verbose_name="工委", related_name="tasks")
    title = models.CharField("任务名称", max_length=120)
    asked = models.TextField("具体要求", max_length=2000, blank=True, help_text="办到什么程度算完成，写一两句即可。")
    source = models.CharField("来源", max_length=10, choices=Source, default=Source.QUARTER)
    source_text = models.CharField(
        "来源说明", max_length=120, blank=True, help_text="如“9月10日片会第二项”“巡察反馈问题第3条”。"
    )
    quarter = models.CharField(
        "列入季度清单",
        max_length=6,
        blank=True,
        validators=[RegexValidator(r"^\d{4}Q[1-4]\Z", "请写成 2026Q3 这样。")],
    )
    alliance = models.ForeignKey(
        Alliance, models.PROTECT, verbose_name="承办联盟", related_name="tasks", null=True, blank=True
    )
    organization = models.ForeignKey(
        Organization, models.PROTECT, verbose_name="承办单位", related_name="tasks", null=True, blank=True
    )
    due_on = models.DateField("期限")
    raiser = models.ForeignKey(
        Organization,
        models.PROTECT,
        verbose_name="提出单位",
        related_name="raised_tasks",
        null=True,
        blank=True,
        help_text="工委提出的留空。",
    )
    raised_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="提出人", related_name="+", null=True, editable=False
    )

    evidence = models.TextField("办理情况", max_length=2000, blank=True)
    evidence_activity = models.ForeignKey(
        Activity, models.PROTECT, verbose_name="相关活动", related_name="tasks", null=True, blank=True
    )
    evidence_file = models.FileField("佐证材料", upload_to=evidence_path, blank=True)
    evidence_name = models.CharField("文件名", max_length=120, blank=True)

    state = models.CharField("状态", max_length=10, choices=TaskState, default=TaskState.RAISED, editable=False)
    state_since = models.DateTimeField("本状态起", default=timezone.now, editable=False)
    closed_on = models.DateField("办结日期", null=True, blank=True, editable=False)
    revision = models.PositiveIntegerField("修订号", default=0, editable=False)

    history = audited()
    objects = TaskQuerySet.as_manager()

    class Meta:
        verbose_name = "重点任务"
        verbose_name_plural = "重点任务"
        ordering = ["due_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(alliance=None, organization__isnull=False) | Q(alliance__isnull=False, organization=None),
                name="task_for_one",
                violation_error_message="请选一个承办联盟，或者一个承办单位。",
            ),
        ]
        indexes = [
            models.Index(fields=["committee", "state", "due_on"], name="task_todo"),
            models.Index(fields=["committee", "due_on"], name="task_window"),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("task-detail", args=[self.pk])

    def clean(self):
        if self.due_on and not 1921 <= self.due_on.year < 2200:
            raise ValidationError({"due_on": "请核对期限的年份。"})

    @property
    def case_key(self):
        """Names this task to the letters that are about it."""
        return f"task:{self.pk}"

    @property
    def owner(self):
        return self.alliance or self.organization

    @property
    def owner_name(self):
        return self.alliance.name if self.alliance_id else str(self.organization)

    @property
    def raiser_name(self):
        return str(self.raiser) if self.raiser_id else str(self.committee)

    @property
    def quarter_label(self):
        return period_of(self.quarter).label if self.quarter else ""

    def is_overdue(self, day=None):
        return self.state in IN_HAND and (day or timezone.localdate()) > self.due_on

    @property
    def status(self):
        """Word and mark of the state; who has it past the term is overdue."""
        if self.is_overdue():
            return {"kind": "late", "label": "逾期"}
        return {"kind": KINDS[self.state], "label": self.get_state_display()}


class TaskStep(TrailLine):
    """A line of a task's trail. One that reminds names the committee's step, so that each reminds once of a term."""

    of = ["task"]

    class Verb(models.TextChoices):
        RAISE = "raise", "提出"
        EDIT = "edit", "修改"
        ASSIGN = "assign", "交办"
        REPORT = "report", "报办结"
        WITHDRAW = "withdraw", "撤回报办"
        RETURN = "return", "退回再办"
        CLOSE = "close", "核查通过，办结"
        DROP = "drop", "撤销"
        REMIND = "remind", "提醒"

    OF_THE_UNIT = (Verb.REPORT, Verb.WITHDRAW)
    RETURNS = (Verb.RETURN,)

    task = models.ForeignKey(Task, models.CASCADE, verbose_name="任务", related_name="steps")
    verb = models.CharField("办理", max_length=10, choices=Verb)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="办理人", related_name="+", null=True, blank=True
    )
    is_for_unit = models.BooleanField("代录", default=False)
    at = models.DateTimeField("时间", default=timezone.now)
    state = models.CharField("办理后状态", max_length=10, choices=TaskState)
    reason = models.TextField("说明", blank=True)
    reminder = models.ForeignKey(
        ReminderStep, models.PROTECT, verbose_name="提醒步骤", related_name="+", null=True, blank=True
    )
    due_on = models.DateField("提醒的期限", null=True, blank=True)

    objects = recorded(OfTaskQuerySet).as_manager()

    class Meta:
        verbose_name = "任务办理轨迹"
        verbose_name_plural = "任务办理轨迹"
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["task", "reminder", "due_on"], condition=Q(verb="remind"), name="task_reminded_once"
            ),
        ]

    def __str__(self):
        return f"{self.task}：{self.get_verb_display()}"
