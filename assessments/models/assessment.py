from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from accounts.audit import audited
from alliances.models import Alliance, Organization
from assessments.models.assessment_steps import AssessmentSteps
from assessments.models.round import Round
from assessments.models.scheme import Grade, Indicator
from assessments.round_querysets import AssessmentQuerySet, OfAssessmentQuerySet, ScoreQuerySet
from branches.models import Branch


class ScoreStage(models.TextChoices):
    """The stages of a score, in their order."""

    SELF = "self", "自评"
    FIRST = "first", "初评"
    REVIEW = "review", "复核"
    FINAL = "final", "定格"


class Assessment(AssessmentSteps, models.Model):
    """One unit (alliance, organization or branch) in a round: who has it now, and its totals of each stage.

    subject         by the scheme's audience: the alliance itself; the organization; the branch
    alliance        the subject, or the alliance whose 片长单位 reviews first (the last seat within the period)
    organization    empty for an alliance; of a branch the one it belongs to, whose officers fill in for it
    days            in how many of the period's days it had a seat (organizations), else all
    """

    class State(models.TextChoices):
        SELF = "self", "待自评"
        FIRST = "first", "待初评"
        REVIEW = "review", "待复核"
        REVIEWED = "reviewed", "已复核"
        EXEMPT = "exempt", "不参评"

    round = models.ForeignKey(Round, models.CASCADE, verbose_name="轮次", related_name="assessments")
    alliance = models.ForeignKey(
        Alliance, models.PROTECT, verbose_name="联盟", related_name="assessments", null=True, blank=True
    )
    organization = models.ForeignKey(
        Organization, models.PROTECT, verbose_name="党组织", related_name="assessments", null=True, blank=True
    )
    branch = models.ForeignKey(
        Branch, models.PROTECT, verbose_name="党支部", related_name="assessments", null=True, blank=True
    )
    days = models.PositiveSmallIntegerField("在席天数", default=0)
    period_days = models.PositiveSmallIntegerField("期间天数", default=0)

    state = models.CharField("状态", max_length=10, choices=State, default=State.SELF, editable=False)
    state_since = models.DateTimeField("本状态起", default=timezone.now, editable=False)
    is_returned = models.BooleanField("退回", default=False, editable=False)
    exempt_reason = models.CharField("不参评原因", max_length=200, blank=True, editable=False)
    self_total = models.DecimalField("自评", max_digits=9, decimal_places=4, null=True, editable=False)
    first_total = models.DecimalField("初评", max_digits=9, decimal_places=4, null=True, editable=False)
    review_total = models.DecimalField("复核", max_digits=9, decimal_places=4, null=True, editable=False)
    final_total = models.DecimalField("定格", max_digits=9, decimal_places=4, null=True, editable=False)
    grade = models.ForeignKey(
        Grade, models.PROTECT, verbose_name="等次", related_name="assessments", null=True, editable=False
    )
    grade_why = models.CharField("等次说明", max_length=200, blank=True, editable=False)
    place = models.PositiveSmallIntegerField("名次", null=True, editable=False)
    note = models.CharField("备注", max_length=200, blank=True)

    history = audited()
    objects = AssessmentQuerySet.as_manager()

    class Meta:
        verbose_name = "单位考核"
        verbose_name_plural = "单位考核"
        ordering = ["round", "alliance__order_number", "organization__order_number", "branch__order_number", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["round", "branch"], condition=Q(branch__isnull=False), name="assessment_once_per_branch"
            ),
            models.UniqueConstraint(
                fields=["round", "organization"],
                condition=Q(branch=None, organization__isnull=False),
                name="assessment_once_per_unit",
            ),
            models.UniqueConstraint(
                fields=["round", "alliance"], condition=Q(organization=None), name="assessment_once_per_alliance"
            ),
            models.CheckConstraint(
                condition=Q(organization__isnull=False) | Q(alliance__isnull=False, branch=None),
                name="assessment_of_somebody",
            ),
        ]

    def __str__(self):
        return str(self.subject)

    def get_absolute_url(self):
        return reverse("passport", args=[self.pk])

    @property
    def subject(self):
        if self.branch_id:
            return self.branch
        return self.organization if self.organization_id else self.alliance


class Fact(models.Model):
    """What the sources found for one leaf of one unit, as it was taken; after 定格 it never changes.

    `drift`: what the sources would find today, where that differs (数据已变动).
    """

    assessment = models.ForeignKey(Assessment, models.CASCADE, verbose_name="单位", related_name="facts")
    indicator = models.ForeignKey(Indicator, models.CASCADE, verbose_name="指标", related_name="+")
    data = models.JSONField("数据", default=dict)  # scoring.facts.Facts
    taken_at = models.DateTimeField("取数时间", default=timezone.now)
    drift = models.JSONField("变动后", null=True)

    objects = OfAssessmentQuerySet.as_manager()

    class Meta:
        verbose_name = "考核数据"
        verbose_name_plural = "考核数据"
        constraints = [models.UniqueConstraint(fields=["assessment", "indicator"], name="fact_once")]

    def __str__(self):
        return f"{self.assessment}：{self.indicator}"


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
    file = models.FileField("佐证", upload_to="claims/%Y/%m", blank=True)
    file_name = models.CharField("文件名", max_length=120, blank=True, editable=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="填写人", related_name="+", null=True)
    is_for_unit = models.BooleanField("代录", default=False, editable=False)
    at = models.DateTimeField("填写时间", default=timezone.now, editable=False)

    history = audited()
    objects = OfAssessmentQuerySet.as_manager()

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
    at = models.DateTimeField("时间", default=timezone.now, editable=False)

    objects = OfAssessmentQuerySet.as_manager()

    class Meta:
        verbose_name = "不计入"
        verbose_name_plural = "不计入"
        constraints = [models.UniqueConstraint(fields=["assessment", "indicator", "key"], name="strike_once")]

    def __str__(self):
        return f"{self.key}：{self.reason}"


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
    objects = OfAssessmentQuerySet.as_manager()

    class Meta:
        verbose_name = "申诉"
        verbose_name_plural = "申诉"
        ordering = ["-at", "-pk"]

    def __str__(self):
        return f"{self.assessment}的申诉"
