from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from accounts.audit import audited
from alliances.models import Alliance, Organization
from assessments.models.contest import Contest
from assessments.models.entry_steps import EntrySteps
from assessments.models.stage import Stage
from assessments.querysets import EntryQuerySet, TurnQuerySet
from branches.models import Brand, BrandVersion


class Entry(EntrySteps, models.Model):
    """A published brand that takes part, as it stood on the day it was entered."""

    class State(models.TextChoices):
        ENTERED = "entered", "待受理"
        ACCEPTED = "accepted", "已受理"
        REFUSED = "refused", "不予受理"
        WITHDRAWN = "withdrawn", "已退出"

    contest = models.ForeignKey(Contest, models.CASCADE, verbose_name="比赛", related_name="entries")
    brand = models.ForeignKey(Brand, models.PROTECT, verbose_name="品牌", related_name="entries")
    version = models.ForeignKey(BrandVersion, models.PROTECT, verbose_name="参评版本", related_name="+")
    organization = models.ForeignKey(
        Organization, models.PROTECT, verbose_name="单位", related_name="contest_entries", null=True, blank=True
    )
    alliance = models.ForeignKey(
        Alliance, models.PROTECT, verbose_name="联盟", related_name="contest_entries", null=True, blank=True
    )
    number = models.PositiveSmallIntegerField("参赛编号", null=True, editable=False)  # given at acceptance
    state = models.CharField("状态", max_length=10, choices=State, default=State.ENTERED, editable=False)
    reason = models.CharField("说明", max_length=200, blank=True, editable=False)  # why refused or withdrawn
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="报送人", related_name="+")
    entered_at = models.DateTimeField("报送时间", default=timezone.now)

    history = audited()
    objects = EntryQuerySet.as_manager()

    class Meta:
        verbose_name = "参评品牌"
        verbose_name_plural = "参评品牌"
        ordering = ["contest", "number", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["contest", "brand"],
                condition=Q(state__in=["entered", "accepted"]),
                name="entry_brand_once",
                violation_error_message="这个品牌已经报送。",
            ),
            models.UniqueConstraint(fields=["contest", "number"], name="entry_number_once"),
        ]

    def __str__(self):
        return self.version.name

    def get_absolute_url(self):
        return reverse("entry-detail", args=[self.pk])


class Turn(models.Model):
    """An entry's appearance in a stage: its place in the order, the seconds it took."""

    stage = models.ForeignKey(Stage, models.CASCADE, verbose_name="阶段", related_name="turns")
    entry = models.ForeignKey(Entry, models.CASCADE, verbose_name="参评品牌", related_name="turns")
    order_number = models.PositiveSmallIntegerField("出场次序", null=True)
    seconds = models.PositiveIntegerField("用时（秒）", null=True, blank=True)
    revealed_at = models.DateTimeField("公布时间", null=True, editable=False)

    history = audited()
    objects = TurnQuerySet.as_manager()

    class Meta:
        verbose_name = "出场"
        verbose_name_plural = "出场"
        ordering = ["stage", "order_number", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["stage", "entry"], name="turn_once_per_stage"),
            models.UniqueConstraint(fields=["stage", "order_number"], name="turn_order_once"),
        ]

    def __str__(self):
        return f"{self.stage}第{self.order_number or '—'}个：{self.entry}"
