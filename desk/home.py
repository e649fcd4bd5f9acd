"""What each person sees first: what waits for me, what is coming, what is due and done."""

from itertools import groupby

from django.utils import timezone

from activities.models import Activity
from portal.quarters import Quarter
from portal.workdays import day_kind, workdays_left

COMING = 8  # activities shown
WEEKDAYS = "一二三四五六日"


def home_context(user, day, tab=""):
    return {
        "day": day,
        "weekday": WEEKDAYS[day.weekday()],
        "quarter_line": quarter_line(day),
        "coming": coming(user, day),
    }


def quarter_line(day):
    """第三季度还有 10 个工作日."""
    quarter = Quarter.of(day)
    return f"第{quarter.short_label}还有 {workdays_left(day, quarter.last_day)} 个工作日"


def coming(user, day):
    """The next activities by day, as components/days.html wants them."""
    begin = timezone.make_aware(timezone.datetime.combine(day, timezone.datetime.min.time()))
    activities = (
        Activity.objects.visible_to(user)
        .filter(ends_at__gte=begin)
        .exclude(state__in=[Activity.State.CANCELLED, Activity.State.DRAFT])
        .select_related("alliance", "base")
        .order_by("starts_at")[:COMING]
    )
    days = groupby(activities, key=lambda activity: max(timezone.localdate(activity.starts_at), day))
    return [
        {"name": _name(that, day), "date": _date(that), "events": [_event(activity) for activity in group]}
        for that, group in days
    ]


def _name(that, day):
    return {0: "今天", 1: "明天", 2: "后天"}.get((that - day).days, "")


def _date(that):
    note = "，调休上班" if day_kind(that).work else ""
    return f"{that.month}月{that.day}日 周{WEEKDAYS[that.weekday()]}{note}"


def _event(activity):
    starts = timezone.localtime(activity.starts_at)
    waiting = activity.state in (Activity.State.PROPOSED, Activity.State.SUBMITTED, Activity.State.RETURNED)
    return {
        "time": f"{starts:%H:%M}" if activity.precision == Activity.Precision.TIME else "",
        "title": activity.title,
        "href": activity.get_absolute_url(),
        "alliance": activity.alliance,
        "place": activity.place_name,
        "state_kind": "wait" if waiting else "",
        "state_label": activity.get_state_display() if waiting else "",
    }
