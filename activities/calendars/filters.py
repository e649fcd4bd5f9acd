"""What a calendar shows: an alliance (0 is 工委本级), a type, or what concerns one's own unit.

A value that makes no sense is ignored, so that an old or mistyped address still shows the calendar.
"""

from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import urlencode

from django.db.models import Q

from activities.models import ActivityType, Participation
from alliances.models import Alliance
from portal.asked import whole_number
from portal.quarters import month_period, period_of, year_period

COMMITTEE = 0  # the committee's own activities, which no alliance leads
YEARS = range(2000, 2100)
LONGEST_KEY = 9  # digits of a key in the address


@dataclass(frozen=True)
class CalendarFilter:
    alliance: int | None = None
    type: int | None = None
    mine: bool = False

    @classmethod
    def read(cls, values):
        """From a query string or a saved feed; both are mappings that strangers may have written."""
        return cls(
            alliance=_number(values.get("alliance")),
            type=_number(values.get("type")) or None,
            mine=str(values.get("mine", "")) == "1",
        )

    def known(self, alliances, types, user):
        """Without what the person cannot choose."""
        keys = {COMMITTEE, *(alliance.pk for alliance in alliances)}
        return CalendarFilter(
            alliance=self.alliance if self.alliance in keys else None,
            type=self.type if self.type in {each.pk for each in types} else None,
            mine=self.mine and user.organization_id is not None,
        )

    def apply(self, activities, user):
        activities = self.narrow(activities, user)
        if self.alliance is None:
            return activities
        return activities.of_alliance(self.alliance) if self.alliance else activities.filter(alliance=None)

    def narrow(self, activities, user):
        """Type and unit only: the month needs the other alliances too, to count them."""
        if self.type:
            activities = activities.filter(type=self.type)
        if self.mine:
            invited = Participation.objects.filter(organization=user.organization_id).values("activity")
            activities = activities.filter(Q(host=user.organization_id) | Q(pk__in=invited))
        return activities

    def saved(self):
        """As a feed keeps it, and as it stands in the query string."""
        values = {"alliance": self.alliance, "type": self.type, "mine": "1" if self.mine else None}
        return {key: value for key, value in values.items() if value is not None}

    def query(self, **more):
        """`?month=2026-03&alliance=3`"""
        return "?" + urlencode({**more, **self.saved()})

    def at(self, alliance):
        return replace(self, alliance=alliance)

    def words(self, alliances, types):
        """团结松，联合主题党日: for the name of a feed and the fold on the phone."""
        names = {COMMITTEE: "工委本级", **{alliance.pk: alliance.short_name for alliance in alliances}}
        kinds = {each.pk: each.name for each in types}
        said = [names.get(self.alliance, "全部联盟"), kinds.get(self.type, "全部类型")]
        return "，".join([*said, "只看本单位"] if self.mine else said)


def choices_for(user):
    """The alliances and types a person can choose from, one query each."""
    alliances = list(Alliance.objects.visible_to(user))
    types = list(ActivityType.objects.visible_to(user).in_use())
    return alliances, types


def month_of(text, today):
    """2026-03, else the month of today."""
    try:
        period = period_of(text or "")
    except ValueError:
        period = None
    if period and len(period.key) == len("2026-03") and "Q" not in period.key and period.first_day.year in YEARS:
        return period
    return month_period(today.year, today.month)


def year_of(text, today):
    number = _number(text)
    return year_period(number if number in YEARS else today.year)


def day_of(text):
    """2026-03-14, else None."""
    try:
        day = date.fromisoformat(text or "")
    except ValueError:
        return None
    return day if day.year in YEARS else None


def month_after(period, number=1):
    """The month so many after (before: negative) this one; None past the years a calendar knows."""
    months = period.first_day.year * 12 + period.first_day.month - 1 + number
    return month_period(months // 12, months % 12 + 1) if months // 12 in YEARS else None


def _number(text):
    text = str(text if text is not None else "")
    return whole_number(text, LONGEST_KEY)
