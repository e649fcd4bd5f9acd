"""The one committee of a province that all others copy: the sample, ten years of activities, an officer in each unit.

Members are figures of branches and units in this portal, not rows of persons; only who signs in is a row. So a
committee here counts MEMBERS members and has some 800 accounts: staff, leaders, judges, an officer in each of the 88
units, a member in each branch.
"""

from datetime import timedelta

from django.contrib.auth.hashers import make_password
from django.db import connection
from django.db.models import F, Sum
from django.utils import timezone

from accounts.models import User
from activities.models import Activity, Outcome, Participation, Report, Step
from activities.models.states import State
from alliances.models import Committee, Organization
from benchmarks.growth import fill_month, measured_month
from benchmarks.province.copying import copy
from branches.models import Branch
from desk import sample

COMMITTEES, UNITS, YEARS, MEMBERS = 120, 88, 10, 1_400_000
COPY_OF_YEAR, COPY_OF_COMMITTEE = 100_000, 1_000_000  # what is added to a key
NOTICES_A_YEAR, OF_MEMBERS = 20, 4  # of each person who does the work, and of members
ACCEPTED = f"(SELECT id FROM activities_activity WHERE state = '{State.ACCEPTED}')"  # noqa: S608  our own names


def create(years=YEARS, today=None, say=lambda line: None):
    """In an empty, migrated database."""
    today = today or timezone.localdate()
    sample.load(today, say=lambda line: None)
    committee = Committee.objects.get()
    fill_month(committee, measured_month(today))
    open_accounts(committee)
    count_members(committee, MEMBERS // COMMITTEES)
    add_years(years - 1, say)
    fill_inboxes(years)


def open_accounts(committee):
    """One officer for each unit that has none, one member for each branch; nobody knows their passwords."""
    password = make_password(None)
    common = {"committee": committee, "password": password}
    units = Organization.objects.filter(committee=committee)
    has_officer = User.objects.filter(post=User.Post.OFFICER).values("organization")
    officers = [
        User(username=f"officer{unit.pk}", name="示例干事", post=User.Post.OFFICER, organization=unit, **common)
        for unit in units.exclude(pk__in=has_officer)
    ]
    members = [
        User(
            username=f"member{branch.pk}",
            name="示例党员",
            post=User.Post.MEMBER,
            organization_id=branch.organization_id,
            **common,
        )
        for branch in Branch.objects.filter(organization__committee=committee)
    ]
    staff = [User(username=f"staff{n}", name="示例工作人员", post=User.Post.STAFF, **common) for n in (2, 3)]
    User.objects.bulk_create([*officers, *members, *staff])


def count_members(committee, wanted):
    """The figures of units in proportion, until the committee has so many members; branches keep to their unit's."""
    units = Organization.objects.filter(committee=committee)
    there = units.aggregate(sum=Sum("member_count"))["sum"]
    units.update(member_count=F("member_count") * wanted / there)
    Branch.objects.filter(organization__in=units).update(member_count=F("member_count") * wanted / there)
    rest = wanted - units.aggregate(sum=Sum("member_count"))["sum"]
    first = units.order_by("pk")[:1].values("pk")
    Organization.objects.filter(pk__in=first).update(member_count=F("member_count") + rest)


def add_years(years, say):
    """All that was accepted, with units, trail, report and outcomes, once more in each of the years before."""
    accepted, of_activity = f"id IN {ACCEPTED}", f"activity_id IN {ACCEPTED}"
    where = {Activity: accepted, Outcome: f"report_id IN (SELECT id FROM activities_report WHERE {of_activity})"}  # noqa: S608  our own names
    joins = [Activity.partners.through, Activity.forms.through, Activity.brands.through]
    children = [Participation, Step, Report, *joins]
    where |= {Activity.history.model: accepted, **dict.fromkeys(children, of_activity)}
    if years:
        # Children before parents, so that no condition finds what was just written.
        copy(
            [Activity.history.model, Outcome, *children, Activity],
            years,
            COPY_OF_YEAR,
            years=True,
            where=where,
            say=say,
        )


def fill_inboxes(years):
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO notices_notice (recipient_id, kind, title, body, link, key, created_at, read_at) "
            "SELECT u.id, 'news', '示例消息' || n || '：活动已发布', '请按时参加。', '/activities/', '', "
            "%s - n * interval '18 days', %s FROM accounts_user u "
            "CROSS JOIN generate_series(1, CASE u.post WHEN 'member' THEN %s ELSE %s END) n",
            [timezone.now() - timedelta(days=1), timezone.now(), OF_MEMBERS * years, NOTICES_A_YEAR * years],
        )


def counts():
    """What the province has, for the head of the report."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_database_size(current_database())")
        [size] = cursor.fetchone()
    return {
        "committees": Committee.objects.count(),
        "units": Organization.objects.units().count(),
        "branches": Branch.objects.count(),
        "members counted": Organization.objects.aggregate(sum=Sum("member_count"))["sum"],
        "accounts": User.objects.count(),
        "activities": Activity.objects.count(),
        "participations": Participation.objects.count(),
        "gigabytes": round(size / 1e9, 2),
    }
