from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from accounts.audit import audited
from alliances.models import Committee, Organization
from branches.models.branch import Branch
from branches.term_querysets import OfTermQuerySet, TermQuerySet
from branches.terms.dates import MOST_YEARS, day_words, end_of, left_words

YEARS = [MinValueValidator(1), MaxValueValidator(MOST_YEARS)]


class TermLength(models.Model):
    """How many years a committee or branch of this kind is elected for. A change holds for terms entered later."""

    class Kind(models.TextChoices):
        COMMITTEE = "committee", "机关党委"
        GENERAL = "general", "党总支"
        BRANCH = "branch", "党支部"

    committee = models.ForeignKey(Committee, models.CASCADE, verbose_name="工委", related_name="term_lengths")
    kind = models.CharField("类型", max_length=10, choices=Kind)
    years = models.PositiveSmallIntegerField("任期（年）", validators=YEARS, help_text="改动只对以后登记的任期起作用。")
    basis = models.CharField("依据", max_length=120, blank=True)

    history = audited()
    objects = OfTermQuerySet.as_manager()

    class Meta:
        verbose_name = "任期年限"
        verbose_name_plural = "任期年限"
        ordering = ["-years", "kind"]
        constraints = [
            models.UniqueConstraint(
                fields=["committee", "kind"],
                name="term_length_once",
                violation_error_message="这一类型的任期年限已有，请直接修改。",
            ),
            models.CheckConstraint(condition=Q(years__gte=1, years__lte=MOST_YEARS), name="term_length_sensible"),
        ]

    def __str__(self):
        return f"{self.get_kind_display()}{self.years}年"


class Term(models.Model):
    """One term of office of an organization or of one of its branches. Closed by the next election, never deleted.

    It is in force on a day when it began by then and is not closed by then. Of each body one is open. Where the start
    (or the length) is not known, `due_on` is empty: a state of its own, to be mended by people and never guessed.
    """

    class Source(models.TextChoices):
        ROSTER = "roster", "花名册"
        PAGE = "page", "换届登记"
        ADMIN = "admin", "数据管理"
        KEPT = "kept", "原有登记"

    committee = models.ForeignKey(Committee, models.PROTECT, verbose_name="工委", related_name="terms")
    organization = models.ForeignKey(Organization, models.PROTECT, verbose_name="党组织", related_name="terms")
    branch = models.ForeignKey(
        Branch,
        models.PROTECT,
        verbose_name="党支部",
        related_name="terms",
        null=True,
        blank=True,
        help_text="党组织自己的任期留空。",
    )
    since = models.DateField("任期起始", null=True, blank=True)
    month_only = models.BooleanField("起始只知到月", default=False)
    said = models.CharField("名册原文", max_length=40, blank=True, help_text="起始不详时名册上写的字，如“不详”。")
    years = models.PositiveSmallIntegerField("任期（年）", null=True, blank=True, validators=YEARS)
    ends_on = models.DateField("届满日期", null=True, blank=True, editable=False)
    extended_until = models.DateField("延期至", null=True, blank=True, editable=False)
    extension_document = models.CharField("延期批准文号", max_length=60, blank=True, editable=False)
    extended_on = models.DateField("延期批准日期", null=True, blank=True, editable=False)
    due_on = models.DateField("应换届日期", null=True, blank=True, editable=False)  # the extension's, else the end
    approval_document = models.CharField("换届批复文号", max_length=60, blank=True, editable=False)
    approved_on = models.DateField("批复日期", null=True, blank=True, editable=False)
    early_document = models.CharField("提前换届批准文号", max_length=60, blank=True, editable=False)
    closed_on = models.DateField("换届日期", null=True, blank=True, editable=False)  # the next term began
    source = models.CharField("来源", max_length=10, choices=Source, default=Source.ROSTER, editable=False)

    history = audited()
    objects = TermQuerySet.as_manager()

    class Meta:
        verbose_name = "任期"
        verbose_name_plural = "任期"
        ordering = ["organization__order_number", "organization", "branch__order_number", "branch", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organization"],
                condition=Q(branch=None, closed_on=None),
                name="term_one_open_of_organization",
                violation_error_message="这个党组织已有本届任期。",
            ),
            models.UniqueConstraint(
                fields=["branch"],
                condition=Q(closed_on=None),
                name="term_one_open_of_branch",
                violation_error_message="这个支部已有本届任期。",
            ),
            models.CheckConstraint(
                condition=Q(closed_on=None) | Q(since=None) | Q(closed_on__gt=F("since")),
                name="term_closed_after_it_began",
                violation_error_message="换届日期应晚于任期起始。",
            ),
            models.CheckConstraint(
                condition=Q(years=None) | Q(years__gte=1, years__lte=MOST_YEARS), name="term_years_sensible"
            ),
        ]
        indexes = [
            models.Index(fields=["committee", "due_on"], condition=Q(closed_on=None), name="term_open_by_due"),
            models.Index(fields=["committee", "closed_on"], name="term_closed"),
        ]

    def __str__(self):
        return f"{self.subject}{'本届任期' if self.closed_on is None else '任期'}"

    def save(self, *args, **kwargs):
        self.set_end()
        super().save(*args, **kwargs)

    def get_absolute_url(self):
        return reverse("term-detail", args=[self.pk])

    def set_end(self):
        """Bulk writers call this themselves."""
        self.ends_on = end_of(self.since, self.month_only, self.years)
        self.due_on = self.extended_until or self.ends_on

    @property
    def body(self):
        """The branch, or the organization itself."""
        return self.branch if self.branch_id else self.organization

    @property
    def subject(self):
        return f"{self.organization.short_name}{self.branch.name if self.branch_id else ''}"

    @property
    def case_key(self):
        return f"term:{self.pk}"

    @property
    def is_open(self):
        return self.closed_on is None

    @property
    def is_unknown(self):
        return self.is_open and self.due_on is None

    @property
    def since_words(self):
        return day_words(self.since, self.month_only)

    @property
    def lacking(self):
        """Why the end is not known."""
        if self.due_on:
            return ""
        if self.since:
            return "任期年限没有登记"
        return f"名册写“{self.said}”" if self.said else "名册未填"

    def needs_a_look(self, day):
        """An organization's own always; a branch's when it is over, soon over, or unknown."""
        return not self.branch_id or self.due_on is None or self.due_on <= TermQuerySet.window(day)

    def left(self, day):
        return left_words(day, self.due_on) if self.is_open and self.due_on else ""

    def status(self, day):
        """Word and mark, for components/state.html."""
        if not self.is_open:
            return {"kind": "done", "label": "已换届"}
        if self.due_on is None:
            return {"kind": "wait", "label": "任期不详"}
        if self.due_on < day:
            return {"kind": "late", "label": "逾期"}
        if self.due_on <= TermQuerySet.window(day):
            return {"kind": "now", "label": "临届"}
        return {"kind": "set", "label": "延期中" if self.extended_until and day > self.ends_on else "任期内"}
