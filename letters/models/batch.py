import secrets

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from alliances.models import Committee
from letters.models.states import Kind
from letters.querysets import BatchQuerySet


def _archive_path(batch, filename):
    return f"letters/batches/{batch.pk}/{secrets.token_urlsafe(16)}.zip"


def _document_path(document, filename):
    return f"letters/batches/{document.batch_id}/{secrets.token_urlsafe(16)}.docx"


class Batch(models.Model):
    """批量: letters made by one act, each to its own addressee. The key says which act: the same makes none twice."""

    committee = models.ForeignKey(Committee, models.PROTECT, verbose_name="工委", related_name="letter_batches")
    key = models.CharField("批次键", max_length=120, help_text="同一个键只建一批。")
    kind = models.CharField("文种", max_length=12, choices=Kind)
    title = models.CharField("名称", max_length=200)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="建立人", related_name="+", null=True
    )
    created_at = models.DateTimeField("建立时间", default=timezone.now)

    # The .zip of its documents: `done` of `total` are written; a worker holds the work until `held_until`.
    asked_at = models.DateTimeField("请求打包时间", null=True, blank=True, editable=False)
    held_until = models.DateTimeField("打包占用至", null=True, blank=True, editable=False)
    done = models.PositiveIntegerField("已生成", default=0, editable=False)
    total = models.PositiveIntegerField("应生成", default=0, editable=False)
    archive = models.FileField("压缩包", upload_to=_archive_path, max_length=200, blank=True, editable=False)
    archive_sign = models.CharField("压缩包内容", max_length=64, blank=True, editable=False)
    archived_at = models.DateTimeField("打包时间", null=True, blank=True, editable=False)
    fault = models.CharField("打包失败原因", max_length=200, blank=True, editable=False)

    objects = BatchQuerySet.as_manager()

    class Meta:
        verbose_name = "批量公文"
        verbose_name_plural = "批量公文"
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["committee", "key"], name="letter_batch_once_per_key"),
            models.CheckConstraint(condition=Q(done__lte=F("total")), name="letter_batch_done_of_total"),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("letter-batch", args=[self.pk])

    @property
    def is_packing(self):
        """Asked for, and not ready yet."""
        return self.asked_at is not None and (self.archived_at is None or self.archived_at < self.asked_at)

    @property
    def is_stuck(self):
        """Nobody works on it any more: the worker was killed, or none took it."""
        return self.is_packing and (self.held_until is None or self.held_until < timezone.now())


class BatchDocument(models.Model):
    """The finished document of one letter of a batch. Kept, so that a run that was killed goes on where it was."""

    batch = models.ForeignKey(Batch, models.CASCADE, verbose_name="批次", related_name="documents")
    letter = models.OneToOneField("Letter", models.CASCADE, verbose_name="公文", related_name="batch_document")
    file = models.FileField("文件", upload_to=_document_path, max_length=200)
    sign = models.CharField("内容", max_length=64, help_text="所据内容的摘要；内容变了才重新生成。")
    sha256 = models.CharField("文件摘要", max_length=64)
    size = models.PositiveIntegerField("大小（字节）")
    made_at = models.DateTimeField("生成时间", default=timezone.now)

    class Meta:
        verbose_name = "批量文档"
        verbose_name_plural = "批量文档"
        ordering = ["batch", "letter"]

    def __str__(self):
        return str(self.letter)
