from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.audit import audited
from alliances.models import Organization
from assessments.models.contest import Contest
from assessments.models.entry import Entry
from assessments.models.stage import Stage
from assessments.querysets import JudgeQuerySet, StaffOnlyQuerySet


class Judge(models.Model):
    """A person who scores in a contest. Removed, never deleted."""

    contest = models.ForeignKey(Contest, models.CASCADE, verbose_name="比赛", related_name="judges")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="账号", related_name="judgeships")
    organization = models.ForeignKey(
        Organization,
        models.PROTECT,
        verbose_name="所在单位",
        related_name="+",
        null=True,
        blank=True,
        help_text="评委回避本单位的作品；市外评委留空。",
    )
    order_number = models.PositiveSmallIntegerField("评委席", default=1)
    stages = models.ManyToManyField(Stage, verbose_name="评审阶段", related_name="judges", blank=True)
    removed_at = models.DateTimeField("退出时间", null=True, editable=False)
    removed_reason = models.CharField("退出原因", max_length=200, blank=True, editable=False)

    history = audited()
    objects = JudgeQuerySet.as_manager()

    class Meta:
        verbose_name = "评委"
        verbose_name_plural = "评委"
        ordering = ["contest", "order_number", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["contest", "user"],
                name="judge_one_account_each",
                violation_error_message="这个账号已经是本场评委；一个账号只能由一位评委使用。",
            ),
            models.UniqueConstraint(
                fields=["contest", "order_number"],
                condition=Q(removed_at=None),
                name="judge_seat_once",
                violation_error_message="这个评委席已有人。",
            ),
        ]

    def __str__(self):
        return self.user.name


class Conflict(models.Model):
    """回避: this judge does not score this entry, and why. Derived when a stage opens, or declared."""

    class Kind(models.TextChoices):
        OWN_UNIT = "own_unit", "本单位作品"
        SEAT = "seat", "所在联盟作品"
        DECLARED = "declared", "申请回避"

    contest = models.ForeignKey(Contest, models.CASCADE, verbose_name="比赛", related_name="conflicts")
    judge = models.ForeignKey(Judge, models.CASCADE, verbose_name="评委", related_name="conflicts")
    entry = models.ForeignKey(Entry, models.CASCADE, verbose_name="参评品牌", related_name="conflicts")
    kind = models.CharField("情形", max_length=10, choices=Kind)
    reason = models.CharField("说明", max_length=200, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="登记人", related_name="+", null=True)
    at = models.DateTimeField("时间", default=timezone.now)

    objects = StaffOnlyQuerySet.as_manager()

    class Meta:
        verbose_name = "回避"
        verbose_name_plural = "回避"
        ordering = ["contest", "judge__order_number", "entry__number"]
        constraints = [models.UniqueConstraint(fields=["judge", "entry"], name="conflict_once")]

    def __str__(self):
        return f"{self.judge}回避“{self.entry}”（{self.get_kind_display()}）"
