from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from accounts.audit import audited
from alliances.models import Category, Committee
from assessments.models.scheme_steps import SchemeSteps
from assessments.scheme_querysets import OfSchemeQuerySet, SchemeQuerySet
from portal.quarters import period_of


class Scheme(SchemeSteps, models.Model):
    """考核方案: by what document whom, over which days, is scored, and how. Frozen when its round opens.

    It belongs to one period; next year's is a copy, so a change of next year touches nothing of this year's.
    """

    class Audience(models.TextChoices):
        ALLIANCE = "alliance", "各联盟"
        ORGANIZATION = "organization", "各单位"
        BRANCH = "branch", "各支部"

    class State(models.TextChoices):
        DRAFT = "draft", "草拟"
        FROZEN = "frozen", "已启用"
        DROPPED = "dropped", "作废"

    class FirstReview(models.TextChoices):
        NONE = "none", "不设初评，自评后由工委复核"
        LEAD = "lead", "片长单位初评"

    class Sharing(models.TextChoices):
        FULL = "full", "每个参加单位各计一次"
        HOST = "host", "只计牵头单位"
        EQUAL = "equal", "由参加单位平均分摊"

    class Midway(models.TextChoices):
        PERIOD = "period", "只看在席期间的记录，不折算"
        DAYS = "days", "只看在席期间的记录，总分按在席天数折算"
        LEAST = "least", "在席不足规定天数的不参评"

    class Shows(models.TextChoices):
        GRADES = "grades", "只公布等次"
        TOTALS = "totals", "公布等次和得分"
        PLACES = "places", "公布等次、得分和名次"

    class ShownTo(models.TextChoices):
        OWN = "own", "各单位只看到自己的"
        ALLIANCE = "alliance", "同一联盟内互相看到"
        ALL = "all", "本工委所有单位看到"

    class QuotaTie(models.TextChoices):
        EXTEND = "extend", "并列都评，名额相应增加"
        NONE = "none", "并列都不评，依次降档"

    committee = models.ForeignKey(Committee, models.PROTECT, verbose_name="工委", related_name="schemes")
    title = models.CharField("名称", max_length=60, help_text="如“2026年度党建联盟成员单位考核办法”。")
    audience = models.CharField("考核对象", max_length=12, choices=Audience, default=Audience.ORGANIZATION)
    categories = models.ManyToManyField(
        Category, verbose_name="单位类别", blank=True, related_name="+", help_text="只考核这些类别的单位；不选为全部。"
    )
    period_key = models.CharField("考核期间", max_length=7, help_text="2026 全年，2026H1 上半年，2026Q3 第三季度。")
    since = models.DateField("期间起", editable=False)
    until = models.DateField("期间止", editable=False)
    basis_title = models.CharField("依据文件", max_length=120)
    basis_number = models.CharField("依据文号", max_length=60, blank=True)
    valid_until = models.DateField("依据文件有效至", null=True, blank=True, help_text="长期有效的留空。")

    full = models.DecimalField("满分", max_digits=7, decimal_places=2, default=100, validators=[MinValueValidator(1)])
    decimals = models.PositiveSmallIntegerField("每项得分保留小数", default=2, help_text="四舍五入；合计为各项之和。")
    first_review = models.CharField("初评", max_length=6, choices=FirstReview, default=FirstReview.LEAD)
    sharing = models.CharField("联合活动怎样计", max_length=6, choices=Sharing, default=Sharing.FULL)
    midway = models.CharField("中途进出联盟的", max_length=6, choices=Midway, default=Midway.PERIOD)
    midway_days = models.PositiveSmallIntegerField("规定天数", default=0, help_text="只在“不足规定天数的不参评”时用。")
    quota_tie = models.CharField("名额边上并列", max_length=6, choices=QuotaTie, default=QuotaTie.EXTEND)
    shows = models.CharField("公布什么", max_length=6, choices=Shows, default=Shows.GRADES)
    shown_to = models.CharField("对谁公布", max_length=8, choices=ShownTo, default=ShownTo.OWN)
    publicity_days = models.PositiveSmallIntegerField("公示（工作日）", default=5)
    appeal_days = models.PositiveSmallIntegerField("申诉答复时限（工作日）", default=5)
    grants_stars = models.BooleanField("等次即支部星级", default=False, help_text="只用于支部；定格后可授予星级。")

    origin = models.ForeignKey(
        "self", models.SET_NULL, verbose_name="沿用自", related_name="copies", null=True, editable=False
    )
    state = models.CharField("状态", max_length=8, choices=State, default=State.DRAFT, editable=False)
    frozen_on = models.DateField("启用日期", null=True, editable=False)
    created_at = models.DateTimeField("建立时间", default=timezone.now, editable=False)

    history = audited()
    objects = SchemeQuerySet.as_manager()

    class Meta:
        verbose_name = "考核方案"
        verbose_name_plural = "考核方案"
        ordering = ["-since", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["committee", "title", "period_key"],
                condition=~Q(state="dropped"),
                name="scheme_title_once_a_period",
                violation_error_message="这个期间已有同名方案。",
            ),
            models.CheckConstraint(condition=Q(until__gte=F("since")), name="scheme_ends_after_start"),
            models.CheckConstraint(
                condition=Q(decimals__lte=4), name="scheme_decimals", violation_error_message="小数最多保留4位。"
            ),
        ]

    def __str__(self):
        return self.title

    def save(self, *args, **kwargs):
        self.since, self.until = self.period.first_day, self.period.last_day
        super().save(*args, **kwargs)

    def get_absolute_url(self):
        return reverse("scheme-detail", args=[self.pk])

    def clean(self):
        try:
            period = self.period
        except ValueError:
            raise ValidationError({"period_key": "请填写 2026、2026H1 或 2026Q3 这样的期间。"}) from None
        if "-" in period.key:
            raise ValidationError({"period_key": "考核按年、半年或季度进行。"})

    @property
    def period(self):
        return period_of(self.period_key)


class Indicator(models.Model):
    """指标: a node of the tree. Only leaves are scored; a parent joins its children (by a rule or as a sum)."""

    scheme = models.ForeignKey(Scheme, models.CASCADE, verbose_name="方案", related_name="indicators")
    parent = models.ForeignKey(
        "self", models.CASCADE, verbose_name="上级指标", related_name="children", null=True, blank=True
    )
    order_number = models.PositiveSmallIntegerField("次序", default=0)
    name = models.CharField("指标", max_length=60)
    points = models.DecimalField("分值", max_digits=7, decimal_places=2, default=0)
    weight = models.DecimalField("权重（%）", max_digits=6, decimal_places=2, default=100)
    is_extra = models.BooleanField("加减分项", default=False, help_text="不计入满分。")
    cap = models.DecimalField("最高", max_digits=7, decimal_places=2, null=True, blank=True)
    floor = models.DecimalField("最低", max_digits=7, decimal_places=2, null=True, blank=True)
    standard = models.TextField("评分标准", blank=True, max_length=600)
    rule = models.JSONField("计分方式", null=True, blank=True)  # assessments.scoring.rules
    source = models.CharField("数据来源", max_length=40, blank=True)  # assessments.facts; empty: entered by people
    source_params = models.JSONField("来源参数", default=dict, blank=True)
    takes_claims = models.BooleanField("可补充事项", default=True, help_text="记录里没有的，单位可以补充。")
    origin = models.ForeignKey(
        "self", models.SET_NULL, verbose_name="沿用自", related_name="copies", null=True, editable=False
    )

    history = audited()
    objects = OfSchemeQuerySet.as_manager()

    class Meta:
        verbose_name = "指标"
        verbose_name_plural = "指标"
        ordering = ["scheme", "order_number", "pk"]

    def __str__(self):
        return self.name


class Grade(models.Model):
    """等次: from how many points, and for at most which share of all. The best has the smallest order number."""

    scheme = models.ForeignKey(Scheme, models.CASCADE, verbose_name="方案", related_name="grades")
    order_number = models.PositiveSmallIntegerField("次序", default=0)
    name = models.CharField("等次", max_length=12)
    minimum = models.DecimalField(
        "最低分", max_digits=7, decimal_places=2, null=True, blank=True, help_text="含本数；最后一档可留空。"
    )
    quota = models.DecimalField(
        "名额（%）",
        max_digits=5,
        decimal_places=2,
        null=True,
        blank=True,
        help_text="不超过总数的这个比例；留空为不限。",
    )
    needs = models.ManyToManyField(
        Indicator, verbose_name="须得分的指标", blank=True, related_name="+", help_text="如“有党建创新项目”。"
    )
    stars = models.PositiveSmallIntegerField("星级", null=True, blank=True, help_text="支部星级填 1 到 5，不定级填 0。")
    follow_up = models.CharField("评后措施", max_length=60, blank=True, help_text="如“示范工程”“整改工程”。")

    objects = OfSchemeQuerySet.as_manager()

    class Meta:
        verbose_name = "等次"
        verbose_name_plural = "等次"
        ordering = ["scheme", "order_number", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["scheme", "name"], name="grade_name_once", violation_error_message="已有同名等次。"
            ),
        ]

    def __str__(self):
        return self.name
