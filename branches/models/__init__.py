from branches.models.branch import Branch
from branches.models.brand import Brand
from branches.models.exchange import Adoption
from branches.models.honours import BrandLevel, Honour
from branches.models.roster import RosterImport, _private_path  # noqa: F401  migration 0001 names the path here
from branches.models.star import Star
from branches.models.term import Term, TermLength
from branches.models.term_proposal import TermProposal
from branches.models.term_reminder import TermReminder, TermReminderStep
from branches.models.trail import BrandStep
from branches.models.vacancy import Vacancy
from branches.models.version import BrandPicture, BrandVersion

__all__ = [
    "Adoption",
    "Branch",
    "Brand",
    "BrandLevel",
    "BrandPicture",
    "BrandStep",
    "BrandVersion",
    "Honour",
    "RosterImport",
    "Star",
    "Term",
    "TermLength",
    "TermProposal",
    "TermReminder",
    "TermReminderStep",
    "Vacancy",
]
