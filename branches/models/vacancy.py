from django.conf import settings
from django.db import models
from django.db.models import F, Q

from accounts.audit import audited
from alliances.models import Committee, Organization
from branches.models.branch import Branch
from branches.term_querysets import SeenByUnitQuerySet


class VacancyQuerySet(SeenByUnitQuerySet):
    def open(self):
        return self.filter(filled_on=None)

    def with_names(self):
        return self.select_related("organization", "branch")


class Vacancy(models.Model):
    """A post nobody holds, from a day until it is filled. That of the 书记 counts by itself, from the roster."""

    committee = models.ForeignKey(Committee, models.PROTECT, verbose_name="工委", related_name="vacancies")
    organization = models.ForeignKey(Organization, models.PROTECT, verbose_name="党组织", related_name="vacancies")
    branch = models.ForeignKey(
        Branch, models.PROTECT, verbose_name="党支部", related_name="vacancies", null=True, blank=True
    )
    post = models.CharField("职务", max_length=30, help_text="如副书记、组织委员。")
    since = models.DateField("空缺起始")
    note = models.CharField("说明", max_length=200, blank=True)
    filled_on = models.DateField("补齐日期", null=True, blank=True, editable=False)
    document_number = models.CharField("任职批复文号", max_length=60, blank=True, editable=False)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="登记人", related_name="+", null=True, editable=False
    )

    history = audited()
    objects = VacancyQuerySet.as_manager()

    class Meta:
        verbose_name = "空缺"
        verbose_name_plural = "空缺"
        ordering = ["organization__order_number", "organization", "branch__order_number", "branch", "since", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "post"],
                condition=Q(branch=None, filled_on=None),
                name="vacancy_once_in_organization",
                violation_error_message="这一职务的空缺已经登记。",
            ),
            models.UniqueConstraint(
                fields=["branch", "post"],
                condition=Q(filled_on=None),
                name="vacancy_once_in_branch",
                violation_error_message="这一职务的空缺已经登记。",
            ),
            models.CheckConstraint(
                condition=Q(filled_on=None) | Q(filled_on__gte=F("since")),
                name="vacancy_filled_after_it_began",
                violation_error_message="补齐日期不能早于空缺起始。",
            ),
        ]

    def __str__(self):
        return f"{self.subject}{self.post}空缺"

    @property
    def subject(self):
        return f"{self.organization.short_name}{self.branch.name if self.branch_id else ''}"
