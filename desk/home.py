"""What each person sees first: what waits for me, what is coming, what is due and done."""

from itertools import groupby

from django.utils import timezone

from activities import duties
from activities.models import Activity, Duty
from activities.models.states import State
from activities.permissions import can_plan
from activities.prompts import month
from alliances.models import Alliance
from alliances.standing import standing
from desk.figures import headline
from desk.frame import has_tabs
from desk.own_work import done, sent_off
from portal.quarters import Quarter
from portal.workdays import caveat, day_kind, workdays_left

COMING = 8  # activities shown
NEWS = 4  # unread notices shown
WEEKDAYS = "一二三四五六日"


def home_context(user, day, frame):
    """Everybody's home; the committee and its leaders see the due and done pairs, the officers their own alliance's,
    they and the members this month's prompt."""
    context = {
        "day": day,
        "weekday": WEEKDAYS[day.weekday()],
        "quarter_line": quarter_line(day),
        "coming": coming(user, day),
        "news": frame.news[:NEWS],
        "tab": frame.tab,
        "works": has_tabs(user),
        "may_plan": can_plan(user),
    }
    if context["tab"]:
        context["rows"] = sent_off(user) if frame.tab == "mine" else done(user)
    if user.committee_id and (user.is_staff or user.is_leader):
        context |= _of_committee(user, day)
    elif user.is_officer:
        context |= _of_alliance(user, day)
    else:
        context["prompt"] = month.this_month(user, day)
    return context


def quarter_line(day):
    """第三季度还有 10 个工作日."""
    quarter = Quarter.of(day)
    left = workdays_left(day, quarter.last_day)
    if not left:
        return f"第{quarter.short_label}的工作日已经过完"
    said = caveat(quarter.last_day)
    return f"第{quarter.short_label}还有 {left} 个工作日" + (f"，{said}" if said else "")


def coming(user, day):
    """The next activities by day, as components/days.html wants them."""
    midnight = timezone.make_aware(timezone.datetime.combine(day, timezone.datetime.min.time()))
    activities = (
        Activity.objects.visible_to(user)
        .filter(ends_at__gte=midnight)
        .exclude(state__in=[State.CANCELLED, State.DROPPED, State.DRAFT])
        .select_related("alliance", "base")
        .order_by("starts_at", "pk")[:COMING]
    )
    days = groupby(activities, key=lambda activity: max(timezone.localdate(activity.starts_at), day))
    return [
        {"name": _name(that, day), "date": _date(that), "events": [_event(activity) for activity in group]}
        for that, group in days
    ]


def _of_committee(user, day):
    """All alliances for the committee; of what is still open, a leader is shown the alliances guided."""
    progress = duties.progress(user.committee, day.year, day)
    still_open = duties.not_yet(progress)
    if user.is_leader:
        still_open = [cell for cell in still_open if cell.owner.pk in standing(user).guides]
    quarterly = next((c.duty for c in progress.columns if c.duty.period == Duty.Period.QUARTER), None)
    return {
        "pairs": duties.due_pairs(progress),
        "open_cells": still_open,
        "figures": headline(user.committee, day, quarterly and quarterly.type),
    }


def _of_alliance(user, day):
    place = standing(user)
    alliances = Alliance.objects.filter(pk__in=place.takes_part).select_related("committee")
    alliance = month.beside(alliances, user, day).first()
    if alliance is None:
        return {"prompt": month.this_month(user, day)}
    cells = duties.duties_of(alliance, day)
    return {"alliance": alliance, "cells": cells, "prompt": month.taken_from(alliance, day)}


def _name(that, day):
    return {0: "今天", 1: "明天", 2: "后天"}.get((that - day).days, "")


def _date(that):
    note = "，调休上班" if day_kind(that).work else ""
    return f"{that.month}月{that.day}日 周{WEEKDAYS[that.weekday()]}{note}"


def _event(activity):
    starts = timezone.localtime(activity.starts_at)
    waiting = activity.state in (State.PROPOSED, State.SUBMITTED, State.RETURNED)
    return {
        "time": f"{starts:%H:%M}" if activity.precision == Activity.Precision.TIME else "",
        "title": activity.title,
        "href": activity.get_absolute_url(),
        "alliance": activity.alliance,
        "place": activity.place_name,
        "state_kind": "wait" if waiting else "",
        "state_label": activity.get_state_display() if waiting else "",
    }
