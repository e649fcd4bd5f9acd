import secrets
from functools import partial

from django.conf import settings
from django.db import models, transaction
from django.urls import reverse
from django.utils import timezone

from accounts.audit import audited
from alliances.models import Committee, Organization
from portal.pinyin import search_key


class BranchQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self if user.is_superuser else self.filter(organization__committee=user.committee_id)

    def on(self, day):
        return self.filter(models.Q(until=None) | models.Q(until__gte=day))


class Branch(models.Model):
    """A 党支部 inside an organization."""

    class Star(models.TextChoices):
        FIVE = "5", "五星"
        FOUR = "4", "四星"
        THREE = "3", "三星"
        TWO = "2", "二星"
        ONE = "1", "一星"
        NONE = "", "未评"

    organization = models.ForeignKey(Organization, models.PROTECT, verbose_name="所属党组织", related_name="branches")
    order_number = models.PositiveIntegerField("次序", default=0)
    name = models.CharField("名称", max_length=60)
    secretary_name = models.CharField("支部书记", max_length=30, blank=True)
    member_count = models.PositiveIntegerField("党员数", default=0)
    term_since = models.DateField("本届任期起始", null=True, blank=True)
    term_month_only = models.BooleanField("任期起始只知到月", default=False)
    star = models.CharField("上年度星级", max_length=1, choices=Star, blank=True, default=Star.NONE)
    until = models.DateField("撤销日期", null=True, blank=True)
    search_key = models.CharField("检索键", max_length=300, editable=False, default="")

    history = audited(excluded_fields=["search_key"])
    objects = BranchQuerySet.as_manager()

    class Meta:
        verbose_name = "党支部"
        verbose_name_plural = "党支部"
        ordering = ["organization__order_number", "order_number", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "name"],
                name="branch_name_once",
                violation_error_message="这个党组织已有同名支部。",
            ),
        ]

    def __str__(self):
        return f"{self.organization}{self.name}"

    def save(self, *args, **kwargs):
        self.set_search_key()
        super().save(*args, **kwargs)

    def set_search_key(self):
        self.search_key = f"{self.name} {search_key(self.name)}"[:300]


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
                transaction.on_commit(partial(record.file.delete, save=False), robust=True)


def _private_path(instance, filename):
    return f"rosters/{timezone.localdate():%Y/%m}/{secrets.token_urlsafe(16)}.xlsx"


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
