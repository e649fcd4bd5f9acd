"""Days that staff entered or corrected: at once here, within a minute elsewhere, without a query for each page."""

from datetime import date

import pytest
from django.core.cache import cache
from django.db import DatabaseError, transaction
from django.test import TestCase
from redis import ConnectionError

from portal import special_days, workdays
from portal.models import HolidayNotice, SpecialDay
from portal.workdays import DayKind

WEEKDAY = DayKind(rest=False, off=False, work=False, festival="")
WEEKEND = DayKind(rest=True, off=False, work=False, festival="")
TYPHOON = date(2026, 9, 9)  # a Wednesday


def committed():
    return TestCase.captureOnCommitCallbacks(execute=True)


def enter(day, kind, festival=""):
    with committed():
        return SpecialDay.objects.create(day=day, kind=kind, festival=festival, document="示例发〔2026〕1号")


@pytest.fixture
def other_process(monkeypatch):
    """other_process(seconds): what a process knows that last looked so many seconds ago, before the change."""

    def look_after(seconds):
        special_days.keep(special_days.Entered())
        special_days._Shelf.look_at = 1000.0
        monkeypatch.setattr(special_days.time, "monotonic", lambda: 980.0 + seconds)
        return special_days.entered().days

    return look_after


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("day", "kind", "festival", "becomes"),
    [
        (TYPHOON, "off", "", DayKind(rest=True, off=True, work=False, festival="")),
        (date(2026, 10, 9), "off", "国庆节", DayKind(rest=True, off=True, work=False, festival="国庆节")),
        (date(2026, 10, 17), "work", "国庆节", DayKind(rest=False, off=False, work=True, festival="国庆节")),
        (date(2026, 10, 10), "ordinary", "", WEEKEND),
        (date(2026, 10, 7), "ordinary", "", WEEKDAY),
        (date(2027, 2, 8), "ordinary", "", WEEKDAY),
    ],
    ids=["a day off", "a longer festival", "a make-up day", "no make-up day", "a shorter festival", "library's day"],
)
def test_correction_wins_over_notice_and_library(day, kind, festival, becomes):
    before = workdays.day_kind(day)

    row = enter(day, kind, festival)

    assert workdays.day_kind(day) == becomes != before
    with committed():
        row.delete()
    assert workdays.day_kind(day) == before


@pytest.mark.django_db
def test_correction_moves_the_ends_of_terms():
    first = date(2026, 9, 8)
    assert workdays.add_workdays(first, 1) == TYPHOON

    enter(TYPHOON, "off")

    assert workdays.add_workdays(first, 1) == date(2026, 9, 10)
    assert workdays.workdays_between(first, date(2026, 9, 10)) == 2
    assert workdays.nearest_workday_before(TYPHOON) == first


@pytest.mark.django_db(transaction=True)
def test_correction_holds_once_it_is_committed():
    with transaction.atomic():
        SpecialDay.objects.create(day=TYPHOON, kind="off")
        assert workdays.is_workday(TYPHOON)
        transaction.set_rollback(True)

    assert workdays.is_workday(TYPHOON)


@pytest.mark.django_db(transaction=True)
def test_known_days_ask_nothing(django_assert_num_queries):
    SpecialDay.objects.create(day=TYPHOON, kind="off")
    with django_assert_num_queries(2):
        assert not workdays.is_workday(TYPHOON)

    with django_assert_num_queries(0):
        assert workdays.workdays_between(date(2026, 1, 1), date(2026, 12, 31)) == 247


@pytest.mark.django_db
@pytest.mark.parametrize(("seconds", "knows"), [(19, False), (20, True)])
def test_other_processes_learn_it_within_a_minute(other_process, seconds, knows, django_assert_num_queries):
    enter(TYPHOON, "off")
    special_days.entered()  # leaves it in the cache

    with django_assert_num_queries(0):
        known = other_process(seconds)

    assert (known != ()) is knows
    assert special_days.LOOK_AGAIN + special_days.KEPT <= 60


@pytest.mark.django_db
def test_reader_does_not_overwrite_what_was_just_changed(other_process, monkeypatch):
    enter(TYPHOON, "off")
    changed = [(TYPHOON, "off", "")], [2027]

    def rows_then_change(model, *names, **options):
        cache.set(special_days.KEY, changed, 30)  # by another process, after this one read
        return ()

    monkeypatch.setattr(special_days, "_rows", rows_then_change)
    other_process(20)

    assert cache.get(special_days.KEY) == changed


@pytest.mark.django_db
def test_without_the_cache_the_rows_are_read(other_process, monkeypatch):
    enter(TYPHOON, "off")

    def down(*_, **__):
        raise ConnectionError

    for name in ("get", "set", "add"):
        monkeypatch.setattr(cache, name, down, raising=False)

    assert other_process(20) == ((TYPHOON, "off", ""),)


@pytest.mark.django_db
def test_without_the_database_the_known_holds(other_process, monkeypatch):
    def down(*_, **__):
        raise DatabaseError

    monkeypatch.setattr(special_days, "_rows", down)

    assert other_process(20) == ()
    assert not workdays.is_workday(date(2026, 10, 1))


@pytest.mark.parametrize(("year", "known"), [(1998, True), (2024, True), (2026, True), (2027, False), (2120, False)])
def test_year_is_published_with_its_notice(year, known):
    assert workdays.is_published(year) is known


@pytest.mark.parametrize(
    ("days", "sentence"),
    [
        ([], ""),
        ([None, date(2026, 12, 31)], ""),
        ([date(2026, 12, 31), date(2027, 1, 4)], "2027年放假调休安排尚未公布，按法定节假日推算。"),
        (
            [date(2028, 1, 4), date(2027, 1, 4), date(2027, 5, 4)],
            "2027年、2028年放假调休安排尚未公布，按法定节假日推算。",
        ),
    ],
    ids=["no day", "known", "one year", "two years"],
)
def test_caveat_names_the_years(days, sentence):
    assert workdays.caveat(*days) == sentence


@pytest.mark.django_db
def test_entered_notice_takes_the_place_of_the_library():
    may, october = date(2027, 5, 3), date(2027, 10, 9)
    enter(may, "off", "劳动节")
    enter(october, "work", "国庆节")
    assert workdays.day_kind(date(2027, 10, 1)).festival == "国庆节"
    assert not workdays.is_published(2028)

    with committed():
        HolidayNotice.objects.create(year=2027, document="示例发〔2026〕1号")
        HolidayNotice.objects.create(year=2028, document="示例发〔2027〕1号")

    assert workdays.is_published(2027)
    assert workdays.caveat(may) == ""
    assert [workdays.day_kind(may).off, workdays.day_kind(october).work] == [True, True]
    assert workdays.day_kind(date(2027, 10, 1)) == WEEKDAY  # not among the notice's rows
    assert not workdays.is_published(2028)  # a notice without its days


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["off", "work", "ordinary"])
def test_correction_is_in_the_history(kind):
    row = enter(date(2026, 10, 10), "work", "国庆节")

    row.kind = kind
    row.save()
    row.delete()

    kinds = [(line.history_type, line.kind) for line in SpecialDay.history.order_by("history_id")]
    assert kinds == [("+", "work"), ("~", kind), ("-", kind)]
