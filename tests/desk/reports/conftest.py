"""A committee with the ledger of 2023, the figures signed as of its July, and a report drafted from them."""

from datetime import date

import pytest
from django.conf import settings

from accounts.models import User
from activities import defaults as activity_defaults
from activities import ledger
from branches import roster
from desk.models import ReportTemplate
from desk.reports import defaults, drafting
from desk.statistics.figures import Scope
from desk.statistics.snapshots import sign
from tests.factories import make_committee, make_staff

SAMPLE = settings.BASE_DIR / "sample"
SINCE, UNTIL = date(2023, 1, 1), date(2023, 7, 31)


def _import():
    committee = make_committee(name="中共示例市委市直机关工作委员会", short_name="市直机关工委")
    activity_defaults.create_words(committee)
    with (SAMPLE / "roster-2026.xlsx").open("rb") as file:
        roster.import_now(committee, file, on=SINCE, name="roster-2026.xlsx")
    with (SAMPLE / "activities-2023.xlsx").open("rb") as file:
        ledger.apply(ledger.plan_ledger(committee, file, name="activities-2023.xlsx"))
    defaults.create_template(committee)
    staff = make_staff(committee)
    sign(Scope(committee, SINCE, UNTIL), "2023年1至7月", by=staff)
    return staff.pk


@pytest.fixture(scope="session")
def year_2023(snapshot):
    return snapshot("year_2023", _import)


@pytest.fixture
def staff(year_2023, db, media):
    """Staff of the committee that has it all."""
    return User.objects.get(pk=year_2023.restore())


@pytest.fixture
def signed(staff):
    return staff.committee.snapshots.get()


@pytest.fixture
def template(staff):
    return ReportTemplate.objects.get(committee=staff.committee)


@pytest.fixture
def draft(staff, signed, template):
    return drafting.create(template, signed, by=staff)
