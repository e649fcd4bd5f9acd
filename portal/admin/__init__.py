"""The committee's browser admin: the classes that every app's admin is made of, and the rows of portal itself."""

from portal.admin.base import (
    CommitteeAdmin,
    CommitteeInline,
    CommitteeStackedInline,
    StaffOnly,
    ViewOnly,
    VisibleRelatedFilter,
    take_each,
    verb_action,
    visible,
)
from portal.admin.holidays import HolidayNoticeAdmin, SpecialDayAdmin

__all__ = [
    "CommitteeAdmin",
    "CommitteeInline",
    "CommitteeStackedInline",
    "HolidayNoticeAdmin",
    "SpecialDayAdmin",
    "StaffOnly",
    "ViewOnly",
    "VisibleRelatedFilter",
    "take_each",
    "verb_action",
    "visible",
]
