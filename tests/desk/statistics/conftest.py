"""The committee with the ledger of 2023, and a small one in which every figure is known by heart."""

from datetime import date
from types import SimpleNamespace

import pytest
from django.conf import settings

from accounts.models import User
from activities import defaults, ledger
from activities.models import Activity, Outcome
from branches import roster
from tests.factories import (
    at,
    make_activity,
    make_alliance,
    make_committee,
    make_measure,
    make_participation,
    make_report,
    make_seat,
    make_staff,
    make_type,
)

SAMPLE = settings.BASE_DIR / "sample"
ACCEPTED = Activity.State.ACCEPTED


def _import():
    committee = make_committee(name="中共示例市委市直机关工作委员会", short_name="市直机关工委")
    defaults.create_words(committee)
    with (SAMPLE / "roster-2026.xlsx").open("rb") as file:
        roster.import_now(committee, file, on=date(2023, 1, 1), name="roster-2026.xlsx")
    with (SAMPLE / "activities-2023.xlsx").open("rb") as file:
        ledger.apply(ledger.plan_ledger(committee, file, name="activities-2023.xlsx"))
    return make_staff(committee).pk


@pytest.fixture(scope="session")
def ledger_2023(snapshot):
    return snapshot("ledger of 2023", _import)


@pytest.fixture
def staff_2023(ledger_2023, db, media):
    """Somebody of the staff of the committee whose ledger of 2023 is imported."""
    return User.objects.get(pk=ledger_2023.restore())


def hold(alliance, on, **fields):
    """An accepted activity with its report: `value` of 助农消费, `people`, `spent`, `units` that came."""
    value, people, spent = (fields.pop(name, None) for name in ("value", "people", "spent"))
    units, partners = fields.pop("units", ()), fields.pop("partners", ())
    fields.setdefault("state", ACCEPTED)
    activity = make_activity(alliance=alliance, starts_at=at(*on), ends_at=at(*on, 11), **fields)
    activity.partners.set(partners)
    for unit, count in units:
        make_participation(activity=activity, organization=unit, answer="attending", present_count=count)
    report = make_report(activity, head_count=people, expense=spent)
    if value is not None:
        Outcome.objects.create(report=report, measure=make_measure(activity.committee), value=value)
    return activity


@pytest.fixture
def town(db):
    """Two alliances and what they held in the first half of 2026, one of it together, and one thing a year before."""
    committee = make_committee()
    first, second = (make_alliance(committee=committee, order_number=number) for number in (1, 2))
    host, guest = make_seat(alliance=first, role="lead").organization, make_seat(alliance=second).organization
    theme, other = make_type(committee), make_type(committee, "业务培训")
    units = [(host, 5), (guest, 7)]
    joint = {"value": "100.50", "people": 12, "spent": 80, "partners": [second], "units": units}
    return SimpleNamespace(
        committee=committee,
        first=first,
        second=second,
        host=host,
        guest=guest,
        theme=theme,
        staff=make_staff(committee),
        joint=hold(first, (2026, 1, 1), type=theme, **joint),
        alone=hold(second, (2026, 6, 30), type=other, host=guest, value=3, people=7, units=[(guest, 7)]),
        own=hold(None, (2026, 3, 31), committee=committee, type=other, people=20, value=0),
        waiting=hold(first, (2026, 2, 1), type=theme, state="reported", value=9000, people=9),
        due=hold(first, (2026, 2, 2), type=theme, state="published"),
        after=hold(first, (2026, 7, 1), type=theme, value=9000),
        last_year=hold(first, (2025, 6, 30), type=theme, value=40, people=4, units=[(host, 4)]),
    )
