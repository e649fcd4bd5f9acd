"""A feed of 1,000 events, and the same once more when nothing has changed (304)."""

from datetime import timedelta
from functools import partial

from django.utils import timezone

from accounts.models import User
from activities.calendars.feeds import subscribed
from activities.models import Activity, ActivityType, Feed, Participation
from activities.models.states import State
from benchmarks.requesting import Browser, medians

EVENTS = 1000


def measure():
    """{"events", "kb", "full", "unchanged": ms, "queries": [full, 304]}"""
    feed = Feed.subscribe(by=User.objects.get(username="unit"), name="党建联盟活动", filters={}, with_alarm=True)
    fill(feed)
    browser, path = Browser(), feed.get_absolute_url()
    _, headers, body = browser.get(path)
    known = {"if-none-match": headers["ETag"]}
    status, *_ = browser.get(path, **known)
    if status != 304:
        raise SystemExit(f"an unchanged feed answered {status}")
    [full] = medians(partial(browser.get, path))
    [unchanged] = medians(partial(browser.get, path, **known), batches=6)
    return {
        "events": body.count(b"BEGIN:VEVENT"),
        "kb": len(body) / 1024,
        "full": full,
        "unchanged": unchanged,
        "queries": [browser.queries(path), browser.queries(path, **known)],
    }


def fill(feed):
    """Published activities of the next year, until the feed has so many that are known to the day."""
    committee = feed.user.committee
    alliances = [(alliance, alliance.seats.leading().first()) for alliance in committee.alliances.all()]
    type_ = ActivityType.objects.filter(committee=committee).first()
    today = timezone.localdate()
    shown = subscribed(feed, today).exclude(precision=Activity.Precision.MONTH).count()
    start = timezone.now().replace(hour=1, minute=0, second=0, microsecond=0) + timedelta(days=70)
    made = []
    for number in range(EVENTS - shown):
        alliance, lead = alliances[number % len(alliances)]
        starts = start + timedelta(hours=6 * number % 7200)
        made.append(
            Activity(
                committee=committee,
                alliance=alliance,
                host=lead.organization,
                type=type_,
                title=f"联合主题党日第{number}场：乡村微宣讲与便民服务",
                plan="9:00 集中学习；10:30 分三组入户走访、法律咨询、义诊；12:00 小结，收集问题。",
                starts_at=starts,
                ends_at=starts + timedelta(hours=2),
                place="祁门县芳村",
                state=State.PUBLISHED,
            )
        )
    Activity.objects.bulk_create(made)
    Participation.objects.bulk_create(
        Participation(activity=activity, organization_id=activity.host_id) for activity in made
    )
