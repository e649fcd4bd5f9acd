from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from accounts.audit import TrailLine, audited, recorded
from alliances.models import Committee
from assessments.models.round_steps import RoundSteps
from assessments.models.scheme import Scheme
from assessments.round_querysets import RoundQuerySet, RoundStepQuerySet


class Round(RoundSteps, models.Model):
    """一轮考核: a scheme at work, from self-assessment to the frozen result."""

    class State(models.TextChoices):
        SCORING = "scoring", "评分中"
        PUBLICITY = "publicity", "公示"
        FINAL = "final", "已定格"
        CANCELLED = "cancelled", "取消"

    SHOWN = (State.PUBLICITY, State.FINAL)  # others' grades and scores may be seen, as far as the scheme says

    scheme = models.OneToOneField(Scheme, models.PROTECT, verbose_name="方案", related_name="round")
    committee = models.ForeignKey(Committee, models.PROTECT, verbose_name="工委", related_name="rounds", editable=False)
    self_until = models.DateField("自评截止")
    first_until = models.DateField("初评截止", null=True, blank=True)
    review_until = models.DateField("复核截止")
    state = models.CharField("状态", max_length=10, choices=State, default=State.SCORING, editable=False)
    state_since = models.DateTimeField("本状态起", default=timezone.now, editable=False)
    opened_at = models.DateTimeField("启动时间", default=timezone.now, editable=False)
    facts_since = models.DateTimeField("开始取数", null=True, editable=False)
    facts_at = models.DateTimeField("最近取数", null=True, editable=False)
    drift_at = models.DateTimeField("最近比对", null=True, editable=False)
    publicity_since = models.DateField("公示开始", null=True, editable=False)
    publicity_until = models.DateField("公示截止", null=True, editable=False)
    final_on = models.DateField("定格日期", null=True, editable=False)
    document_number = models.CharField("通报文号", max_length=60, blank=True, editable=False)

    history = audited()
    objects = RoundQuerySet.as_manager()

    class Meta:
        verbose_name = "一轮考核"
        verbose_name_plural = "考核轮次"
        ordering = ["-opened_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(review_until__gte=F("self_until")),
                name="round_review_after_self",
                violation_error_message="复核截止不能早于自评截止。",
            ),
        ]

    def __str__(self):
        return self.scheme.title

    def get_absolute_url(self):
        return reverse("round-detail", args=[self.pk])


class RoundStep(TrailLine):
    """A line of the trail: of the whole round, or of one unit in it."""

    of = ["assessment", "round"]

    round = models.ForeignKey(Round, models.CASCADE, verbose_name="轮次", related_name="steps")
    assessment = models.ForeignKey(
        "assessments.Assessment", models.CASCADE, verbose_name="单位", related_name="steps", null=True, blank=True
    )
    verb = models.CharField("办理", max_length=40)  # the words people read: 启动, 提交自评, 退回 …
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="办理人", related_name="+", null=True)
    is_for_unit = models.BooleanField("代录", default=False)
    at = models.DateTimeField("时间", default=timezone.now)
    reason = models.TextField("说明", blank=True)

    objects = recorded(RoundStepQuerySet).as_manager()

    class Meta:
        verbose_name = "考核办理轨迹"
        verbose_name_plural = "考核办理轨迹"
        ordering = ["-at", "-pk"]

    def __str__(self):
        return f"{self.round}：{self.verb}"
