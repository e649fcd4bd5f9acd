"""What a unit gets: a score per leaf and stage, and what it objects to."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from accounts.audit import audited
from assessments.models.assessment import Assessment
from assessments.models.scheme import Indicator
from assessments.round_querysets import AppealQuerySet, ScoreQuerySet


class ScoreStage(models.TextChoices):
    """The stages of a score, in their order."""

    SELF = "self", "自评"
    FIRST = "first", "初评"
    REVIEW = "review", "复核"
    FINAL = "final", "定格"


class Score(models.Model):
    """What one leaf got at one stage. `computed` follows from rule and facts, `value` is what counts; where they
    differ, or where it differs from the stage before, `reason` says why."""

    assessment = models.ForeignKey(Assessment, models.CASCADE, verbose_name="单位", related_name="scores")
    indicator = models.ForeignKey(Indicator, models.PROTECT, verbose_name="指标", related_name="+")
    stage = models.CharField("阶段", max_length=6, choices=ScoreStage)
    computed = models.DecimalField("应得", max_digits=9, decimal_places=4, null=True)
    value = models.DecimalField("得分", max_digits=9, decimal_places=4, null=True)
    answer = models.JSONField("填写", default=dict)  # choice, points, decision, votes, marks: what a person entered
    given = models.DecimalField("改定", max_digits=9, decimal_places=4, null=True)  # by hand instead of computed
    reason = models.CharField("意见", max_length=300, blank=True)
    working = models.JSONField("计算", default=dict)  # the arithmetic in words, as it was when the stage was handed on
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="评分人", related_name="+", null=True)
    is_for_unit = models.BooleanField("代录", default=False)
    at = models.DateTimeField("时间", default=timezone.now)

    history = audited()
    objects = ScoreQuerySet.as_manager()

    class Meta:
        verbose_name = "得分"
        verbose_name_plural = "得分"
        ordering = ["assessment", "indicator__order_number", "pk"]
        constraints = [models.UniqueConstraint(fields=["assessment", "indicator", "stage"], name="score_once_a_stage")]

    def __str__(self):
        return f"{self.indicator} {self.get_stage_display()} {self.value}"


class Appeal(models.Model):
    """申诉 within the publicity, about one indicator or the whole, and its answer."""

    assessment = models.ForeignKey(Assessment, models.CASCADE, verbose_name="单位", related_name="appeals")
    indicator = models.ForeignKey(
        Indicator, models.PROTECT, verbose_name="指标", related_name="+", null=True, blank=True
    )
    text = models.TextField("申诉理由", max_length=1000)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="提出人", related_name="+")
    at = models.DateTimeField("提出时间", default=timezone.now)
    due_on = models.DateField("答复期限", editable=False)
    answer = models.TextField("答复", blank=True, max_length=1000)
    is_upheld = models.BooleanField("申诉成立", null=True, editable=False)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="答复人", related_name="+", null=True, editable=False
    )
    answered_at = models.DateTimeField("答复时间", null=True, editable=False)

    history = audited()
    objects = AppealQuerySet.as_manager()

    class Meta:
        verbose_name = "申诉"
        verbose_name_plural = "申诉"
        ordering = ["-at", "-pk"]

    def __str__(self):
        return f"{self.assessment}的申诉"
