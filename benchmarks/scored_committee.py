"""A committee of any size with last year's records of every kind that an assessment counts, written in bulk.

Of each twelve units an alliance; of each alliance nine joint activities in the year and of each unit one of its own, so
that a unit is asked to nine and holds or joins seven; every report with two figures; two letters and three tasks for
each unit. 606 branches on 88 units, four in ten with a brand. Nothing is drawn by lot: the same size gives the same
rows.
"""

from datetime import date, datetime, time, timedelta

from django.utils import timezone

from accounts.models import User
from activities.models import (
    Activity,
    ActivityType,
    Duty,
    Measure,
    Outcome,
    Participation,
    Reminder,
    Report,
    Step,
)
from alliances.models import Alliance, Category, Committee, Organization, Seat
from benchmarks.scored_matters import create_matters
from benchmarks.scored_standing import create_standing

PER_ALLIANCE = 12
JOINT = 9  # activities of an alliance in the year
BATCH = 1000
TYPES = ("联合主题党日", "进主题党日基地", "志愿服务", "业务互学", "专题党课")
MEASURES = ("解决问题", "志愿服务")
ANSWERS = (("attending", None), ("attending", 6), ("attending", 4), ("leave", None), ("none", None), ("attending", 5))


def scored_year():
    """The last one: whenever this runs, all of it is over."""
    return timezone.localdate().year - 1


def create_committee(organizations):
    """It has the accounts `scored-staff`, `scored-lead` and `scored-unit`."""
    committee = Committee.objects.create(name=f"示例考核工委{organizations}", short_name=f"考核工委{organizations}")
    units, alliances = _units(committee, organizations)
    staff = _people(committee, units)
    types = bulk(ActivityType, (ActivityType(committee=committee, name=name) for name in TYPES))
    duties = _duties(committee, types)
    _activities(committee, alliances, units, types)
    _reminders(duties, units)
    create_standing(committee, units, scored_year(), staff)
    create_matters(committee, units, scored_year())
    return committee


def bulk(model, rows):
    return model.objects.bulk_create(rows, batch_size=BATCH)


def _units(committee, count):
    category = Category.objects.create(committee=committee, name="政府组成部门", may_lead=True, may_deputize=True)
    began = date(2019, 1, 1)
    alliances = bulk(
        Alliance,
        (
            Alliance(committee=committee, order_number=at, name=f"示例第{at + 1}联盟", mark="联", since=began)
            for at in range(-(-count // PER_ALLIANCE))
        ),
    )
    units = bulk(
        Organization,
        (
            Organization(
                committee=committee,
                category=category,
                order_number=at,
                name=f"中共示例第{at + 1}局委员会",
                short_name=f"示例第{at + 1}局",
                term_since=date(scored_year() - 1 - at % 5, 3, 1),
                term_years=5,
            )
            for at in range(count)
        ),
    )
    bulk(
        Seat,
        (
            Seat(
                alliance=alliances[at // PER_ALLIANCE],
                organization=unit,
                role=Seat.Role.MEMBER if at % PER_ALLIANCE else Seat.Role.LEAD,
                since=began,
            )
            for at, unit in enumerate(units)
        ),
    )
    return units, alliances


def _people(committee, units):
    staff = User.objects.create(username="scored-staff", name="示例人员", post=User.Post.STAFF, committee=committee)
    for name, unit in (("lead", units[0]), ("unit", units[1])):
        User.objects.create(
            username=f"scored-{name}",
            name="示例干部",
            post=User.Post.OFFICER,
            committee=committee,
            organization=unit,
        )
    return staff


def _duties(committee, types):
    """As in the sample: a theme day each quarter, and four acts of the year; of alliances and of units."""
    return bulk(
        Duty,
        (
            Duty(
                committee=committee,
                year=scored_year(),
                name=f"{type_.name}（{Duty.OwedBy(owner).label}）",
                type=type_,
                period=Duty.Period.YEAR if at else Duty.Period.QUARTER,
                owed_by=owner,
                order_number=at,
            )
            for owner in Duty.OwedBy.values
            for at, type_ in enumerate(types)
        ),
    )


def _activities(committee, alliances, units, types):
    members = [units[at * PER_ALLIANCE : (at + 1) * PER_ALLIANCE] for at in range(len(alliances))]
    joint = [
        _held(committee, types[turn % len(types)], members[at][turn % len(members[at])], at * 5 + turn * 40, alliance)
        for at, alliance in enumerate(alliances)
        for turn in range(JOINT)
    ]
    own = [_held(committee, types[at % len(types)], unit, at * 7) for at, unit in enumerate(units)]
    bulk(Activity, [*joint, *own])
    _participations(joint, members)
    partners = Activity.partners.through
    bulk(
        partners,
        (
            partners(activity=activity, alliance=alliances[(at // JOINT + 1) % len(alliances)])
            for at, activity in enumerate(joint)
            if at % 6 == 0 and len(alliances) > 1
        ),
    )
    _reports(committee, [*joint, *own])


def _held(committee, type_, host, day, alliance=None):
    starts = timezone.make_aware(datetime.combine(date(scored_year(), 1, 5) + timedelta(days=day % 350), time(9)))
    return Activity(
        committee=committee,
        alliance=alliance,
        host=host,
        type=type_,
        title=f"示例{type_.name}：走进第{day % 97 + 1}社区",
        starts_at=starts,
        ends_at=starts + timedelta(hours=2),
        place="屯溪区昱中街道",
        state=Activity.State.ACCEPTED,
    )


def _participations(joint, members):
    """All of the alliance are asked; every seventh activity also a unit of the next one."""
    rows = []
    for at, activity in enumerate(joint):
        own = at // JOINT
        asked = [*members[own], *members[(own + 1) % len(members)][: at % 7 == 0 and len(members) > 1]]
        for place, unit in enumerate(asked):
            answer, present = ANSWERS[(at + place) % len(ANSWERS)]
            rows.append(
                Participation(
                    activity=activity,
                    organization=unit,
                    answer=answer,
                    leave_reason="参加全市会议" if answer == "leave" else "",
                    present_count=present,
                )
            )
    bulk(Participation, rows)


def _reports(committee, held):
    measures = bulk(Measure, (Measure(committee=committee, name=name, unit="件") for name in MEASURES))
    reports = bulk(Report, (Report(activity=activity, text="示例活动情况。") for activity in held))
    bulk(
        Outcome,
        (
            Outcome(report=report, measure=measure, value=at % 9 + 1)
            for at, report in enumerate(reports)
            for measure in measures
        ),
    )
    bulk(
        Step,
        (
            Step(activity=one, verb=Step.Verb.REPORT, state="reported", at=one.ends_at + timedelta(days=at % 14))
            for at, one in enumerate(held)
        ),
    )


def _reminders(duties, units):
    """Of the units' first duty, a tenth of them once."""
    duty = next(duty for duty in duties if duty.owed_by == Duty.OwedBy.ORGANIZATION)
    due = date(duty.year, 3, 31)
    sent = timezone.make_aware(datetime.combine(due, time(9)))
    bulk(
        Reminder,
        (
            Reminder(
                duty=duty,
                organization=unit,
                period_key=f"{duty.year}Q1",
                due_on=due,
                made_on=due - timedelta(days=14),
                sent_at=sent,
            )
            for unit in units[::10]
        ),
    )
