import uuid
from datetime import timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from accounts.audit import audited
from activities.models.editing import Editing
from activities.models.states import KINDS, OPEN, PLANNING, PUBLIC, State
from activities.models.steps import Steps
from activities.models.words import ActivityForm, ActivityType, Base
from activities.querysets import ActivityQuerySet
from activities.when import span_words
from alliances.models import Alliance, Committee, Organization
from branches.models import Brand


class Activity(Steps, Editing, models.Model):
    """Anything an alliance holds, from plan to archive. One record, however many alliances and units take part."""

    State = State

    class Precision(models.TextChoices):
        TIME = "time", "到时刻"
        DAY = "day", "到日"
        MONTH = "month", "到月"

    class Funding(models.TextChoices):
        NONE = "none", "不产生费用"
        PARTY_FEES = "party_fees", "留存党费"
        ORGAN = "organ", "机关党建工作经费"
        UNION = "union", "工会经费"

    class Transport(models.TextChoices):
        NONE = "none", "步行或自行前往"
        OFFICIAL = "official", "单位公务用车"
        RENTED = "rented", "统一租车"
        PUBLIC = "public", "公共交通"

    class Meals(models.TextChoices):
        NONE = "none", "不安排用餐"
        CANTEEN = "canteen", "机关或基地食堂工作餐"
        SELF = "self", "自行解决"

    PLANNING, PUBLIC, OPEN = PLANNING, PUBLIC, OPEN
    LONGEST = timedelta(days=366)

    committee = models.ForeignKey(Committee, models.PROTECT, verbose_name="工委", related_name="activities")
    alliance = models.ForeignKey(
        Alliance,
        models.PROTECT,
        verbose_name="牵头联盟",
        related_name="activities",
        null=True,
        blank=True,
        help_text="工委本级的活动留空。",
    )
    partners = models.ManyToManyField(Alliance, verbose_name="联办联盟", related_name="joined_activities", blank=True)
    host = models.ForeignKey(
        Organization,
        models.PROTECT,
        verbose_name="牵头单位",
        related_name="hosted_activities",
        null=True,
        blank=True,
        help_text="工委本级的活动留空。",
    )
    type = models.ForeignKey(ActivityType, models.PROTECT, verbose_name="活动类型", related_name="activities")
    forms = models.ManyToManyField(ActivityForm, verbose_name="活动形式", related_name="activities", blank=True)
    brands = models.ManyToManyField(
        Brand, verbose_name="践行的品牌", related_name="activities", blank=True, help_text="这项活动是哪些品牌的实践。"
    )
    prompt = models.ForeignKey(
        "activities.Prompt",
        models.SET_NULL,
        verbose_name="所据工作提示",
        related_name="activities",
        null=True,
        blank=True,
        editable=False,
    )
    title = models.CharField("活动主题", max_length=80)
    plan = models.TextField("活动安排", blank=True, help_text="写清做什么、怎么分工。三五行即可，不要求附件。")
    starts_at = models.DateTimeField("开始时间")
    ends_at = models.DateTimeField("结束时间")
    precision = models.CharField("时间精度", max_length=5, choices=Precision, default=Precision.TIME)
    base = models.ForeignKey(
        Base, models.PROTECT, verbose_name="主题党日基地", related_name="activities", null=True, blank=True
    )
    place = models.CharField("地点", max_length=80, blank=True)
    expected_count = models.PositiveIntegerField("预计人数", null=True, blank=True)

    budget = models.DecimalField("经费预算（元）", max_digits=12, decimal_places=2, default=0)
    funding = models.CharField("经费来源", max_length=12, choices=Funding, blank=True)
    transport = models.CharField("交通", max_length=12, choices=Transport, blank=True)
    meals = models.CharField("用餐", max_length=12, choices=Meals, blank=True)
    austerity_confirmed = models.BooleanField("已对照中央八项规定精神核对", default=False)
    austerity_approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name="八项规定审定人",
        related_name="+",
        null=True,
        editable=False,
    )

    signup_open = models.BooleanField("开放党员个人报名", default=False)
    signup_limit = models.PositiveIntegerField("报名名额", null=True, blank=True, help_text="留空为不限。")
    signup_until = models.DateTimeField("报名截止", null=True, blank=True)

    state = models.CharField("状态", max_length=20, choices=State, default=State.DRAFT, editable=False)
    state_since = models.DateTimeField("本状态起", default=timezone.now, editable=False)
    is_late_record = models.BooleanField("补录", default=False, help_text="活动已经开展，现在补记。")
    recorded_at = models.DateTimeField("录入时间", default=timezone.now, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="录入人", related_name="+", null=True, editable=False
    )
    source_key = models.CharField("台账行", max_length=64, blank=True, editable=False)

    uid = models.UUIDField("日历标识", default=uuid.uuid4, unique=True, editable=False)
    sequence = models.PositiveIntegerField("日历版次", default=0, editable=False)
    changed_at = models.DateTimeField("最近变动", default=timezone.now, editable=False)
    revision = models.PositiveIntegerField("修订号", default=0, editable=False)

    history = audited()
    objects = ActivityQuerySet.as_manager()

    class Meta:
        verbose_name = "活动"
        verbose_name_plural = "活动"
        ordering = ["-starts_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gte=F("starts_at")),
                name="activity_ends_after_start",
                violation_error_message="结束时间应晚于开始时间。",
            ),
            models.UniqueConstraint(
                fields=["committee", "source_key"], condition=~Q(source_key=""), name="activity_once_per_ledger_row"
            ),
        ]
        indexes = [
            models.Index(fields=["committee", "starts_at"], name="activity_window"),
            models.Index(fields=["committee", "state", "state_since"], name="activity_todo"),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("activity-detail", args=[self.pk])

    def clean(self):
        if self.starts_at and self.ends_at and self.ends_at < self.starts_at:
            starts = timezone.localtime(self.starts_at)
            raise ValidationError({"ends_at": f"应晚于开始时间 {starts:%H:%M}。"})
        if self.starts_at and self.ends_at and self.ends_at - self.starts_at > self.LONGEST:
            raise ValidationError({"ends_at": "一项活动最长一年，更长的请按年度分开填。"})
        if self.signup_until and self.starts_at and self.signup_until > self.starts_at:
            raise ValidationError({"signup_until": "报名截止应早于活动开始。"})

    @property
    def place_name(self):
        return " ".join(filter(None, [self.base.name if self.base_id else "", self.place]))

    @property
    def owner_name(self):
        """Whose it is, in a list: the alliance's short name, or 工委本级."""
        return self.alliance.short_name if self.alliance_id else "工委本级"

    @property
    def when(self):
        return span_words(self.starts_at, self.ends_at, self.precision)

    def is_over(self, now=None):
        return self.ends_at <= (now or timezone.now())

    @property
    def status(self):
        """Word and mark of the state, as the page shows it: a published activity that is over waits for its report."""
        if self.state == State.PUBLISHED and self.is_over():
            return {"kind": "wait", "label": "待报总结"}
        return {"kind": KINDS[self.state], "label": self.get_state_display()}
