"""The province of `python -m benchmarks.province`, with three committees and two years."""

from statistics import median

import pytest
from django.db import connection
from django.db.models import Sum
from django.urls import reverse

from activities.models import Activity, Participation
from alliances.models import Committee, Organization
from benchmarks.province import decade, measuring, tables
from benchmarks.province.copying import copy, of_committees
from benchmarks.requesting import in_one_transaction
from tests.admin.conftest import World
from tests.factories import make_activity, make_staff

on_postgresql = pytest.mark.servers  # a province is copied by statements of PostgreSQL


@pytest.fixture
def committee(snapshot, db, media):
    """With one row of everything, as tests/admin looks at it."""
    [world] = snapshot("one committee", lambda: [World("市委", 2031)]).restore()
    return world.committee


def keys_to_nowhere():
    """The copies are written while the database checks no keys."""
    keys = [
        (model._meta.db_table, field.column, field.related_model._meta.db_table, field.target_field.column)
        for model in of_committees()
        for field in model._meta.concrete_fields
        if field.is_relation and field.db_constraint
    ]
    asked = [
        f'SELECT \'{table}.{column}\' WHERE EXISTS (SELECT 1 FROM "{table}" t LEFT JOIN "{to}" o '  # noqa: S608  our own names
        f'ON o."{key}" = t."{column}" WHERE t."{column}" IS NOT NULL AND o."{key}" IS NULL)'
        for table, column, to, key in keys
    ]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(asked))
        return [name for (name,) in cursor.fetchall()]


@on_postgresql
def test_province_copies_whole_committees_and_years(committee):
    Activity.objects.update(state=Activity.State.ACCEPTED)
    Organization.objects.update(member_count=7)
    held, came = Activity.objects.count(), Participation.objects.count()

    decade.open_accounts(committee)
    decade.count_members(committee, 10_000)
    decade.add_years(2, say=lambda line: None)
    decade.fill_inboxes(1)
    copy(of_committees(), 4, decade.COPY_OF_COMMITTEE)

    assert Committee.objects.count() == 5
    for model in of_committees():
        assert model._base_manager.count() % 5 == 0, model
    for one in Committee.objects.all():
        ours = Activity.objects.filter(committee=one)
        assert ours.count() == 3 * held
        assert ours.filter(participations__organization__committee=one).count() == 3 * came
        assert Organization.objects.filter(committee=one).aggregate(sum=Sum("member_count"))["sum"] == 10_000
    assert keys_to_nowhere() == []
    make_activity(committee=committee)  # the numbers go on behind the copies


@on_postgresql
def test_province_measures_pages_beside_their_floors(committee, settings):
    settings.ROOT_URLCONF = "benchmarks.urls"
    desk = measuring.Desk()
    desk.people = {"staff": make_staff(committee), "nobody": None}
    desk.paths = {"home": reverse("home"), "login": reverse("login")}

    with in_one_transaction():
        desk.prepare()
        facts = {role: dict(desk.facts(role)) for role in desk.people}
        times = desk.page("staff", "home", 3)

    assert {role: list(pages) for role, pages in facts.items()} == {"staff": ["home"], "nobody": ["login"]}
    assert facts["staff"]["home"]["queries"] <= tables.MOST_QUERIES
    assert {what: len(taken) for what, taken in times.items()} == {"wall": 3, "cpu": 3, "stack": 1, "sql": 1}
    assert median(times["sql"]) < median(times["cpu"])


def test_province_report_names_what_misses():
    fast, slow = [10.0] * 20, [20.0] * 20
    page = {
        size: {"queries": 9, "kb": 20, "peak": 900, "wall": cpu, "cpu": cpu, "stack": fast, "sql": fast}
        for size, cpu in ((1, fast), (120, slow))
    }
    found = {
        "pages": {
            "roles": {"staff": {"home": page}, tables.OF_ALL: {"home": page}},
            "month": {1: {"page": slow, "floor": fast}},
            "resident": {1: 100.0, 120: 100.0},
        },
        "crowd": {
            "people": 200,
            "clicks": 400,
            "errors": 1,
            "answers": {"200": 399, "0": 1},
            "p50": 30,
            "p95": 90,
            "a_second": 40,
        },
    }

    report = tables.report({1: {"committees": 1}, 120: {"committees": 120}}, found)

    assert "dearest page of the administrator, ×120" in report
    missed = [line.split("|")[1].strip() for line in report.splitlines() if "MISS" in line]
    assert missed == [
        "page that grows most, ×120 : ×1",
        "all pages together, ×120 : ×1",
        "errors, 200 people clicking every 5 s",
    ]
