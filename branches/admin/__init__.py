"""The committee's pages for branches and their brands."""

from branches.admin.branches import BranchAdmin
from branches.admin.brands import BrandAdmin, BrandVersionAdmin
from branches.admin.honours import AdoptionAdmin, BrandLevelAdmin, HonourAdmin
from branches.admin.stars import StarAdmin

__all__ = [
    "AdoptionAdmin",
    "BranchAdmin",
    "BrandAdmin",
    "BrandLevelAdmin",
    "BrandVersionAdmin",
    "HonourAdmin",
    "StarAdmin",
]
