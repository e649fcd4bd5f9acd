"""Letters answered and key tasks done, in time or not."""

from datetime import date

import pytest
from django.urls import reverse

from assessments.facts import links_for
from letters.models import Letter, Recipient
from tests.assessments.facts.asking import ask, said
from tests.factories import at, make_leader, make_member, make_officer, make_seat, make_staff, make_task

pytestmark = pytest.mark.django_db


def sent(unit, due_on, *, replied_on=None, settled_on=None, title="关于换届的提醒函", state="issued", number=""):
    letter = Letter.objects.create(
        committee=unit.committee, kind="reminder", title=title, body="示例。", state=state, number=number,
        issued_on=date(2026, 3, 2),
    )  # fmt: skip
    closed_at = at(settled_on.year, settled_on.month, settled_on.day) if settled_on else None
    return Recipient.objects.create(
        letter=letter, organization=unit, due_on=due_on, replied_on=replied_on, closed_at=closed_at,
        state="closed" if settled_on else "replied" if replied_on else "waiting",
    )  # fmt: skip


def given(owner, due_on, *steps, **fields):
    """Steps: (verb, month, day)."""
    verbs = [verb for verb, *_ in steps]
    state = {"close": "closed", "report": "reported", "drop": "dropped", "return": "returned"}.get(
        verbs[-1] if verbs else "", "assigned"
    )
    task = make_task(owner, due_on=due_on, state=state, title="走访企业", **fields)
    for verb, month, day in steps:
        task.steps.create(verb=verb, state=state, at=at(2026, month, day, 23, 30))
    return task


DUE = date(2026, 3, 10)
WORDS = "《关于换届的提醒函》，3月10日前答复"


@pytest.mark.parametrize(
    ("fields", "words", "flags", "done", "missed"),
    [
        ({"replied_on": date(2026, 3, 10)}, "3月10日答复", (), 1, 0),
        ({"replied_on": date(2026, 3, 11)}, "3月11日答复，逾期答复", ("逾期答复",), 0, 1),
        ({}, "未答复", ("未答复",), 0, 1),
        ({"settled_on": date(2026, 3, 5)}, "3月5日事项办结，不再答复", (), 1, 0),
        ({"replied_on": date(2026, 3, 9), "settled_on": date(2026, 4, 1)}, "3月9日答复", (), 1, 0),
    ],
)
def test_letters_are_answered_by_the_day_they_are_due(unit, fields, words, flags, done, missed):
    part = sent(unit, DUE, **fields)

    facts, others = ask("letters_answered", unit), ask("letters_answered", unit, count="missed")

    (item,) = facts.items
    assert (item.key, item.text, item.flags) == (f"letter:{part.letter_id}:{unit.pk}", f"{WORDS}，{words}", flags)
    assert (facts.total, others.total, facts.whole) == (done, missed, 1)


@pytest.mark.parametrize(
    ("day", "words", "whole"),
    [
        (date(2026, 3, 10), "期限还没有到", 0),
        (date(2026, 3, 11), "未答复", 1),
        (date(2026, 3, 20), "3月20日答复，逾期答复", 1),
    ],
)
def test_letters_stand_as_of_the_day(unit, day, words, whole):
    sent(unit, DUE, replied_on=date(2026, 3, 20))

    facts = ask("letters_answered", unit, day=day)

    assert ([item.text for item in facts.items], facts.whole) == ([f"{WORDS}，{words}"], whole)


def test_letters_count_in_the_seat_of_the_day_and_for_the_alliance_together(alliance, unit):
    late = make_seat(alliance=alliance, since=date(2026, 3, 11)).organization
    late.short_name = "市示例局新"
    late.save()
    sent(unit, DUE, replied_on=date(2026, 3, 9), number="示例函〔2026〕3号")
    sent(late, DUE)
    sent(late, date(2026, 3, 12), title="关于任务的督办函")

    assert said(ask("letters_answered", late, count="missed")) == [
        (f"{WORDS}，当日不在席，不计入", None),
        ("《关于任务的督办函》，3月12日前答复，未答复", 1),
    ]
    assert said(ask("letters_answered", alliance)) == [
        (f"{unit.short_name}：《关于换届的提醒函》（示例函〔2026〕3号），3月10日前答复，3月9日答复", 1),
        ("市示例局新：《关于任务的督办函》，3月12日前答复，未答复", None),
    ]


def test_void_letters_and_those_without_a_term_are_not_asked_for(unit):
    sent(unit, DUE, state="void")
    sent(unit, None)
    sent(unit, date(2027, 1, 2))

    assert ask("letters_answered", unit).items == ()


JUNE = date(2026, 6, 30)
TASK = "走访企业，期限6月30日"


@pytest.mark.parametrize(
    ("steps", "words", "done", "missed", "whole"),
    [
        ([("report", 6, 30), ("close", 7, 3)], "6月30日报办结，核查通过", 1, 0, 1),
        ([("report", 7, 1), ("close", 7, 3)], "7月1日报办结，核查通过，逾期办结", 0, 1, 1),
        ([("report", 6, 20), ("return", 6, 25), ("report", 6, 29), ("close", 7, 9)],
         "6月29日报办结，核查通过", 1, 0, 1),
        ([("report", 6, 20), ("return", 7, 2), ("report", 7, 3), ("close", 7, 9)],
         "7月3日报办结，核查通过，逾期办结", 0, 1, 1),
        ([("report", 6, 20)], "6月20日报办结，待核查，暂不计", 0, 0, 0),
        ([("report", 7, 2)], "7月2日报办结，待核查，逾期未办结", 0, 1, 1),
        ([("report", 6, 20), ("return", 6, 25)], "逾期未办结", 0, 1, 1),
        ([("report", 6, 20), ("withdraw", 6, 21)], "逾期未办结", 0, 1, 1),
        ([], "逾期未办结", 0, 1, 1),
        ([("drop", 7, 1)], "已撤销，不计", 0, 0, 0),
    ],
)  # fmt: skip
def test_tasks_are_done_by_the_report_that_passed(unit, steps, words, done, missed, whole):
    task = given(unit, JUNE, ("assign", 5, 6), *steps)

    facts, others = ask("tasks_closed", unit), ask("tasks_closed", unit, count="missed")

    assert [(item.key, item.text) for item in facts.items] == [(f"task:{task.pk}", f"{TASK}，{words}")]
    assert (facts.total, others.total, facts.whole, others.whole) == (done, missed, whole, whole)


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2026, 5, 5), []),
        (date(2026, 6, 20), [f"{TASK}，期限还没有到"]),
        (date(2026, 7, 1), [f"{TASK}，逾期未办结"]),
        (date(2026, 7, 2), [f"{TASK}，7月2日报办结，待核查，逾期未办结"]),
        (date(2026, 7, 8), [f"{TASK}，7月2日报办结，核查通过，逾期办结"]),
    ],
)
def test_tasks_stand_as_of_the_day(unit, day, words):
    given(unit, JUNE, ("assign", 5, 6), ("report", 7, 2), ("close", 7, 8))

    assert [item.text for item in ask("tasks_closed", unit, day=day).items] == words


def test_tasks_belong_to_whom_they_were_given(alliance, lead, unit):
    given(alliance, JUNE)
    given(unit, JUNE, raiser=lead)

    assert [ask("tasks_closed", one, count="missed").total for one in (alliance, lead, unit)] == [1, 0, 1]
    assert ask("tasks_closed", unit, raiser="committee").items == ()


def test_tasks_count_in_the_seat_and_only_when_they_were_given(alliance):
    late = make_seat(alliance=alliance, since=date(2026, 7, 1)).organization
    given(late, JUNE)
    make_task(late, due_on=JUNE, state="raised")
    given(late, date(2027, 1, 1))

    assert said(ask("tasks_closed", late, count="missed")) == [(f"{TASK}，当日不在席，不计入", None)]


def test_links_lead_to_letters_and_tasks_for_those_who_see_them(alliance, unit):
    part, task = sent(unit, DUE), given(unit, JUNE)
    keys = [f"letter:{part.letter_id}:{unit.pk}", f"task:{task.pk}"]
    both = {keys[0]: reverse("letter-detail", args=[part.letter_id]), keys[1]: reverse("task-detail", args=[task.pk])}

    people = {
        "staff": make_staff(alliance.committee),
        "unit": make_officer(unit),
        "leader": make_leader(alliance),
        "member": make_member(unit),
        "other": make_officer(make_seat(alliance=alliance).organization),
        "other_staff": make_staff(),
    }

    found = {name: links_for(person, keys) for name, person in people.items()}
    assert found == {name: both if name in ("staff", "unit", "leader") else {} for name in people}
