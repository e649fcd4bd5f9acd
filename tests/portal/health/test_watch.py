from datetime import UTC, datetime, timedelta

import pytest

from notices.models import Notice
from portal.health import outage, watch
from portal.health.findings import State
from portal.health.models import ProbeState
from tests.factories import make_user

pytestmark = pytest.mark.django_db
START = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


def at(minutes):
    return START + timedelta(minutes=minutes)


@pytest.fixture
def administrator():
    make_user()  # is told nothing
    return make_user(is_superuser=True)


def told(administrator):
    assert set(Notice.objects.values_list("recipient", flat=True)) <= {administrator.pk}
    return list(Notice.objects.order_by("pk").values_list("title", flat=True))


def test_since_is_kept_until_the_state_changes(found):
    found["disk"] = State.GOOD
    first = watch.look(now=at(0))
    again = watch.look(now=at(5))
    found["disk"] = State.WARNS
    changed = watch.look(now=at(7))

    assert [[seen.since for seen in each] for each in (first, again, changed)] == [[at(0)], [at(0)], [at(7)]]


def test_failure_is_told_once_when_it_lasts_and_once_when_it_ends(found, administrator):
    found["disk"] = State.FAILING
    for minute in (0, 9):
        watch.look(now=at(minute))
    early = told(administrator)
    for minute in (10, 11, 30):
        watch.look(now=at(minute))
    lasting = told(administrator)
    found["disk"] = State.GOOD
    for minute in (31, 32):
        watch.look(now=at(minute))

    assert early == []
    assert lasting == ["系统故障：disk"]
    assert told(administrator) == ["系统故障：disk", "系统恢复正常：disk"]


def test_failure_that_ends_soon_is_told_nobody(found, administrator):
    for minute, state in enumerate([State.FAILING, State.GOOD, State.FAILING, State.GOOD]):
        found["disk"] = state
        watch.look(now=at(9 * minute))

    assert told(administrator) == []


def test_failure_told_is_not_told_again_before_it_is_well(found, administrator):
    for minute, state in [(0, "failing"), (10, "failing"), (11, "warns"), (12, "failing"), (40, "failing")]:
        found["disk"] = State(state)
        watch.look(now=at(minute))

    assert told(administrator) == ["系统故障：disk"]


def test_next_failure_is_told_anew(found, administrator):
    for minute, state in [(0, "failing"), (10, "failing"), (11, "good"), (12, "failing"), (22, "failing")]:
        found["disk"] = State(state)
        watch.look(now=at(minute))

    assert told(administrator) == ["系统故障：disk", "系统恢复正常：disk", "系统故障：disk"]


def test_two_who_look_at_once_tell_once(found, administrator):
    found["disk"] = State.FAILING
    [first] = watch.look(now=at(0))
    row, stale = ProbeState.objects.get(), ProbeState.objects.get()

    watch._settle_one(row, first.probe, first.finding, at(10))
    watch._settle_one(stale, first.probe, first.finding, at(10))

    assert told(administrator) == ["系统故障：disk"]


def test_outage_of_the_database_is_told_when_it_is_back(found, administrator, settings, tmp_path):
    settings.VAR_DIR = tmp_path
    found["database"] = State.FAILING
    gone = [watch.look(now=at(minute))[0].since for minute in (0, 5)]
    found["database"] = State.GOOD
    back = [watch.look(now=at(minute))[0].since for minute in (12, 13)]

    assert (gone, back) == ([at(0), at(0)], [at(12), at(12)])
    assert told(administrator) == ["系统恢复正常：数据库"]
    assert Notice.objects.get().body.startswith("数据库自 2026-11-23 16:00 至 2026-11-23 16:12 不可用")


def test_short_outage_is_told_nobody(found, administrator, settings, tmp_path):
    settings.VAR_DIR = tmp_path
    found["database"] = State.FAILING
    watch.look(now=at(0))
    found["database"] = State.GOOD
    watch.look(now=at(2))

    assert (told(administrator), outage.since()) == ([], None)


def test_broken_note_of_an_outage_does_no_harm(found, settings, tmp_path):
    settings.VAR_DIR = tmp_path
    outage.path().write_text("{")
    found["database"] = State.GOOD

    watch.look(now=at(0))

    assert not outage.path().exists()
