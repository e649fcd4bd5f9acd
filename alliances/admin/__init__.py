"""The committee's pages for the 1+7+N: organizations, alliances, seats, and the people who work for them."""

from alliances.admin.alliances import AllianceAdmin, LiaisonAdmin, SeatAdmin
from alliances.admin.committees import CategoryAdmin, OwnCommitteeAdmin
from alliances.admin.organizations import OrganizationAdmin
from alliances.admin.people import PersonAdmin

__all__ = [
    "AllianceAdmin",
    "CategoryAdmin",
    "LiaisonAdmin",
    "OrganizationAdmin",
    "OwnCommitteeAdmin",
    "PersonAdmin",
    "SeatAdmin",
]
