from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.audit import audited
from activities.models.words import ActivityType
from activities.querysets import OfCommitteeQuerySet
from alliances.models import Alliance, Committee, Organization
from letters.texts import placeholder_fault
from portal.quarters import period_of


class Duty(models.Model):
    """What a committee asks of every alliance (or unit) in a year: “每季度一次联合主题党日” is a row, not code."""

    class Period(models.TextChoices):
        YEAR = "year", "全年"
        QUARTER = "quarter", "每季度"
        MONTH = "month", "每月"

    class OwedBy(models.TextChoices):
        ALLIANCE = "alliance", "各联盟"
        ORGANIZATION = "organization", "各单位"

    committee = models.ForeignKey(Committee, models.CASCADE, verbose_name="工委", related_name="duties")
    year = models.PositiveSmallIntegerField("年度")
    name = models.CharField("名称", max_length=40)
    short_name = models.CharField("简称", max_length=6, blank=True, help_text="手机上用，最好不超过 4 个字。")
    type = models.ForeignKey(ActivityType, models.PROTECT, verbose_name="活动类型", related_name="duties")
    period = models.CharField("周期", max_length=10, choices=Period, default=Period.YEAR)
    times = models.PositiveSmallIntegerField("次数", default=1)
    owed_by = models.CharField("由谁完成", max_length=12, choices=OwedBy, default=OwedBy.ALLIANCE)
    order_number = models.PositiveSmallIntegerField("次序", default=0)
    is_reminded = models.BooleanField("到期提醒", default=True)

    history = audited()
    objects = OfCommitteeQuerySet.as_manager()

    class Meta:
        verbose_name = "年度任务"
        verbose_name_plural = "年度任务"
        ordering = ["-year", "order_number", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["committee", "year", "type", "period", "owed_by"],
                name="duty_once",
                violation_error_message="这项任务已在责任清单里。",
            ),
            models.CheckConstraint(
                condition=Q(times__gte=1), name="duty_at_least_once", violation_error_message="次数至少为 1。"
            ),
        ]

    def __str__(self):
        return f"{self.year}年{self.name}"


class ReminderStep(models.Model):
    """When somebody is reminded, and how far up the word goes: 30 and 10 workdays before the end, and once overdue."""

    WORDS = ("alliance", "duty", "period", "deadline", "left")

    committee = models.ForeignKey(Committee, models.CASCADE, verbose_name="工委", related_name="reminder_steps")
    name = models.CharField("名称", max_length=20)
    workdays_left = models.SmallIntegerField(
        "剩余工作日", help_text="离期限还剩几个工作日时提醒（含当天）；0 表示过了期限的次日起。"
    )
    tell_liaison = models.BooleanField("抄送联系领导", default=False)
    tell_committee = models.BooleanField("抄送工委", default=False)
    wording = models.TextField(
        "提醒文字", help_text="可用：{alliance} 联盟，{duty} 任务，{period} 期间，{deadline} 期限，{left} 剩余工作日。"
    )
    is_active = models.BooleanField("启用", default=True)

    history = audited()
    objects = OfCommitteeQuerySet.as_manager()

    class Meta:
        verbose_name = "提醒步骤"
        verbose_name_plural = "提醒步骤"
        ordering = ["-workdays_left"]
        constraints = [
            models.UniqueConstraint(fields=["committee", "workdays_left"], name="reminder_step_once"),
        ]

    def __str__(self):
        return self.name

    def clean(self):
        if fault := placeholder_fault(self.wording, self.WORDS):
            raise ValidationError({"wording": fault})


class ReminderQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self if user.is_superuser else self.filter(duty__committee=user.committee_id)

    def sent(self):
        return self.exclude(sent_at=None)

    def claim(self):
        """Keys of those that this call may send; of two workers one may. Belongs into the transaction that sends."""
        unsent = self.filter(sent_at=None).order_by("pk").select_for_update(no_key=True)
        keys = set(unsent.values_list("pk", flat=True))
        self.model.objects.filter(pk__in=keys).update(sent_at=timezone.now())
        return keys


class Reminder(models.Model):
    """That an alliance (or unit) was reminded of a duty in a period at a step: exactly once, by the database.

    Who reminds by hand leaves a row without a step, at most one a day.
    """

    duty = models.ForeignKey(Duty, models.CASCADE, verbose_name="任务", related_name="reminders")
    alliance = models.ForeignKey(
        Alliance, models.CASCADE, verbose_name="联盟", related_name="reminders", null=True, blank=True
    )
    organization = models.ForeignKey(
        Organization, models.CASCADE, verbose_name="党组织", related_name="reminders", null=True, blank=True
    )
    period_key = models.CharField("期间", max_length=7, help_text="如 2026、2026Q3、2026-07")
    step = models.ForeignKey(
        ReminderStep,
        models.PROTECT,
        verbose_name="步骤",
        related_name="reminders",
        null=True,
        blank=True,
        help_text="留空为工委人工提醒。",
    )
    due_on = models.DateField("期限")
    made_on = models.DateField("提醒日期")
    created_at = models.DateTimeField("建立时间", default=timezone.now)
    sent_at = models.DateTimeField("发出时间", null=True, blank=True)
    by = models.ForeignKey(
        "accounts.User", models.SET_NULL, verbose_name="催办人", related_name="+", null=True, blank=True
    )

    objects = ReminderQuerySet.as_manager()

    class Meta:
        verbose_name = "任务提醒"
        verbose_name_plural = "任务提醒"
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["duty", "alliance", "period_key", "step"],
                condition=Q(organization=None),
                name="reminder_once_per_alliance",
            ),
            models.UniqueConstraint(
                fields=["duty", "organization", "period_key", "step"],
                condition=Q(alliance=None),
                name="reminder_once_per_organization",
            ),
            # By hand there is no step; then once a day.
            models.UniqueConstraint(
                fields=["duty", "alliance", "period_key", "made_on"],
                condition=Q(step=None),
                name="reminder_by_hand_once_a_day",
            ),
            models.CheckConstraint(
                condition=Q(alliance=None, organization__isnull=False) | Q(alliance__isnull=False, organization=None),
                name="reminder_for_one",
            ),
        ]

    def __str__(self):
        return f"{self.owner}：{self.period.label}{self.duty.name}，{self.occasion}"

    @property
    def owner(self):
        return self.alliance or self.organization

    @property
    def period(self):
        return period_of(self.period_key)

    @property
    def occasion(self):
        return self.step.name if self.step_id else "人工提醒"
