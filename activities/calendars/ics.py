"""Calendar files by RFC 5545, as phones, WPS and Outlook read them.

The frame and the time zone come from the icalendar library. The events are written here: with the library a feed of
1,000 of them took 190 ms, more than its budget, most of it in folding; the tests read every line back with it.
"""

import re
from collections import defaultdict
from datetime import UTC, date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from django.conf import settings
from django.urls import reverse
from icalendar import Calendar, Timezone, TimezoneStandard

from activities.calendars.entries import last_day
from activities.models import Activity
from activities.models.states import PLANNING, State

ZONE_NAME = "Asia/Shanghai"
ZONE = ZoneInfo(ZONE_NAME)
PRODUCER = "-//Party Alliance Portal//Calendar//ZH"
FIELDS = (
    *("uid", "sequence", "changed_at", "starts_at", "ends_at", "precision", "title", "plan", "place", "state"),
    *("type__name", "alliance__name", "host__short_name", "base__name"),
)
OCTETS = 75  # of a line, without its end
FRESH = "PT1H"  # how often programs are asked to look again
ESCAPED = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"})
END = b"\r\n"
NO_TEXT = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u2028\u2029]")  # one of them, and a phone refuses the whole file
SPECIAL = re.compile(r"[\\;,\x00-\x1f\x7f\u2028\u2029]")


def calendar(name, activities, with_alarm=False):
    """The bytes of a file with these activities; those only known to the month are left out. Two queries."""
    rows = activities.exclude(precision=Activity.Precision.MONTH).select_related("type", "alliance", "host", "base")
    partners = _partners(activities)
    head, tail = _frame(name)
    link = f"{settings.PORTAL_URL}{reverse('activity-detail', args=[0])}".removesuffix("0/")
    lines = [head]
    for activity in rows.only(*FIELDS).order_by("starts_at", "pk"):
        lines += _event(activity, partners.get(activity.pk, ()), f"{link}{activity.pk}/", with_alarm)
    return b"".join([*lines, tail])


def _partners(activities):
    """{activity: names of the further alliances}; a prefetch would make a queryset for each activity."""
    joined = Activity.partners.through.objects.filter(activity__in=activities.order_by().values("pk"))
    found = defaultdict(list)
    for activity, name in joined.order_by("alliance__order_number").values_list("activity", "alliance__name"):
        found[activity].append(name)
    return found


def fold(line):
    """The octets of a line, cut after at most 75 with a leading blank in what follows; never inside a character."""
    octets = line.encode()
    if len(octets) <= OCTETS:
        return octets + END
    parts, begin, room = [], 0, OCTETS
    while len(octets) - begin > room:
        cut = begin + room
        while octets[cut] & 0xC0 == 0x80:  # an octet that goes on with a character
            cut -= 1
        parts.append(octets[begin:cut])
        begin, room = cut, OCTETS - 1
    return (END + b" ").join([*parts, octets[begin:]]) + END


def text(value):
    if not SPECIAL.search(value):
        return value
    value = value.replace("\r\n", "\n").replace("\r", "\n")
    return NO_TEXT.sub("", value).translate(ESCAPED)


def _event(activity, partners, link, with_alarm):
    changed = utc(activity.changed_at)
    lines = [
        "BEGIN:VEVENT",
        f"UID:{activity.uid}",
        f"SEQUENCE:{activity.sequence}",
        f"DTSTAMP:{changed}",
        f"LAST-MODIFIED:{changed}",
        *_when(activity),
        f"SUMMARY:{text(activity.title)}",
        f"STATUS:{_status(activity)}",
        f"CATEGORIES:{text(activity.type.name)}",
        f"DESCRIPTION:{text(_description(activity, partners, link))}",
        f"URL:{link}",
    ]
    if activity.place_name:
        lines.append(f"LOCATION:{text(activity.place_name)}")
    if with_alarm and activity.state != State.CANCELLED:
        lines += ["BEGIN:VALARM", "ACTION:DISPLAY", f"DESCRIPTION:{text(activity.title)}", "TRIGGER:-P1D", "END:VALARM"]
    return [fold(line) for line in [*lines, "END:VEVENT"]]


def _when(activity):
    starts, ends = activity.starts_at.astimezone(ZONE), activity.ends_at.astimezone(ZONE)
    if activity.precision == Activity.Precision.DAY:
        after = last_day(starts.date(), ends) + timedelta(days=1)  # the end of a whole day is the next one
        return [f"DTSTART;VALUE=DATE:{_day(starts)}", f"DTEND;VALUE=DATE:{_day(after)}"]
    begin = f"DTSTART;TZID={ZONE_NAME}:{_moment(starts)}"
    # An end that is not after the start makes some phones refuse the file.
    return [begin, f"DTEND;TZID={ZONE_NAME}:{_moment(ends)}"] if ends > starts else [begin]


def _status(activity):
    if activity.state == State.CANCELLED:
        return "CANCELLED"
    return "TENTATIVE" if activity.state in PLANNING else "CONFIRMED"


def _description(activity, partners, link):
    held = [activity.alliance.name if activity.alliance_id else "工委本级"]
    held += partners
    lines = [f"联盟：{'、'.join(held)}"]
    if activity.host_id:
        lines.append(f"牵头单位：{activity.host}")
    if activity.plan:
        lines.append(f"安排：{activity.plan}")
    return "\n".join([*lines, f"详情：{link}"])


def utc(moment):
    return f"{_moment(moment.astimezone(UTC))}Z"


def _day(value: date):
    return f"{value:%Y%m%d}"


def _moment(value: datetime):
    return f"{value:%Y%m%dT%H%M%S}"


@cache
def _zone():
    """China keeps one time all year, so one standard rule says all."""
    standard = TimezoneStandard()
    standard.add("dtstart", datetime(1970, 1, 1))  # noqa: DTZ001 -- local time of the zone
    standard.add("tzoffsetfrom", timedelta(hours=8))
    standard.add("tzoffsetto", timedelta(hours=8))
    standard.add("tzname", "CST")
    zone = Timezone()
    zone.add("tzid", ZONE_NAME)
    zone.add_component(standard)
    return zone


def _frame(name):
    """What stands before and after the events."""
    frame = Calendar()
    frame.add("prodid", PRODUCER)
    frame.add("version", "2.0")
    frame.add("calscale", "GREGORIAN")
    frame.add("method", "PUBLISH")
    frame.add("x-wr-calname", name)
    frame.add("x-wr-timezone", ZONE_NAME)
    frame.add("x-published-ttl", FRESH)
    frame.add_component(_zone())
    end = b"END:VCALENDAR\r\n"
    return frame.to_ical().removesuffix(end), end
