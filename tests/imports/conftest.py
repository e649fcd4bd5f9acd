import pytest

from alliances.models import Alliance, Committee, Organization, Seat
from branches import roster
from branches.models import Branch
from tests.factories import make_committee
from tests.imports.workbooks import ROSTER

TABLES = {
    Organization: [
        "short_name",
        "name",
        "kind",
        "category__name",
        "member_count",
        "term_since",
        "until",
        "order_number",
    ],
    Alliance: ["name", "mark", "order_number", "since", "until"],
    Seat: ["organization__short_name", "alliance__name", "role", "since", "until"],
    Branch: ["organization__short_name", "name", "secretary_name", "member_count", "term_since", "star", "until"],
}


@pytest.fixture(autouse=True)
def private_files(media):
    """Uploads of a test stay in its own folder."""


def make_our_committee():
    return make_committee(name="中共黄山市委市直机关工作委员会", short_name="市直机关工委")


@pytest.fixture
def committee(db):
    return make_our_committee()


@pytest.fixture(scope="session")
def roster_snapshot(snapshot):
    def build():
        committee = make_our_committee()
        with ROSTER.open("rb") as file:
            roster.import_now(committee, file, name=ROSTER.name)
        return committee.pk

    return snapshot("roster", build)


@pytest.fixture
def imported(roster_snapshot, db, media):
    """The committee with the sample roster."""
    return Committee.objects.get(pk=roster_snapshot.restore())


@pytest.fixture
def whole(db):
    """whole(): everything a roster may touch, to be compared before and after."""
    return lambda: {model: sorted(map(str, model.objects.values_list(*names))) for model, names in TABLES.items()}
