from django.conf import settings
from django.db import models, transaction
from django.urls import reverse
from django.utils import timezone

from alliances.models import Committee
from portal.sending import private_name


class RosterImportQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Staff of the committee; nobody else knows of it."""
        if not user.is_staff:
            return self.none()
        return self if user.is_superuser else self.filter(committee=user.committee_id)

    def without_lists(self):
        """For a list of imports: not the rows of each."""
        return self.defer("lists", "changes", "left_alone", "warnings")

    def discard(self):
        """Forget previews nobody confirmed, with their files."""
        previews = self.filter(state=RosterImport.State.PREVIEWED)
        for record in previews.only("file"):
            if previews.filter(pk=record.pk).delete()[0]:  # unless it was confirmed this very moment
                transaction.on_commit(lambda file=record.file: file.delete(save=False), robust=True)


def _private_path(instance, filename):
    return private_name("rosters", "roster.xlsx")


class RosterImport(models.Model):
    """One roster workbook: previewed, then applied, perhaps undone. The rule is in branches.roster."""

    class State(models.TextChoices):
        PREVIEWED = "previewed", "待确认"
        APPLIED = "applied", "已导入"
        UNDONE = "undone", "已撤销"

    committee = models.ForeignKey(Committee, models.CASCADE, verbose_name="工委", related_name="roster_imports")
    file = models.FileField("文件", upload_to=_private_path)
    name = models.CharField("文件名", max_length=120)
    sha256 = models.CharField("校验值", max_length=64)
    on = models.DateField("席位执行日期")
    new_alliances = models.BooleanField("允许新增联盟", default=False)
    state = models.CharField("状态", max_length=10, choices=State, default=State.PREVIEWED, editable=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="上传人", related_name="+", null=True, blank=True
    )
    at = models.DateTimeField("上传时间", default=timezone.now)
    applied_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="确认人", related_name="+", null=True, blank=True
    )
    applied_at = models.DateTimeField("导入时间", null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="撤销人", related_name="+", null=True, blank=True
    )
    undone_at = models.DateTimeField("撤销时间", null=True, blank=True)
    fingerprint = models.CharField("预览校验值", max_length=64, editable=False)
    summary = models.JSONField("数量", default=dict, editable=False)
    lists = models.JSONField("明细", default=dict, editable=False)
    warnings = models.JSONField("提示", default=list, editable=False)
    changes = models.JSONField("改动", default=dict, editable=False)
    left_alone = models.JSONField("撤销时保留", default=list, editable=False)

    objects = RosterImportQuerySet.as_manager()

    class Meta:
        verbose_name = "花名册导入"
        verbose_name_plural = "花名册导入"
        ordering = ["-at", "-pk"]

    def __str__(self):
        return f"{self.name}（{self.get_state_display()}）"

    def get_absolute_url(self):
        return reverse("roster-import-detail", args=[self.pk])
