from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone

from accounts.audit import audited
from alliances.models import Committee
from branches.models.term import Term
from branches.term_querysets import OfTermQuerySet
from letters.texts import placeholder_fault

PLACEHOLDERS = {
    "subject": "党组织或支部",
    "unit": "单位简称",
    "since": "任期起始",
    "until": "应换届日期",
    "left": "还有或逾期多久",
}


class TermReminderStep(models.Model):
    """When the officers of a unit are reminded of an election, and how far up the word goes."""

    committee = models.ForeignKey(Committee, models.CASCADE, verbose_name="工委", related_name="term_reminder_steps")
    name = models.CharField("名称", max_length=20)
    months_left = models.SmallIntegerField(
        "剩余月数",
        validators=[MinValueValidator(-12), MaxValueValidator(24)],
        help_text="离应换届日期还有几个月时提醒；0 表示届满当天；-1 表示逾期后每个月提醒一次，-3 表示每三个月一次。",
    )
    tell_lead = models.BooleanField("抄送片长单位", default=False)
    tell_liaison = models.BooleanField("抄送联系领导", default=False)
    tell_committee = models.BooleanField("抄送工委", default=False)
    wording = models.TextField(
        "提醒文字",
        max_length=500,
        help_text="可用：" + "，".join(f"{{{name}}} {label}" for name, label in PLACEHOLDERS.items()) + "。",
    )
    is_active = models.BooleanField("启用", default=True)

    history = audited()
    objects = OfTermQuerySet.as_manager()

    class Meta:
        verbose_name = "换届提醒步骤"
        verbose_name_plural = "换届提醒步骤"
        ordering = ["-months_left"]
        constraints = [
            models.UniqueConstraint(
                fields=["committee", "months_left"],
                name="term_reminder_step_once",
                violation_error_message="这个月数的提醒步骤已有，请直接修改。",
            ),
        ]

    def __str__(self):
        return self.name

    def clean(self):
        if fault := placeholder_fault(self.wording, PLACEHOLDERS):
            raise ValidationError({"wording": fault})


class TermReminderQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self if user.is_superuser else self.filter(term__in=Term.objects.visible_to(user))


class TermReminder(models.Model):
    """That a term's unit was reminded at a step, for this end of the term: exactly once, by the database.

    The row stands in the transaction that writes the notices, so what is here was told, and nothing else was.
    """

    term = models.ForeignKey(Term, models.CASCADE, verbose_name="任期", related_name="reminders")
    step = models.ForeignKey(TermReminderStep, models.PROTECT, verbose_name="步骤", related_name="reminders")
    due_on = models.DateField("应换届日期", help_text="延期以后重新提醒。")
    number = models.PositiveSmallIntegerField("第几次", default=0, help_text="逾期后按月提醒的第几个月。")
    made_on = models.DateField("提醒日期")
    sent_at = models.DateTimeField("发出时间", default=timezone.now)

    objects = TermReminderQuerySet.as_manager()

    class Meta:
        verbose_name = "换届提醒"
        verbose_name_plural = "换届提醒"
        ordering = ["-sent_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["term", "step", "due_on", "number"], name="term_reminder_once"),
        ]

    def __str__(self):
        return f"{self.term.subject}：{self.occasion}"

    @property
    def occasion(self):
        return f"{self.step.name}（第{self.number}个月）" if self.number else self.step.name
