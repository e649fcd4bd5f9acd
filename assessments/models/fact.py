"""What a score rests on: what the sources found, what people added, what reviewers took out."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from accounts.audit import audited
from assessments.models.assessment import Assessment
from assessments.models.scheme import Indicator
from assessments.models.score import ScoreStage
from assessments.round_querysets import FactQuerySet, OfStageQuerySet
from portal.sending import private_name


class Fact(models.Model):
    """What the sources found for one leaf of one unit, as it was taken; after 定格 it never changes.

    `drift`: what the sources would find today, where that differs (数据已变动).
    """

    assessment = models.ForeignKey(Assessment, models.CASCADE, verbose_name="单位", related_name="facts")
    indicator = models.ForeignKey(Indicator, models.CASCADE, verbose_name="指标", related_name="+")
    data = models.JSONField("数据", default=dict)  # scoring.facts.Facts
    taken_at = models.DateTimeField("取数时间", default=timezone.now)
    drift = models.JSONField("变动后", null=True)

    objects = FactQuerySet.as_manager()

    class Meta:
        verbose_name = "考核数据"
        verbose_name_plural = "考核数据"
        constraints = [models.UniqueConstraint(fields=["assessment", "indicator"], name="fact_once")]

    def __str__(self):
        return f"{self.assessment}：{self.indicator}"


def _private_path(claim, filename):
    return private_name("claims", filename)


class Claim(models.Model):
    """补充事项: an occurrence that the records lack, entered by the unit or whoever reviews."""

    assessment = models.ForeignKey(Assessment, models.CASCADE, verbose_name="单位", related_name="claims")
    indicator = models.ForeignKey(Indicator, models.PROTECT, verbose_name="指标", related_name="+")
    stage = models.CharField("阶段", max_length=6, choices=ScoreStage, default=ScoreStage.SELF, editable=False)
    text = models.CharField("事项", max_length=120)
    day = models.DateField("日期", null=True, blank=True)
    amount = models.DecimalField("数量", max_digits=10, decimal_places=2, default=1)
    label = models.CharField("级别", max_length=20, blank=True)
    group = models.CharField("同一项目", max_length=40, blank=True, help_text="同一项目填相同的名称，只计最高的一次。")
    flag = models.CharField("标记", max_length=20, blank=True)
    file = models.FileField("佐证", upload_to=_private_path, blank=True)
    file_name = models.CharField("文件名", max_length=120, blank=True, editable=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="填写人", related_name="+", null=True)
    is_for_unit = models.BooleanField("代录", default=False, editable=False)
    at = models.DateTimeField("填写时间", default=timezone.now, editable=False)

    history = audited()
    objects = OfStageQuerySet.as_manager()

    class Meta:
        verbose_name = "补充事项"
        verbose_name_plural = "补充事项"
        ordering = ["indicator__order_number", "day", "pk"]

    def __str__(self):
        return self.text


class Strike(models.Model):
    """A record or claim that a reviewer takes out of the count (不计入), from that stage on, with the reason."""

    assessment = models.ForeignKey(Assessment, models.CASCADE, verbose_name="单位", related_name="strikes")
    indicator = models.ForeignKey(Indicator, models.PROTECT, verbose_name="指标", related_name="+")
    stage = models.CharField("阶段", max_length=6, choices=ScoreStage, editable=False)
    key = models.CharField("记录", max_length=60)  # the key of the scoring Item
    reason = models.CharField("原因", max_length=200)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="办理人", related_name="+")
    is_for_unit = models.BooleanField("代录", default=False, editable=False)
    at = models.DateTimeField("时间", default=timezone.now, editable=False)

    history = audited()
    objects = OfStageQuerySet.as_manager()

    class Meta:
        verbose_name = "不计入"
        verbose_name_plural = "不计入"
        constraints = [models.UniqueConstraint(fields=["assessment", "indicator", "key"], name="strike_once")]

    def __str__(self):
        return f"{self.key}：{self.reason}"
