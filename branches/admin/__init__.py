"""The committee's pages for branches and their brands."""

from branches.admin.branches import BranchAdmin
from branches.admin.brands import BrandAdmin, BrandVersionAdmin
from branches.admin.honours import AdoptionAdmin, BrandLevelAdmin, HonourAdmin
from branches.admin.organizations import OrganizationWithTermAdmin
from branches.admin.stars import StarAdmin
from branches.admin.terms import (
    TermAdmin,
    TermLengthAdmin,
    TermProposalAdmin,
    TermReminderAdmin,
    TermReminderStepAdmin,
    VacancyAdmin,
)

__all__ = [
    "AdoptionAdmin",
    "BranchAdmin",
    "BrandAdmin",
    "BrandLevelAdmin",
    "BrandVersionAdmin",
    "HonourAdmin",
    "OrganizationWithTermAdmin",
    "StarAdmin",
    "TermAdmin",
    "TermLengthAdmin",
    "TermProposalAdmin",
    "TermReminderAdmin",
    "TermReminderStepAdmin",
    "VacancyAdmin",
]
