from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.audit import TrailLine, audited, note_changes, recorded
from alliances.models import Organization
from assessments.models.award import Award
from assessments.models.contest import Contest
from assessments.models.entry import Entry
from assessments.models.stage import Stage
from assessments.querysets import ObjectionQuerySet, ResultQuerySet, StepQuerySet


class ResultVersion(models.Model):
    """A result as it was locked, with its whole arithmetic. It never changes; a correction is a new version beside it.

    Of a stage it decides who advances; without a stage it is the contest's. `data` is judging.Outcome.as_json().
    """

    contest = models.ForeignKey(Contest, models.CASCADE, verbose_name="比赛", related_name="results")
    stage = models.ForeignKey(Stage, models.CASCADE, verbose_name="阶段", related_name="results", null=True, blank=True)
    number = models.PositiveSmallIntegerField("版次", default=1)
    data = models.JSONField("计算", default=dict)
    reason = models.CharField("更正原因", max_length=200, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="锁定人", related_name="+")
    at = models.DateTimeField("锁定时间", default=timezone.now)

    objects = ResultQuerySet.as_manager()

    class Meta:
        verbose_name = "结果"
        verbose_name_plural = "结果"
        ordering = ["contest", "stage__number", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["contest", "number"], condition=Q(stage=None), name="result_number_once_per_contest"
            ),
            models.UniqueConstraint(
                fields=["stage", "number"], condition=Q(stage__isnull=False), name="result_number_once_per_stage"
            ),
        ]

    def __str__(self):
        return f"{self.stage or self.contest}结果第{self.number}版"


class Placing(models.Model):
    """One entry's line of a locked result."""

    result = models.ForeignKey(ResultVersion, models.CASCADE, verbose_name="结果", related_name="placings")
    contest = models.ForeignKey(Contest, models.CASCADE, verbose_name="比赛", related_name="+")
    entry = models.ForeignKey(Entry, models.CASCADE, verbose_name="参评品牌", related_name="placings")
    place = models.PositiveSmallIntegerField("名次", null=True)
    total = models.DecimalField("总分", max_digits=10, decimal_places=4, null=True)
    advances = models.BooleanField("晋级", default=False)
    award = models.ForeignKey(Award, models.PROTECT, verbose_name="奖项", related_name="placings", null=True)

    objects = ResultQuerySet.as_manager()

    class Meta:
        verbose_name = "名次"
        verbose_name_plural = "名次"
        ordering = ["result", "place", "entry__number"]
        constraints = [models.UniqueConstraint(fields=["result", "entry"], name="placing_once")]

    def __str__(self):
        return f"{self.entry} 第{self.place}名"


class Objection(models.Model):
    """公示期间的异议, and its answer."""

    class Raiser(models.TextChoices):
        UNIT = "unit", "单位"
        PERSON = "person", "个人"

    contest = models.ForeignKey(Contest, models.CASCADE, verbose_name="比赛", related_name="objections")
    entry = models.ForeignKey(
        Entry, models.CASCADE, verbose_name="涉及品牌", related_name="objections", null=True, blank=True
    )
    raiser = models.CharField("以何名义", max_length=6, choices=Raiser, default=Raiser.UNIT)
    organization = models.ForeignKey(
        Organization, models.PROTECT, verbose_name="单位", related_name="+", null=True, blank=True
    )
    text = models.TextField("异议内容", max_length=1000)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="提出人", related_name="+")
    at = models.DateTimeField("提出时间", default=timezone.now)
    answer = models.TextField("答复", blank=True, max_length=1000)
    is_upheld = models.BooleanField("异议成立", null=True, editable=False)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="答复人", related_name="+", null=True, editable=False
    )
    answered_at = models.DateTimeField("答复时间", null=True, editable=False)

    history = audited()
    objects = ObjectionQuerySet.as_manager()

    class Meta:
        verbose_name = "异议"
        verbose_name_plural = "异议"
        ordering = ["-at", "-pk"]

    def __str__(self):
        return f"{self.contest}的异议"


class ContestStep(TrailLine):
    """A line of the contest's trail: who, when, what, why."""

    of = ["contest"]

    contest = models.ForeignKey(Contest, models.CASCADE, verbose_name="比赛", related_name="steps")
    stage = models.ForeignKey(Stage, models.CASCADE, verbose_name="阶段", related_name="+", null=True, blank=True)
    verb = models.CharField("办理", max_length=40)  # the words people read: 开放征集, 抽签, 开始评分 …
    is_public = models.BooleanField("公开", default=True)  # what happens inside a panel is the committee's alone
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="办理人", related_name="+", null=True)
    at = models.DateTimeField("时间", default=timezone.now)
    reason = models.TextField("说明", blank=True)

    objects = recorded(StepQuerySet).as_manager()

    class Meta:
        verbose_name = "比赛办理轨迹"
        verbose_name_plural = "比赛办理轨迹"
        ordering = ["-at", "-pk"]

    def audit_values(self, subject):
        """A step of a stage moves the stage, and a step of all the contest."""
        before, after = super().audit_values(subject)
        stage = self._state.fields_cache.get("stage")
        if subject is None or stage is None:
            return before, after
        words = " ".join(filter(None, [self.verb, self.reason]))
        for side, changed in zip((before, after), note_changes(stage, by=self.by, reason=words), strict=True):
            side |= {f"{stage} {stage._meta.get_field(name).verbose_name}": value for name, value in changed.items()}
        return before, after

    def __str__(self):
        return f"{self.contest}：{self.verb}"
