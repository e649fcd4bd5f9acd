"""The sample's contest in mid-life: 48 entries, nine judges, 初评 open and nearly all sheets in.

What is left is a person's: the account `judge` has three entries to finish, then the committee closes, locks, draws for
the final and so on; `manage.py sample --play-contest` (playing.py) scores for everybody else.
"""

from datetime import datetime, time, timedelta

from django.db.models import F
from django.utils import timezone
from simple_history.utils import bulk_create_with_history

from accounts.models import User
from alliances.models import Seat
from assessments import lots
from assessments.entering import offered
from assessments.models import Contest, ContestStep, Draw, Entry, Stage
from desk.sample.accounts import PASSWORD
from desk.sample.contest_rules import ENTRIES, FIRST, create_contest, create_judges
from desk.sample.marking import mark_in_bulk
from notices.models import Notice

LEFT_TO_JUDGE = 3  # entries the account `judge` has not signed
PER_ALLIANCE, PER_UNIT = 7, 2
KNOWN = ("税润新安", "声入人心", "同心共富", "先行窗口", "安居先锋", "守望金融")  # take part in any case


def create_contest_in_judging(committee, people, day):
    staff = people["staff"]
    contest = create_contest(committee, day)
    create_judges(contest, PASSWORD, by=staff)
    contest.open_entries(by=staff)
    _enter(contest, staff, day)
    contest.close_entries(by=staff)
    first = contest.stages.get(name=FIRST)
    lots.draw(first, f"{day.year}-{FIRST}-示例", by=staff)
    first.open(by=staff)
    mark_in_bulk(first, leave=(people["judge"], LEFT_TO_JUDGE))
    _move_back(contest, first, day)
    return contest


def summary(contest):
    entries, judges = contest.entries.taking_part().count(), contest.judges.count()
    return f"{contest}，{entries} 个品牌参评，{judges} 名评委，{FIRST}评分中"


def _enter(contest, staff, day):
    """Accepted and numbered, in official order of the units."""
    brands = _chosen(contest, staff, day)
    seats = dict(Seat.objects.on(day).values_list("organization", "alliance"))
    officers = User.objects.filter(committee=contest.committee, post=User.Post.OFFICER)
    officers = {user.organization_id: user for user in officers.order_by("-pk")}
    entries = [
        Entry(
            contest=contest,
            brand=brand,
            version=brand.published,
            organization=brand.organization,
            alliance_id=seats.get(brand.organization_id),
            number=number,
            state=Entry.State.ACCEPTED,
            entered_by=officers.get(brand.organization_id, staff),
            entered_at=_moment(day - timedelta(days=20 + number % 20)),
        )
        for number, brand in enumerate(brands, start=1)
    ]
    bulk_create_with_history(entries, Entry, default_user=staff)
    ContestStep.objects.bulk_create(step for entry in entries for step in _steps_of(entry, staff))


def _steps_of(entry, staff):
    words = (("报送", entry.entered_by, f"“{entry}”"), ("受理", staff, f"“{entry}”，参赛编号{entry.number}"))
    for verb, by, reason in words:
        yield ContestStep(contest=entry.contest, verb=verb, by=by, reason=reason, is_public=False, at=entry.entered_at)


def _chosen(contest, staff, day):
    """From what may be entered: at most two of a unit, the alliances even."""
    free = [offer.brand for offer in offered(contest, staff, day) if not offer.why_not]
    seats = dict(Seat.objects.on(day).values_list("organization", "alliance"))
    old = [brand for brand in free if brand.organization_id and brand.published_on < day - timedelta(days=60)]
    chosen, units, alliances = [], {}, {}
    for brand in sorted(old, key=lambda brand: (brand.published.name not in KNOWN, brand.pk * 37 % 101, brand.pk)):
        unit, alliance = brand.organization_id, seats.get(brand.organization_id)
        if units.get(unit, 0) < PER_UNIT and alliances.get(alliance, 0) < PER_ALLIANCE and len(chosen) < ENTRIES:
            units[unit], alliances[alliance] = units.get(unit, 0) + 1, alliances.get(alliance, 0) + 1
            chosen.append(brand)
    return sorted(chosen, key=lambda brand: (brand.organization.order_number, brand.pk))


def _move_back(contest, first, day):
    """What was done in a moment is laid over the weeks before."""
    opened, closed, drawn = (_moment(day - timedelta(days=back)) for back in (45, 8, 5))
    Contest.objects.filter(pk=contest.pk).update(entries_until=day - timedelta(days=15), state_since=closed)
    Stage.objects.filter(pk=first.pk).update(opened_at=drawn)
    Draw.objects.filter(stage=first).update(at=drawn)
    steps = contest.steps.exclude(verb__in=["报送", "受理"])
    steps.filter(verb="截止征集，转入评审").update(at=closed)
    steps.filter(stage=first).update(at=F("at") - timedelta(days=5))
    steps.filter(stage=None).exclude(verb="截止征集，转入评审").update(at=opened)
    told = Notice.objects.filter(key__startswith=f"contest-{contest.pk}-entries")
    told.update(created_at=opened, read_at=opened)
    contest.refresh_from_db()


def _moment(day):
    return timezone.make_aware(datetime.combine(day, time(9)))
