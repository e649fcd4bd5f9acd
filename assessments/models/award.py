from django.db import models

from accounts.audit import audited
from assessments.models.contest import Contest
from assessments.models.stage import Criterion, Stage
from assessments.querysets import OfContestQuerySet


class Award(models.Model):
    """一等奖 and how many there are of it, best first."""

    contest = models.ForeignKey(Contest, models.CASCADE, verbose_name="比赛", related_name="awards")
    order_number = models.PositiveSmallIntegerField("次序", default=1)
    name = models.CharField("奖项", max_length=20)
    quota = models.PositiveSmallIntegerField("名额")

    history = audited()
    objects = OfContestQuerySet.as_manager()

    class Meta:
        verbose_name = "奖项"
        verbose_name_plural = "奖项"
        ordering = ["contest", "order_number", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["contest", "name"], name="award_name_once", violation_error_message="已有同名奖项。"
            ),
        ]

    def __str__(self):
        return self.name


class TieBreaker(models.Model):
    """同分时依次看什么. When all are equal the tie stays a tie."""

    class Kind(models.TextChoices):
        EXACT = "exact", "未取整的总分"
        STAGE = "stage", "某阶段得分"
        CRITERION = "criterion", "某评分项平均分"
        TOP_MARKS = "top_marks", "给最高分的评委人数"

    contest = models.ForeignKey(Contest, models.CASCADE, verbose_name="比赛", related_name="tie_breakers")
    order_number = models.PositiveSmallIntegerField("次序", default=1)
    kind = models.CharField("看什么", max_length=10, choices=Kind)
    stage = models.ForeignKey(Stage, models.CASCADE, verbose_name="阶段", related_name="+", null=True, blank=True)
    criterion = models.ForeignKey(
        Criterion, models.CASCADE, verbose_name="评分项", related_name="+", null=True, blank=True
    )

    history = audited()
    objects = OfContestQuerySet.as_manager()

    class Meta:
        verbose_name = "同分规则"
        verbose_name_plural = "同分规则"
        ordering = ["contest", "order_number", "pk"]

    def __str__(self):
        return " ".join(filter(None, [self.get_kind_display(), str(self.criterion or self.stage or "")]))
