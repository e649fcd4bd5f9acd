from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from accounts.audit import audited
from alliances.models import Alliance, Organization
from assessments.models.assessment_steps import AssessmentSteps
from assessments.models.round import Round
from assessments.models.scheme import Grade
from assessments.round_querysets import AssessmentQuerySet
from branches.models import Branch


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
    facts_at = models.DateTimeField("取数时间", null=True, editable=False)
    sums = models.JSONField("合计", default=dict, editable=False)  # stage: rounds.sums.Sums, as it was handed on

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
