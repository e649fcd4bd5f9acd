"""What stands in the way of a time and place? It informs and never blocks.

clashes_of(activity, organizations, user) -> [Clash]   three queries
unit_clashes(activities) -> {activity pk: [Clash]}     two queries, for calendars and lists that already have the rows
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.db.models import Case, Exists, OuterRef, Q, When
from django.utils import timezone

from activities.models import Activity, Participation
from activities.models.states import State
from alliances.models import Organization
from portal.workdays import day_kind

MOST_NAMES = 3  # units named in one sentence, the rest is a number
GONE = (State.DRAFT, State.RETURNED, State.CANCELLED, State.DROPPED)


@dataclass(frozen=True)
class Clash:
    kind: str  # unit, place, alliance, day (a day of rest), work (a make-up workday, nothing against it)
    text: str
    activity: Activity | None = None

    @property
    def href(self):
        return self.activity.get_absolute_url() if self.activity else ""

    @property
    def colour(self):
        return "" if self.kind == "work" else "amber"


def clashes_of(activity, organizations, user):
    """Day first, then units, place, alliance. `activity` may be unsaved; `organizations` are ids."""
    found = [_day_clash(activity)]
    others = list(_others(activity, user))
    busy = _busy(others, organizations)
    for other in others:
        if _overlap(activity, other):
            found += [_unit_clash(other, busy.get(other.pk)), _place_clash(activity, other)]
        if other.of_same_alliance:
            found.append(Clash("alliance", f"{activity.alliance.short_name}同一天还有“{other}”。", other))
    return [clash for clash in found if clash]


def unit_clashes(activities):
    """Units that are expected at two of these activities at the same time."""
    rows = sorted((row for row in activities if row.state not in GONE), key=lambda row: row.starts_at)
    pairs = [
        (one, other)
        for number, one in enumerate(rows)
        for other in rows[number + 1 :]
        if other.starts_at < one.ends_at and _overlap(one, other)
    ]
    expected = _expected({activity.pk for pair in pairs for activity in pair})
    shared = [(one, other, expected[one.pk] & expected[other.pk]) for one, other in pairs]
    names = _names(set().union(*(units for _, _, units in shared)))
    found = defaultdict(list)
    for one, other, units in shared:
        if units:
            both = _named([name for unit, name in names.items() if unit in units])
            found[one.pk].append(Clash("unit", f"{both}同时受邀参加“{other}”。", other))
            found[other.pk].append(Clash("unit", f"{both}同时受邀参加“{one}”。", one))
    return dict(found)


def day_words(day):
    """Why a day is special, and whether that speaks against it: (sentence, is_rest) or None for an ordinary workday."""
    kind = day_kind(day)
    named = f"{day.month}月{day.day}日是周{'一二三四五六日'[day.weekday()]}"
    if kind.work:
        return f"{named}，{kind.festival}调休上班，可以安排。", False
    if kind.off:
        return f"{named}，{kind.festival}放假。", True
    if kind.rest:
        return f"{named}，休息日。", True
    return None


def _day_clash(activity):
    if activity.precision == Activity.Precision.MONTH:
        return None
    words = day_words(timezone.localdate(activity.starts_at))
    return Clash("day" if words[1] else "work", words[0]) if words else None


def _others(activity, user):
    """What the person may see on the same days; plans that wait for approval count, drafts do not."""
    begin, end = _whole_days(activity)
    same_days = Activity.objects.visible_to(user).filter(starts_at__lt=end, ends_at__gt=begin)
    known = same_days.filter(committee=activity.committee_id).exclude(state__in=GONE).exclude(pk=activity.pk)
    known = known.exclude(precision=Activity.Precision.MONTH).select_related("alliance", "base")
    joined = Activity.partners.through.objects.filter(activity=OuterRef("pk"), alliance=activity.alliance_id)
    same = Q(alliance=activity.alliance_id) | Exists(joined) if activity.alliance_id else Q(pk=None)
    return known.annotate(of_same_alliance=Case(When(same, then=True), default=False)).order_by("starts_at", "pk")


def _whole_days(activity):
    first, last = timezone.localdate(activity.starts_at), timezone.localdate(activity.ends_at)
    begin = timezone.make_aware(datetime.combine(first, time.min))
    return begin, timezone.make_aware(datetime.combine(last + timedelta(days=1), time.min))


def _overlap(one, other):
    """A time only known to the day overlaps nothing in particular."""
    exact = Activity.Precision.TIME
    if one.precision != exact or other.precision != exact:
        return False
    return one.starts_at < other.ends_at and other.starts_at < one.ends_at


def _busy(others, organizations):
    if not others or not organizations:
        return {}
    rows = Participation.objects.filter(activity__in=[other.pk for other in others], organization__in=organizations)
    rows = rows.exclude(answer=Participation.Answer.LEAVE).select_related("organization")
    found = defaultdict(list)
    for row in rows.order_by("organization__order_number"):
        found[row.activity_id].append((str(row.organization), row.answer))
    return found


def _expected(activities):
    """Activity → its units."""
    found = defaultdict(set)
    if activities:
        rows = Participation.objects.filter(~Q(answer=Participation.Answer.LEAVE), activity__in=activities).order_by()
        for activity, unit in rows.values_list("activity", "organization"):  # a month of theme days has a thousand
            found[activity].add(unit)
    return found


def _names(units):
    """In the official order. A query of its own: joined to the thousand, it would read all units of the province."""
    if not units:
        return {}
    rows = Organization.objects.filter(pk__in=units).order_by("order_number", "pk")
    return dict(rows.values_list("pk", "short_name"))


def _unit_clash(other, rows):
    if not rows:
        return None
    promised = [name for name, answer in rows if answer == Participation.Answer.ATTENDING]
    names, verb = (promised, "已答应参加") if promised else ([name for name, _ in rows], "已受邀参加")
    starts = timezone.localtime(other.starts_at)
    return Clash("unit", f"{_named(names)}{starts.month}月{starts.day}日 {starts:%H:%M} {verb}“{other}”。", other)


def _place_clash(activity, other):
    same_base = activity.base_id and activity.base_id == other.base_id
    same_place = not activity.base_id and activity.place and activity.place == other.place
    if not (same_base or same_place):
        return None
    return Clash("place", f"同一时间，{other.place_name}还有“{other}”（{other.owner_name}）。", other)


def _named(names):
    if len(names) <= MOST_NAMES:
        return "、".join(names)
    return f"{'、'.join(names[:MOST_NAMES])}等 {len(names)} 家"
