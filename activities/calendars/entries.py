"""The activities of some days, as light as a page with hundreds of them needs, in one query."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString

from activities.models import Activity
from activities.models.states import KINDS, State
from alliances.permissions import is_committee

ZONE = ZoneInfo("Asia/Shanghai")
FIELDS = (
    "pk",
    "alliance_id",
    "type_id",
    "title",
    "starts_at",
    "ends_at",
    "precision",
    "state",
    "base__name",
    "place",
)
NORMAL = (State.PUBLISHED, State.ACCEPTED)  # carry no word in a calendar, only exceptions do
# What the committee itself holds up stands out for it; for all others it lies with somebody else.
HELD_UP = (State.PROPOSED, State.SUBMITTED, State.REPORTED)
SAFE = SafeString("")
PAST = SafeString(" is-past")


@dataclass(frozen=True)
class Sign:
    """How an alliance is marked. The chip is components/chip.html, made once for each alliance."""

    tint: str
    mark: str
    name: str
    chip: str

    @classmethod
    def of(cls, tint, mark, name):
        chip = format_html('<span class="lm-chip a{}" aria-hidden="true">{}</span>', tint, mark)
        return cls(SafeString(tint), escape(mark), escape(name), chip)


class Entry:
    """One activity in a calendar. Has what `clashes.unit_clashes` asks of an activity.

    What the page shows is safe text already, escaped and put together here once: most of it stands on the page two or
    three times, and a template does either anew each time (84 entries took twice as long).
    """

    __slots__ = (
        "alliance_id",
        "base",
        "begins",
        "chip",
        "clashes",
        "clock",
        "ends_at",
        "first_day",
        "href",
        "label",
        "last_day",
        "name",
        "owner",
        "past",
        "pk",
        "place",
        "precision",
        "starts_at",
        "state",
        "status",
        "tint",
        "title",
        "type_id",
    )

    def __init__(self, row, signs, links, statuses):
        (
            self.pk,
            self.alliance_id,
            self.type_id,
            self.name,
            self.starts_at,
            self.ends_at,
            self.precision,
            self.state,
            self.base,
            place,
        ) = row
        self.begins = self.starts_at.astimezone(ZONE)
        self.first_day = self.begins.date()
        self.last_day = last_day(self.first_day, self.ends_at)
        sign = signs.get(self.alliance_id) or signs[None]
        self.tint, self.chip, self.owner = sign.tint, sign.chip, sign.name
        self.title, self.place = escape(self.name), escape(f"{self.base or ''} {place}".strip())
        self.href = SafeString(f"{links}{self.pk}/")
        self.clock = SafeString(self.begins.isoformat()[11:16] if self.is_timed else "")
        self.label = SafeString(f"{self.owner} {self.clock} {self.title}")
        self.status = statuses[self.state]
        self.past, self.clashes = SAFE, False

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return self.href

    @property
    def is_timed(self):
        return self.precision == Activity.Precision.TIME

    @property
    def is_month_only(self):
        return self.precision == Activity.Precision.MONTH

    def days(self, first_day, last_day):
        """Its days from first to last."""
        day, end = max(self.first_day, first_day), min(self.last_day, last_day)
        while day <= end:
            yield day
            day += timedelta(days=1)


def last_day(first_day, ends_at):
    """What ends at midnight ends on the day before."""
    local = ends_at.astimezone(ZONE)
    day = local.date()
    if day > first_day and local.time() == time.min:
        day -= timedelta(days=1)
    return max(first_day, day)


def entries_between(user, activities, first_day, last_day, signs):
    """Those that touch the days, in order of time; given-up plans are in no calendar."""
    rows = activities.between(first_day, last_day).exclude(state=State.DROPPED).order_by("starts_at", "pk")
    # One address for all: reversing it for each line would take longer than the query.
    links = reverse("activity-detail", args=[0]).removesuffix("0/")
    statuses = _statuses(is_committee(user))
    entries = [Entry(row, signs, links, statuses) for row in rows.values_list(*FIELDS)]
    # The query takes what ends in the first second of the window for touching it.
    return [entry for entry in entries if entry.last_day >= first_day]


@cache
def _statuses(of_committee):
    """{state: components/state.html, or nothing for the normal}"""
    words = {}
    for state in State:
        kind = "wait" if of_committee and state in HELD_UP else KINDS[state]
        word = format_html('<span class="lm-state is-{}">{}</span>', kind, state.label)
        words[state.value] = SAFE if state in NORMAL else word
    return words


def signs_of(alliances):
    """{alliance: Sign}, the committee under None."""
    signs = {each.pk: Sign.of(str(each.tint), each.mark, each.short_name) for each in alliances}
    return {**signs, None: Sign.of("8", "工", "工委本级")}


def joint_alliances(activities, first_day, last_day):
    """{activity: ids of the further alliances that hold it}: one query."""
    held = activities.between(first_day, last_day).order_by()
    rows = Activity.partners.through.objects.filter(activity__in=held.values("pk"))
    found = defaultdict(set)
    for activity, alliance in rows.values_list("activity_id", "alliance_id"):
        found[activity].add(alliance)
    return found


def holds(alliance, entry, joint):
    """Whether the alliance (0: the committee) leads it or holds it together with others."""
    if alliance == 0:
        return entry.alliance_id is None
    return entry.alliance_id == alliance or alliance in joint.get(entry.pk, ())


def span_words(entry):
    """9月28日至30日, 12月31日至2027年1月2日"""
    first, last = entry.first_day, entry.last_day
    year = f"{last.year}年" if last.year != first.year else ""
    month = f"{last.month}月" if year or last.month != first.month else ""
    return f"{first.month}月{first.day}日至{year}{month}{last.day}日"
