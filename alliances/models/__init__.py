from alliances.models.alliance import Alliance, Liaison, Waiver
from alliances.models.committee import Category, Committee
from alliances.models.organization import Organization
from alliances.models.seat import Seat

__all__ = ["Alliance", "Category", "Committee", "Liaison", "Organization", "Seat", "Waiver"]
