"""What each calendar page shows, from one filter, in a fixed number of queries."""

from dataclasses import dataclass
from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from activities.calendars.agenda import agenda_of, groups_of, window
from activities.calendars.entries import Sign, entries_between, holds, joint_alliances, signs_of
from activities.calendars.filters import (
    COMMITTEE,
    YEARS,
    CalendarFilter,
    choices_for,
    day_of,
    month_after,
    month_of,
    year_of,
)
from activities.calendars.marks import mark_clashes, mark_past
from activities.calendars.month import weeks_of
from activities.calendars.year import year_plan
from activities.models import Activity
from activities.models.states import State
from activities.permissions import can_plan
from portal.quarters import month_period


@dataclass
class Pick:
    """A filter by alliance: its chip, and how many it would show."""

    key: int
    sign: Sign
    href: str
    count: int
    current: bool


class Shown:
    """The entries of a stretch of days under a person's filter, and what there is to choose from."""

    def __init__(self, user, values, first_day, last_day, now):
        self.user, self.first_day, self.last_day, self.now = user, first_day, last_day, now
        self.today = timezone.localdate(now)
        self.alliances, self.types = choices_for(user)
        self.filters = CalendarFilter.read(values).known(self.alliances, self.types, user)
        activities = self.filters.narrow(Activity.objects.visible_to(user), user)
        self.signs = signs_of(self.alliances)
        self.every = entries_between(user, activities, first_day, last_day, self.signs)
        self.joint = joint_alliances(activities, first_day, last_day)
        chosen = self.filters.alliance
        self.entries = [each for each in self.every if chosen is None or holds(chosen, each, self.joint)]
        mark_past(self.entries, now)

    def keep(self, wanted):
        self.every = [entry for entry in self.every if wanted(entry)]
        self.entries = [entry for entry in self.entries if wanted(entry)]

    def picks(self, **keep):
        """Of the alliances and the committee, with counts; each keeps the type and the days shown."""
        return [
            Pick(
                key or COMMITTEE,
                sign,
                self.filters.at(key or COMMITTEE).query(**keep),
                sum(holds(key or COMMITTEE, each, self.joint) for each in self.every),
                current=self.filters.alliance == (key or COMMITTEE),
            )
            for key, sign in self.signs.items()
        ]

    def context(self, **keep):
        """What every calendar page has. `keep` names the days shown, for the links to other filters."""
        mine = CalendarFilter(self.filters.alliance, self.filters.type, not self.filters.mine)
        return {
            "filters": self.filters,
            "filter_words": self.filters.words(self.alliances, self.types),
            "types": self.types,
            "picks": self.picks(**keep),
            "everything": self.filters.at(None).query(**keep),
            "every_count": len(self.every),
            "mine_href": mine.query(**keep) if self.user.organization_id else "",
            "keep": keep,
            "own_query": self.filters.query() if self.filters.saved() else "",
            "count_words": self._count_words(),
            "can_plan": can_plan(self.user),
            "today": self.today,
        }

    def _count_words(self):
        """共 26 项，其中联合主题党日 5 场: the type that stands first in the committee's list, unless one is chosen."""
        cancelled = sum(each.state == State.CANCELLED for each in self.entries)
        words = f"共 {len(self.entries)} 项"
        if self.types and not self.filters.type:
            first = self.types[0]
            held = sum(each.type_id == first.pk and each.state != State.CANCELLED for each in self.entries)
            words += f"，其中{first.name} {held} 场"
        return f"{words}，取消 {cancelled} 项" if cancelled else words


def month_page(user, values, now):
    today = timezone.localdate(now)
    month = month_of(values.get("month"), today)
    shown = Shown(user, values, month.first_day, month.last_day, now)
    clashes = mark_clashes(shown.entries, now) if can_plan(user) else []
    agenda = reverse("calendar-agenda") + shown.filters.query(month=month.key)
    weeks = weeks_of(month, shown.entries, today, agenda)
    groups = groups_of([day for week in weeks for day in week.days])
    coming = [group for group in groups if group.day.date >= today] if today in month else groups
    return {
        **shown.context(month=month.key),
        "month": month,
        "weeks": weeks,
        "first_shown": weeks[0].days[0].date,
        "last_shown": weeks[-1].days[-1].date,
        "undated": [entry for entry in shown.entries if entry.is_month_only],
        "clashes": clashes,
        "past_groups": groups[: len(groups) - len(coming)],
        "past_words": _past_words(shown, month),
        "groups": coming,
        "previous": _step(month, -1, shown.filters),
        "next": _step(month, 1, shown.filters),
        **_tab_queries(month, shown.filters),
    }


def _past_words(shown, month):
    """9月1日至16日，已过去 13 项"""
    yesterday = shown.today - timedelta(days=1)
    count = sum(each.last_day <= yesterday and not each.is_month_only for each in shown.entries)
    days = f"{month.first_day.month}月1日至{yesterday.day}日" if yesterday.day > 1 else f"{month.first_day.month}月1日"
    return f"{days}，已过去 {count} 项"


def agenda_page(user, values, now):
    today = timezone.localdate(now)
    month = month_of(values.get("month"), today)
    first_day, last_day = window(day_of(values.get("from")), day_of(values.get("to")), month)
    shown = Shown(user, values, first_day, last_day, now)
    clashes = mark_clashes(shown.entries, now) if can_plan(user) else []
    groups = agenda_of(shown.entries, first_day, last_day, today)
    begin = month_period(first_day.year, first_day.month)
    return {
        **shown.context(**{"from": first_day.isoformat(), "to": last_day.isoformat()}),
        "first_shown": first_day,
        "last_shown": last_day,
        "words": _window_words(first_day, last_day, begin),
        "groups": groups,
        "undated": [entry for entry in shown.entries if entry.is_month_only],
        "clashes": clashes,
        "previous": _step(begin, -1, shown.filters),
        "next": _step(begin, 1, shown.filters),
        **_tab_queries(begin, shown.filters),
    }


def year_page(user, values, now):
    today = timezone.localdate(now)
    year = year_of(values.get("year"), today)
    shown = Shown(user, values, year.first_day, year.last_day, now)
    shown.keep(lambda entry: entry.first_day in year)
    number = year.first_day.year
    alliances = [each for each in shown.alliances if shown.filters.alliance in (None, each.pk)]
    quarters, lines = year_plan(number, shown.entries, alliances, shown.joint)
    if shown.filters.alliance:
        lines = lines[:-1]
    return {
        **shown.context(year=number),
        "year": year,
        "number": number,
        "quarters": quarters,
        "lines": lines,
        "previous": _year_step(number - 1, shown.filters),
        "next": _year_step(number + 1, shown.filters),
        **_tab_queries(month_of("", today) if today in year else month_period(number, 1), shown.filters),
    }


def _window_words(first_day, last_day, month):
    """2026年3月, else 2026年3月14日至20日"""
    if (first_day, last_day) == (month.first_day, month.last_day):
        return month.label
    begin = f"{first_day.year}年{first_day.month}月{first_day.day}日"
    if first_day == last_day:
        return begin
    year = f"{last_day.year}年" if last_day.year != first_day.year else ""
    other = f"{last_day.month}月" if year or last_day.month != first_day.month else ""
    return f"{begin}至{year}{other}{last_day.day}日"


def _step(month, number, filters):
    other = month_after(month, number)
    return {"href": filters.query(month=other.key), "label": f"{other.first_day.month}月"} if other else None


def _year_step(number, filters):
    return {"href": filters.query(year=number), "label": f"{number}年"} if number in YEARS else None


def _tab_queries(month, filters):
    """The other calendars open where this one stands."""
    return {"month_query": filters.query(month=month.key), "year_query": filters.query(year=month.first_day.year)}
