from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone

from alliances.models import Organization
from letters.models.letter import Letter
from letters.models.recipient_steps import RecipientSteps
from letters.models.states import OWING, RECIPIENT_KINDS, RecipientState
from letters.querysets import OfLetterQuerySet, OfReplyQuerySet, RecipientQuerySet, ReplyQuerySet
from portal.sending import private_name

PERSON = {"to": settings.AUTH_USER_MODEL, "on_delete": models.PROTECT, "related_name": "+", "null": True}


class Recipient(RecipientSteps, models.Model):
    """One unit's part of a letter: received, replied, and closed with its evidence."""

    State, OWING = RecipientState, OWING

    letter = models.ForeignKey(Letter, models.CASCADE, verbose_name="公文", related_name="recipients")
    organization = models.ForeignKey(Organization, models.PROTECT, verbose_name="主送单位", related_name="letter_parts")
    state = models.CharField("状态", max_length=10, choices=RecipientState, default=RecipientState.WAITING)
    state_since = models.DateTimeField("本状态起", default=timezone.now)
    due_on = models.DateField("回复期限", null=True, blank=True)
    received_at = models.DateTimeField("签收时间", null=True, blank=True)
    received_by = models.ForeignKey(verbose_name="签收人", blank=True, **PERSON)
    replied_on = models.DateField("回复日期", null=True, blank=True)
    closed_at = models.DateTimeField("办结时间", null=True, blank=True)
    closed_by = models.ForeignKey(verbose_name="办结人", blank=True, **PERSON)
    evidence = models.TextField("办结依据", blank=True)

    objects = RecipientQuerySet.as_manager()

    class Meta:
        verbose_name = "主送单位"
        verbose_name_plural = "主送单位"
        ordering = ["organization__order_number", "organization"]
        constraints = [
            models.UniqueConstraint(
                fields=["letter", "organization"],
                name="letter_once_per_organization",
                violation_error_message="同一单位只主送一次。",
            )
        ]
        indexes = [
            models.Index(fields=["organization", "state"], name="recipient_todo"),
            models.Index(fields=["state", "due_on"], name="recipient_due"),
        ]

    def __str__(self):
        return f"{self.organization}：{self.letter}"

    def get_absolute_url(self):
        return self.letter.get_absolute_url()

    @property
    def status(self):
        return {"kind": RECIPIENT_KINDS[self.state], "label": self.get_state_display()}

    @property
    def owes_reply(self):
        return self.letter.asks_reply and self.state in OWING

    def is_overdue(self, day):
        """The reply is due and has not come."""
        return self.owes_reply and self.due_on is not None and self.due_on < day


class Reply(models.Model):
    """What a unit answered. One that was returned stays, with the reason."""

    MOST_FILES = 10
    LONGEST = 5000

    recipient = models.ForeignKey(Recipient, models.CASCADE, verbose_name="主送单位", related_name="replies")
    text = models.TextField("回复内容")
    by = models.ForeignKey(verbose_name="回复人", **PERSON)
    is_for_unit = models.BooleanField("代录", default=False)
    at = models.DateTimeField("回复时间", default=timezone.now)
    returned_reason = models.TextField("退回原因", blank=True)

    objects = ReplyQuerySet.as_manager()

    class Meta:
        verbose_name = "回复"
        verbose_name_plural = "回复"
        ordering = ["-at", "-pk"]

    def __str__(self):
        return f"{self.recipient}的回复"


def _upload_path(instance, filename):
    return private_name(instance.folder, filename)


class LetterFile(models.Model):
    """附件 of a letter, a file of its own beside the document."""

    folder = "letters/files"

    letter = models.ForeignKey(Letter, models.CASCADE, verbose_name="公文", related_name="files")
    file = models.FileField("附件", upload_to=_upload_path, max_length=200)
    name = models.CharField("文件名", max_length=120)
    size = models.PositiveIntegerField("大小（字节）")

    objects = OfLetterQuerySet.as_manager()

    class Meta:
        verbose_name = "公文附件"
        verbose_name_plural = "公文附件"
        ordering = ["letter", "pk"]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("letter-file", args=[self.pk])


class ReplyFile(models.Model):
    folder = "letters/replies"

    reply = models.ForeignKey(Reply, models.CASCADE, verbose_name="回复", related_name="files")
    file = models.FileField("附件", upload_to=_upload_path, max_length=200)
    name = models.CharField("文件名", max_length=120)
    size = models.PositiveIntegerField("大小（字节）")

    objects = OfReplyQuerySet.as_manager()

    class Meta:
        verbose_name = "回复附件"
        verbose_name_plural = "回复附件"
        ordering = ["reply", "pk"]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("reply-file", args=[self.pk])
