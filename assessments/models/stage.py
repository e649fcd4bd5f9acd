from decimal import Decimal

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from accounts.audit import audited
from assessments.models.contest import Contest
from assessments.models.stage_steps import StageSteps
from assessments.querysets import OfStageQuerySet, StageQuerySet


class Stage(StageSteps, models.Model):
    """初评, 决赛, 书面评审: one round of scoring with its own criteria, scale, panel and way of joining scores.

    After the first score its rules stand; a change makes a new version of the stage, and the old one is kept beside it.
    """

    class State(models.TextChoices):
        SET = "set", "未开始"
        OPEN = "open", "评分中"
        CLOSED = "closed", "评分结束"
        LOCKED = "locked", "结果已定"
        SUPERSEDED = "superseded", "已由新版代替"

    class Scoring(models.TextChoices):
        POINTS = "points", "各项分值相加（分值即该项满分）"
        WEIGHTED = "weighted", "各项按权重折算（同一分制）"

    class Join(models.TextChoices):
        MEAN = "mean", "平均分"
        MEDIAN = "median", "中位数"
        TRIMMED = "trimmed", "去掉最高、最低后平均"

    class TrimBy(models.TextChoices):
        TOTAL = "total", "按评委总分去掉"
        CRITERION = "criterion", "每项分别去掉"

    class WhenFew(models.TextChoices):
        REFUSE = "refuse", "不出结果，补足评委后再算"
        MEAN = "mean", "改用平均分"
        MEDIAN = "median", "改用中位数"

    contest = models.ForeignKey(Contest, models.CASCADE, verbose_name="比赛", related_name="stages")
    number = models.PositiveSmallIntegerField("次序", default=1)
    version = models.PositiveSmallIntegerField("规则版次", default=1, editable=False)
    name = models.CharField("名称", max_length=20, help_text="如“初评”“决赛”。")
    weight = models.DecimalField(
        "计入总分权重（%）",
        max_digits=5,
        decimal_places=2,
        default=Decimal(100),
        validators=[MinValueValidator(0), MaxValueValidator(100)],
        help_text="各阶段合计 100；只用来入围、不计入总分的填 0。",
    )
    advance_count = models.PositiveSmallIntegerField(
        "晋级数", null=True, blank=True, help_text="留空为全部进入下一阶段。"
    )

    scoring = models.CharField("计分方式", max_length=10, choices=Scoring, default=Scoring.POINTS)
    scale_low = models.DecimalField("分制下限", max_digits=6, decimal_places=2, default=Decimal(0))
    scale_high = models.DecimalField("分制上限", max_digits=6, decimal_places=2, default=Decimal(100))
    score_decimals = models.PositiveSmallIntegerField("评委打分小数", default=1)
    join = models.CharField("合成方式", max_length=10, choices=Join, default=Join.TRIMMED)
    drop_high = models.PositiveSmallIntegerField("去掉最高分个数", default=1)
    drop_low = models.PositiveSmallIntegerField("去掉最低分个数", default=1)
    trim_by = models.CharField("去掉的办法", max_length=10, choices=TrimBy, default=TrimBy.TOTAL)
    least_judges = models.PositiveSmallIntegerField("最少评委数", default=3)
    when_few = models.CharField("不足最少评委数时", max_length=10, choices=WhenFew, default=WhenFew.MEAN)
    time_limit = models.PositiveIntegerField("限时（秒）", null=True, blank=True, help_text="不限时留空。")
    most_deduction = models.DecimalField(
        "超时最多扣", max_digits=5, decimal_places=2, default=Decimal(0), validators=[MinValueValidator(0)]
    )

    state = models.CharField("状态", max_length=10, choices=State, default=State.SET, editable=False)
    opened_at = models.DateTimeField("评分开始", null=True, editable=False)
    closed_at = models.DateTimeField("评分结束", null=True, editable=False)
    current = models.ForeignKey(
        "Turn", models.SET_NULL, verbose_name="正在展示", related_name="+", null=True, editable=False
    )

    history = audited()
    objects = StageQuerySet.as_manager()

    class Meta:
        verbose_name = "评审阶段"
        verbose_name_plural = "评审阶段"
        ordering = ["contest", "number", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["contest", "number", "version"], name="stage_number_once_per_version"),
            models.UniqueConstraint(
                fields=["contest", "number"],
                condition=~Q(state="superseded"),
                name="stage_one_version_in_force",
                violation_error_message="这一次序已有阶段。",
            ),
            models.CheckConstraint(
                condition=Q(scale_high__gt=F("scale_low")),
                name="stage_scale_goes_up",
                violation_error_message="分制上限应大于下限。",
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("stage-detail", args=[self.pk])


class Criterion(models.Model):
    """One thing the judges look at. Its weight is its highest mark (points) or its share of 100 (weighted)."""

    stage = models.ForeignKey(Stage, models.CASCADE, verbose_name="阶段", related_name="criteria")
    order_number = models.PositiveSmallIntegerField("次序", default=0)
    name = models.CharField("评分项", max_length=30)
    about = models.CharField("评分要点", max_length=200, blank=True)
    weight = models.DecimalField(
        "分值（权重）", max_digits=5, decimal_places=2, validators=[MinValueValidator(Decimal("0.01"))]
    )

    history = audited()
    objects = OfStageQuerySet.as_manager()

    class Meta:
        verbose_name = "评分项"
        verbose_name_plural = "评分项"
        ordering = ["stage", "order_number", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["stage", "name"], name="criterion_name_once", violation_error_message="本阶段已有同名评分项。"
            ),
        ]

    def __str__(self):
        return self.name


class TimeRule(models.Model):
    """超时扣分: so many seconds over the limit (from, and below the next row's from) take off so much."""

    stage = models.ForeignKey(Stage, models.CASCADE, verbose_name="阶段", related_name="time_rules")
    over_from = models.PositiveIntegerField("超时满（秒）")
    deduct = models.DecimalField("扣分", max_digits=5, decimal_places=2, validators=[MinValueValidator(0)])

    objects = OfStageQuerySet.as_manager()

    class Meta:
        verbose_name = "超时扣分"
        verbose_name_plural = "超时扣分"
        ordering = ["stage", "over_from"]
        constraints = [models.UniqueConstraint(fields=["stage", "over_from"], name="time_rule_once")]

    def __str__(self):
        return f"超时满{self.over_from}秒扣{self.deduct}分"


class Draw(models.Model):
    """The lot: order of appearance = order of sha256("种子:参赛编号"). Anyone can check it with the seed shown."""

    stage = models.ForeignKey(Stage, models.CASCADE, verbose_name="阶段", related_name="draws")
    seed = models.CharField("种子", max_length=64)
    by = models.ForeignKey("accounts.User", models.PROTECT, verbose_name="抽签人", related_name="+")
    at = models.DateTimeField("时间", default=timezone.now)
    order = models.JSONField("顺序", default=list)  # entry numbers, first to appear first
    is_void = models.BooleanField("作废", default=False)
    reason = models.CharField("重抽原因", max_length=200, blank=True)

    objects = OfStageQuerySet.as_manager()

    class Meta:
        verbose_name = "抽签记录"
        verbose_name_plural = "抽签记录"
        ordering = ["-at", "-pk"]

    def __str__(self):
        return f"{self.stage}抽签（种子 {self.seed}）"
