"""A mark written down wrongly is put right by its sheet; the locked result stands until it is computed anew."""

from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils.timezone import localdate

from assessments import codes
from assessments.results.locking import conclude, correct, lock
from tests.factories import make_open_stage, make_staff, score_all

pytestmark = pytest.mark.django_db


@pytest.fixture
def judged(snapshot, db, media):
    return snapshot("judged contest", _judged).restore()


def _judged():
    stage = make_open_stage(judges=2, entries=2, criteria=(("内容", 100),))
    score_all(stage, lambda judge, entry, _: 80 if entry.number == 1 else 70)
    staff = make_staff(stage.contest.committee)
    stage.close(by=staff)
    lock(stage, by=staff)
    conclude(stage.contest, by=staff)
    return stage, staff


def amend(client, stage, **fields):
    sheet = stage.turns.get(entry__number=2).sheets.order_by("judge__order_number").first()
    values = {"code": sheet.code, "criterion": stage.criteria.get().pk, "mark": "96", "reason": "录入时看错"}
    return client.post(reverse("contest-amend", args=[stage.contest_id]), values | fields), sheet


def totals(result):
    return list(result.placings.order_by("place").values_list("entry__number", "total"))


def test_amended_mark_changes_only_the_next_version(client, judged):
    stage, staff = judged
    first = stage.contest.results.get(stage=None)
    client.force_login(staff)

    response, sheet = amend(client, stage)
    assert response.status_code == 302
    assert totals(first) == [(1, Decimal("80.0000")), (2, Decimal("70.0000"))]
    second = correct(stage.contest, by=staff, reason="录入更正")

    assert totals(second) == [(2, Decimal("83.0000")), (1, Decimal("80.0000"))]  # (96 + 70) / 2
    assert totals(first) == [(1, Decimal("80.0000")), (2, Decimal("70.0000"))]
    change = sheet.changes.get(act="amend")
    assert (change.before, change.after, change.reason, change.by) == (70, 96, "录入时看错", staff)


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"code": "ABCD2345"}, "没有这个表号"),
        ({"mark": "101"}, "应在 0 到 100 之间"),
        ({"mark": "9,5"}, "小数点"),
        ({"reason": ""}, "更正原因"),
        ({"criterion": "0"}, "评分项"),
    ],
)
def test_faulty_amendment_is_refused_and_changes_nothing(client, judged, fields, said):
    stage, staff = judged
    client.force_login(staff)

    response, sheet = amend(client, stage, **fields)

    assert response.status_code == 422
    assert said in response.content.decode()
    assert sheet.marks.get().value == 70


@pytest.mark.parametrize("between", ["、", "，", " ", "；", "\n"])
@pytest.mark.parametrize(
    "form", [codes.spaced, str, str.lower, "-".join], ids=["as printed", "in one", "small", "dashes"]
)
def test_sheets_to_leave_out_are_named_as_they_are_printed(client, judged, between, form):
    stage, staff = judged
    out = list(stage.judges.first().sheets.order_by("pk"))
    client.force_login(staff)

    named = {"reason": "评委应回避", "void": between.join(form(sheet.code) for sheet in out)}
    client.post(reverse("contest-correct", args=[stage.contest_id]), named)

    assert stage.contest.results.filter(stage=None).count() == 2
    assert {sheet.state for sheet in stage.judges.first().sheets.all()} == {"void"}


def test_unknown_code_is_named_and_nothing_left_out(client, judged):
    stage, staff = judged
    sheet = stage.judges.first().sheets.first()
    client.force_login(staff)

    fields = {"reason": "评委应回避", "void": f"{codes.spaced(sheet.code)}、K7PQ"}
    answer = client.post(reverse("contest-correct", args=[stage.contest_id]), fields)

    assert (answer.status_code, "没有已签交的评分表：K7PQ。" in answer.content.decode()) == (422, True)
    sheet.refresh_from_db()
    assert sheet.state == "signed"


def test_publicity_is_told_to_the_judges(client, judged):
    stage, staff = judged
    judge = stage.judges.first().user
    client.force_login(staff)

    client.post(reverse("contest-publicize", args=[stage.contest_id]), {"day": localdate().isoformat()})

    assert judge.notices.filter(title__startswith="结果公示").count() == 1
