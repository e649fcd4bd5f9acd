from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.audit import audited
from alliances.models import Committee, Organization
from branches.models.term import YEARS, Term
from branches.term_querysets import SeenByUnitQuerySet
from branches.terms.dates import day_words


class TermProposal(models.Model):
    """What a unit says of one of its terms: a day nobody knew, or a new term with its 批复. Holds once staff agreed."""

    class Kind(models.TextChoices):
        MEND = "mend", "补正任期"
        RENEW = "renew", "登记换届"

    class State(models.TextChoices):
        WAITING = "waiting", "待确认"
        ACCEPTED = "accepted", "已确认"
        REFUSED = "refused", "已退回"
        WITHDRAWN = "withdrawn", "已撤回"

    committee = models.ForeignKey(Committee, models.PROTECT, verbose_name="工委", related_name="+")
    organization = models.ForeignKey(Organization, models.PROTECT, verbose_name="党组织", related_name="+")
    term = models.ForeignKey(Term, models.PROTECT, verbose_name="任期", related_name="proposals")
    kind = models.CharField("事项", max_length=10, choices=Kind)
    since = models.DateField("任期起始")
    month_only = models.BooleanField("起始只知到月", default=False)
    years = models.PositiveSmallIntegerField("任期（年）", null=True, blank=True, validators=YEARS)
    approval_document = models.CharField("换届批复文号", max_length=60, blank=True)
    approved_on = models.DateField("批复日期", null=True, blank=True)
    early_document = models.CharField("提前换届批准文号", max_length=60, blank=True)
    state = models.CharField("状态", max_length=10, choices=State, default=State.WAITING)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="填报人", related_name="+")
    at = models.DateTimeField("填报时间", default=timezone.now)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="确认人", related_name="+", null=True, blank=True
    )
    decided_at = models.DateTimeField("确认时间", null=True, blank=True)
    reason = models.CharField("退回原因", max_length=300, blank=True)

    history = audited()
    objects = SeenByUnitQuerySet.as_manager()

    class Meta:
        verbose_name = "任期填报"
        verbose_name_plural = "任期填报"
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["term"],
                condition=Q(state="waiting"),
                name="term_proposal_one_waiting",
                violation_error_message="这一任期已有待确认的填报。",
            ),
        ]
        indexes = [models.Index(fields=["committee", "state"], name="term_proposal_todo")]

    def __str__(self):
        return f"{self.term.subject}{self.get_kind_display()}"

    def get_absolute_url(self):
        return self.term.get_absolute_url()

    @property
    def words(self):
        """“2026年3月5日起，3年，批复 示例〔2026〕5号（2026年3月9日）”"""
        parts = [f"{day_words(self.since, self.month_only)}起", f"{self.years}年" if self.years else ""]
        if self.approval_document:
            parts.append(f"批复 {self.approval_document}（{day_words(self.approved_on)}）")
        if self.early_document:
            parts.append(f"提前换届批准 {self.early_document}")
        return "，".join(filter(None, parts))
