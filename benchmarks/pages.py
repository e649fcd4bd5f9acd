"""Queries and time of each main page for the committee's staff and for an officer, and the month against its floor."""

from functools import partial

from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from activities.models import Activity
from activities.models.states import State
from alliances.models import Alliance, Organization
from assessments.models import Contest
from benchmarks.growth import EVENTS, measured_month
from benchmarks.requesting import Browser, medians
from branches.models import Brand

PEOPLE = ("staff", "lead")


def measure():
    """{"floor", "month": ms, "paths", "pages": {name: {"queries": of each person, "ms", "kb": of the staff's}}}"""
    people = {name: User.objects.get(username=name) for name in PEOPLE}
    browsers = {name: Browser(user) for name, user in people.items()}
    committee = people["staff"].committee
    month = measured_month(timezone.localdate())
    _require_the_events(committee, month)
    floor = f"{reverse('floor', args=[month.key])}?committee={committee.pk}"
    floor_ms, month_ms = medians(
        partial(Browser().get, floor), partial(browsers["staff"].get, _month(month)), batches=6
    )
    paths = _paths(committee, month)
    pages = {name: page_found(path, browsers) for name, path in paths.items()}
    return {"floor": floor_ms, "month": month_ms, "paths": list(paths.values()), "pages": pages}


def page_found(path, browsers):
    status, _, body = browsers["staff"].get(path)
    if status != 200:
        raise SystemExit(f"{path} answered {status}")
    queries = [browser.queries(path) for browser in browsers.values() if browser.get(path)[0] == 200]
    [milliseconds] = medians(partial(browsers["staff"].get, path))
    return {"queries": queries, "ms": milliseconds, "kb": len(body) / 1024}


def _require_the_events(committee, month):
    rows = Activity.objects.filter(committee=committee).between(month.first_day, month.last_day)
    if (count := rows.exclude(state=State.DROPPED).count()) != EVENTS:
        raise SystemExit(f"{month.label} has {count} activities, not {EVENTS}")


def _month(month):
    return f"{reverse('calendar-month')}?month={month.key}"


def _paths(committee, month):
    held = Activity.objects.filter(committee=committee, state=State.ACCEPTED).order_by("pk").first()
    coming = Activity.objects.filter(committee=committee, title="暖心服务：乡村微宣讲与便民服务").first()
    alliance = Alliance.objects.filter(committee=committee).first()
    unit = Organization.objects.filter(committee=committee).first()
    brand = Brand.objects.get(committee=committee, published__name="团结松")
    contest = Contest.objects.get(committee=committee)
    return {
        "home": reverse("home"),
        "month": _month(month),
        "agenda": f"{reverse('calendar-agenda')}?month={month.key}",
        "year": reverse("calendar-year"),
        "activity list": reverse("activity-list"),
        "activity, archived": held.get_absolute_url(),
        "activity, coming": coming.get_absolute_url(),
        "new activity": reverse("activity-create"),
        "duties": reverse("duty-matrix"),
        "alliances": reverse("alliance-list"),
        "alliance": alliance.get_absolute_url(),
        "composition": reverse("composition"),
        "organizations": reverse("organization-list"),
        "organization": unit.get_absolute_url(),
        "branches": reverse("branch-list"),
        "brands": reverse("brand-list"),
        "brand": brand.get_absolute_url(),
        "brand coverage": reverse("brand-coverage"),
        "contests": reverse("contest-list"),
        "contest": contest.get_absolute_url(),
        "contest stage": contest.stages.first().get_absolute_url(),
        "inbox": reverse("inbox"),
        "feeds": reverse("feed-list"),
        "search": f"{reverse('search')}?q=swxcb",
        "admin: activities": reverse("admin:activities_activity_changelist"),
    }
