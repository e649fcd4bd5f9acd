"""The sample, and the same ten and a hundred times: in time (twenty years of archive) and in other committees.

The month that is measured has 84 activities at every size: it is next month, so that all of them are still to come and
are compared for clashes, which is the dearest month there is.
"""

import uuid
from collections import defaultdict
from copy import copy
from datetime import datetime, time, timedelta

from django.utils import timezone

from accounts.models import User
from activities.models import (
    Activity,
    ActivityType,
    Duty,
    Measure,
    Outcome,
    Participation,
    ReminderStep,
    Report,
    Step,
)
from activities.models.states import State
from alliances.models import Alliance, Category, Committee, Organization, Seat
from branches.models import Branch
from notices.models import Notice
from portal.quarters import month_period
from portal.workdays import day_kind

EVENTS = 84
YEARS = 20
BATCH = 1000


def measured_month(today):
    return month_period(today.year + today.month // 12, today.month % 12 + 1)


def fill_month(committee, period, count=EVENTS):
    """Workdays of the alliances in turn, 8 units each; some over several days, some without a clock, two that clash."""
    there = Activity.objects.filter(committee=committee).between(period.first_day, period.last_day).count()
    alliances = list(committee.alliances.all())
    units = _units(alliances)
    type_ = ActivityType.objects.filter(committee=committee).first()
    days = [day for day in _days(period) if not day_kind(day).rest]
    made, invited = [], []
    for number in range(count - there):
        which, turn = number % len(alliances), number // len(alliances)
        day = days[(turn * len(days) // 12 + which) % len(days)]
        activity = _plan(committee, alliances[which], units[which], type_, day, number, period)
        made.append(activity)
        invited += [Participation(activity=activity, organization_id=unit) for unit in units[which][:8]]
    Activity.objects.bulk_create(made)
    if len(made) > len(alliances):  # a unit asked to two places
        other = made[1]
        other.starts_at, other.ends_at = made[0].starts_at, made[0].ends_at
        other.save()
        invited.append(Participation(activity=other, organization_id=units[0][0]))
    Participation.objects.bulk_create(invited)


def _plan(committee, alliance, units, type_, day, number, period):
    starts = timezone.make_aware(datetime.combine(day, time(9 + number % 6, 30 * (number % 2))))
    ends, precision = starts + timedelta(hours=2), Activity.Precision.TIME
    if number % 14 == 5:
        ends = min(starts + timedelta(days=2), timezone.make_aware(datetime.combine(period.last_day, time(22))))
    elif number % 14 == 9:
        precision = Activity.Precision.DAY
    elif number % 21 == 11:
        precision = Activity.Precision.MONTH
    return Activity(
        committee=committee,
        alliance=alliance,
        host_id=units[0],
        type=type_,
        title=f"暖心服务进社区第{number + 1}场：乡村微宣讲与便民服务",
        starts_at=starts,
        ends_at=ends,
        precision=precision,
        place="屯溪区昱中街道",
        state=State.CANCELLED if number % 40 == 20 else State.SUBMITTED if number % 20 == 10 else State.PUBLISHED,
    )


def _units(alliances):
    seats = defaultdict(list)
    for alliance, unit in Seat.objects.order_by("pk").values_list("alliance", "organization"):
        seats[alliance].append(unit)
    return [seats[alliance.pk] for alliance in alliances]


def _days(period):
    return [
        period.first_day + timedelta(days=number) for number in range((period.last_day - period.first_day).days + 1)
    ]


def grow(committee, times, today):
    """Half of what is added is the committee's own archive, half belongs to further committees with all their units."""
    sample = Sample(committee)
    months = range((today.year - YEARS) * 12, today.year * 12 + today.month - 1)
    extra = times - 1
    for number in range(extra // 2):
        sample.archive(months, number)
    for number in range(extra):
        sample.found(number, with_activities=number % 2 == 0)
    _fill_inboxes(committee, times)


class Sample:
    """The rows that are copied."""

    def __init__(self, committee):
        self.committee = committee
        self.activities = list(Activity.objects.filter(committee=committee, state=State.ACCEPTED))
        self.children = {
            (model, key): _by_parent(model, key)
            for model, key in ((Participation, "activity_id"), (Step, "activity_id"), (Report, "activity_id"))
        }
        self.outcomes = _by_parent(Outcome, "report_id")
        self.words = [
            list(model.objects.filter(committee=committee))
            for model in (Category, Organization, Alliance, ActivityType, Measure, Duty, ReminderStep)
        ]
        self.seats = list(Seat.objects.filter(alliance__committee=committee))
        self.branches = list(Branch.objects.filter(organization__committee=committee))
        self.users = list(User.objects.filter(committee=committee, post=User.Post.OFFICER))

    def archive(self, months, number):
        made = []
        for index, activity in enumerate(self.activities):
            month = months[(number * len(self.activities) + index) * 7 % len(months)]
            made.append(_moved(activity, month // 12, month % 12 + 1))
        self._create(made, {})

    def found(self, number, *, with_activities):
        """A further committee."""
        committee = Committee.objects.create(name=f"示例区直机关工委{number}", short_name=f"示例工委{number}")
        mapping = {(Committee, self.committee.pk): committee.pk}
        for rows in self.words:
            self._copy(rows, mapping)
        self._copy(self.seats, mapping)
        self._copy(self.branches, mapping)
        people = [_copied(user, mapping, username=f"{user.username}-{number}", phone=None) for user in self.users]
        User.objects.bulk_create(people)
        if with_activities:
            self._create([_copied(each, mapping, uid=uuid.uuid4(), source_key="") for each in self.activities], mapping)

    def _copy(self, rows, mapping):
        model = type(rows[0])
        made = model.objects.bulk_create([_copied(row, mapping) for row in rows], batch_size=BATCH)
        mapping.update({(model, row.pk): new.pk for row, new in zip(rows, made, strict=True)})

    def _create(self, made, mapping):
        Activity.objects.bulk_create(made, batch_size=BATCH)
        parents = {old.pk: new.pk for old, new in zip(self.activities, made, strict=True)}
        for (model, key), rows in self.children.items():
            olds = [row for parent in parents for row in rows.get(parent, ())]
            news = [_copied(row, mapping, **{key: parents[getattr(row, key)]}) for row in olds]
            model.objects.bulk_create(news, batch_size=BATCH)
            if model is Report:
                self._create_outcomes(olds, news, mapping)

    def _create_outcomes(self, olds, news, mapping):
        made = [
            _copied(outcome, mapping, report_id=new.pk)
            for old, new in zip(olds, news, strict=True)
            for outcome in self.outcomes.get(old.pk, ())
        ]
        Outcome.objects.bulk_create(made, batch_size=BATCH)


def _by_parent(model, key):
    found = defaultdict(list)
    for row in model.objects.order_by("pk"):
        found[getattr(row, key)].append(row)
    return found


def _moved(activity, year, month):
    starts = timezone.localtime(activity.starts_at).replace(year=year, month=month, day=activity.starts_at.day % 28 + 1)
    ends = starts + (activity.ends_at - activity.starts_at)
    changes = {"starts_at": starts, "ends_at": ends, "state_since": ends, "changed_at": ends}
    return _copied(activity, {}, uid=uuid.uuid4(), source_key="", **changes)


def _copied(row, mapping, **changes):
    """A new row with the same values; foreign keys lead to the copies where there are any."""
    new = copy(row)
    new._state = copy(row._state)
    new._state.fields_cache, new._state.adding, new.pk = {}, True, None
    for field in row._meta.concrete_fields:
        if field.is_relation and (pk := getattr(row, field.attname)) is not None:
            setattr(new, field.attname, mapping.get((field.related_model, pk), pk))
    for name, value in changes.items():
        setattr(new, name, value)
    return new


def _fill_inboxes(committee, times):
    now = timezone.now()
    Notice.objects.bulk_create(
        [
            Notice(
                recipient=user,
                title=f"示例消息{number}：活动已发布",
                body="请按时参加。",
                created_at=now - timedelta(days=number),
                read_at=now,
            )
            for user in User.objects.filter(committee=committee)
            for number in range(20 * times)
        ],
        batch_size=BATCH,
    )
