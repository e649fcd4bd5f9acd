from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.audit import audited
from alliances.models import Committee
from alliances.querysets import OfCommitteeQuerySet
from letters.models.recipient import Recipient
from letters.querysets import ReplyReminderQuerySet
from letters.texts import placeholder_fault


class ReplyReminderStep(models.Model):
    """When a unit is reminded of a reply, as a row the committee can change."""

    WORDS = {"unit": "单位", "title": "公文标题", "number": "文号", "deadline": "回复期限", "left": "剩余工作日"}

    committee = models.ForeignKey(Committee, models.CASCADE, verbose_name="工委", related_name="reply_reminder_steps")
    name = models.CharField("名称", max_length=20)
    workdays_left = models.SmallIntegerField(
        "剩余工作日",
        help_text="离回复期限还剩几个工作日时提醒（含当天）；0 表示过了期限的次日起，-5 表示逾期满 5 个工作日起。",
    )
    tell_committee = models.BooleanField("抄送工委", default=False)
    wording = models.TextField(
        "提醒文字", help_text=f"可用：{'，'.join(f'{{{name}}} {label}' for name, label in WORDS.items())}。"
    )
    is_active = models.BooleanField("启用", default=True)

    history = audited()
    objects = OfCommitteeQuerySet.as_manager()

    class Meta:
        verbose_name = "回复提醒步骤"
        verbose_name_plural = "回复提醒步骤"
        ordering = ["-workdays_left"]
        constraints = [
            models.UniqueConstraint(
                fields=["committee", "workdays_left"],
                name="reply_reminder_step_once",
                violation_error_message="已有同一时点的提醒。",
            ),
            models.CheckConstraint(
                condition=Q(workdays_left__gte=-250, workdays_left__lte=250),
                name="reply_reminder_step_within_a_year",
                violation_error_message="请填 -250 到 250 之间的数。",
            ),
        ]

    def __str__(self):
        return self.name

    def clean(self):
        if fault := placeholder_fault(self.wording, self.WORDS):
            raise ValidationError({"wording": fault})


class ReplyReminder(models.Model):
    """That a unit was reminded of a reply at a step: exactly once, by the database. By hand (no step) once a day."""

    recipient = models.ForeignKey(Recipient, models.CASCADE, verbose_name="主送单位", related_name="reminders")
    step = models.ForeignKey(
        ReplyReminderStep,
        models.PROTECT,
        verbose_name="步骤",
        related_name="reminders",
        null=True,
        blank=True,
        help_text="留空为工委人工催办。",
    )
    due_on = models.DateField("回复期限")
    made_on = models.DateField("提醒日期")
    created_at = models.DateTimeField("建立时间", default=timezone.now)
    sent_at = models.DateTimeField("发出时间", null=True, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, verbose_name="催办人", related_name="+", null=True, blank=True
    )

    objects = ReplyReminderQuerySet.as_manager()

    class Meta:
        verbose_name = "回复提醒"
        verbose_name_plural = "回复提醒"
        ordering = ["-created_at", "-pk"]
        constraints = [
            # A deadline put off is another one.
            models.UniqueConstraint(fields=["recipient", "step", "due_on"], name="reply_reminder_once"),
            models.UniqueConstraint(
                fields=["recipient", "made_on"], condition=Q(step=None), name="reply_reminder_by_hand_once_a_day"
            ),
        ]

    def __str__(self):
        return f"{self.recipient.organization}：《{self.recipient.letter}》{self.occasion}"

    @property
    def occasion(self):
        return self.step.name if self.step_id else "人工催办"

    def claim(self):
        """Whether this call may send it; of two workers one may. Belongs into the transaction that sends."""
        now = timezone.now()
        if not ReplyReminder.objects.filter(pk=self.pk, sent_at=None).update(sent_at=now):
            return False
        self.sent_at = now
        return True
