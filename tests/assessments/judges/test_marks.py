"""Each mark by itself: kept at once, refused with the scale named, and never overwritten by one that is late."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assessments import sheets
from assessments.models import MarkChange
from tests.assessments.judges.panel import client_of
from tests.factories import make_member


def test_mark_is_kept_the_moment_it_is_entered(panel):
    client = panel.client()

    first = panel.save(client, "52.5")
    second = panel.save(client, "３８", criterion=1)

    assert (first.status_code, second.status_code) == (200, 200)
    assert {key: second.json()[key] for key in ("value", "total", "done")} == {
        "value": "38",
        "total": "90.5",
        "done": 2,
    }
    assert panel.marks() == ["52.5", "38"]


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("优秀", "请填数字"),
        ("52,5", "小数点请用“.”"),
        ("101", "超出评分范围，应在 0 到 60 之间"),
        ("-1", "应在 0 到 60 之间"),
        ("1.25", "小数位数过多"),
        ("", "没有填分数"),
        ("9" * 5000, "应在 0 到 60 之间"),
        ("5\x002", "请填数字"),
        ("nan", "请填数字"),
        ("1e1", "请填数字"),
    ],
)
def test_what_is_no_mark_is_refused_with_the_scale_named(panel, value, said):
    client = panel.client()
    kept = panel.save(client, "50").json()

    answer = panel.save(client, value, seen=kept["seen"])

    assert answer.status_code == 422
    assert said in answer.json()["message"]
    assert "应在 0 到 60 之间" in answer.json()["message"]
    assert panel.marks() == ["50"]


def test_every_change_is_kept_with_who_and_when(panel):
    client = panel.client()
    kept = panel.save(client, "50").json()
    panel.save(client, "51", seen=kept["seen"])

    changes = MarkChange.objects.order_by("pk").values_list("before", "after", "by")

    assert [(before and int(before), int(after), by) for before, after, by in changes] == [
        (None, 50, panel.judges[0].user_id),
        (50, 51, panel.judges[0].user_id),
    ]


def test_waiting_mark_does_not_overwrite_a_later_one(panel):
    client = panel.client()
    seen = panel.save(client, "40").json()["seen"]  # both telephones show 40
    panel.save(client, "55", seen=seen)  # the second one, later

    late = panel.save(client, "45", seen=seen, tried=["45"])  # the first one, out of its tunnel

    assert late.status_code == 409
    assert late.json()["value"] == "55"
    assert "已在别处改为 55，这里填的“45”没有采用" in late.json()["message"]
    assert panel.marks() == ["55"]
    again = panel.save(client, "45", seen=late.json()["seen"])  # entered once more, knowing of the 55
    assert again.status_code == 200
    assert panel.marks() == ["45"]


def test_mark_sent_again_because_the_answer_was_lost_is_simply_kept(panel):
    client = panel.client()
    panel.save(client, "40", tried=["40"])  # kept, but the answer never came

    again = panel.save(client, "40", tried=["40"])
    changed = panel.save(client, "41", tried=["40", "41"])

    assert (again.status_code, changed.status_code) == (200, 200)
    assert panel.marks() == ["41"]
    assert MarkChange.objects.count() == 2


def test_waiting_mark_is_told_kept_when_the_sheet_was_signed_with_it(panel):
    client = panel.client()
    panel.save(client, "40")
    panel.save(client, "30", criterion=1)
    sheets.sign(panel.sheet(), by=panel.judges[0].user)

    same, other = panel.save(client, "40"), panel.save(client, "41", tried=["40"])

    assert (same.status_code, other.status_code) == (200, 409)
    assert "已签交，没有保存" in other.json()["message"]
    assert panel.marks() == ["40", "30"]


def test_mark_after_the_stage_was_closed_is_refused_in_words(panel):
    panel.stage.close(by=panel.staff, without_reason="演示")

    answer = panel.save(panel.client(), "40")

    assert answer.status_code == 409
    assert "没有保存" in answer.json()["message"]
    assert panel.marks() == []


def test_mark_for_a_withdrawn_entry_is_refused_and_what_was_given_stays(panel):
    client = panel.client()
    panel.save(client, "40")
    panel.entries[0].withdraw(by=panel.staff, reason="单位申请退出")

    answer = panel.save(client, "30", criterion=1)

    assert answer.status_code == 409
    assert "已退出比赛，不用打分" in answer.json()["message"]
    assert panel.marks() == ["40"]


def test_mark_belongs_to_nobody_else(panel):
    sheet = panel.sheet(judge=1)
    strangers = [panel.client(), client_of(panel.staff), client_of(make_member(committee=panel.contest.committee))]

    assert [panel.save(client, "40", sheet=sheet).status_code for client in strangers] == [404] * 3
    assert panel.marks(sheet) == []


@pytest.mark.parametrize("criterion", ["", "0", "x", "9" * 30, "-1", "\x00"])
def test_mark_for_no_criterion_of_the_sheet_is_not_found(panel, criterion):
    assert panel.save(panel.client(), "40").status_code == 200
    data = {"criterion": criterion, "value": "40"}

    assert panel.client().post(f"/contests/sheets/{panel.sheet().pk}/marks/", data).status_code == 404


def test_saving_a_mark_asks_the_database_a_few_times(panel):
    client = panel.client()
    panel.save(client, "40")

    with CaptureQueriesContext(connection) as asked:
        sheet = panel.sheet()
        panel.save(client, "41", sheet=sheet, tried=["40"])

    queries = [query["sql"] for query in asked if "SAVEPOINT" not in query["sql"]]
    # This test's own, the session with its person, the mark, its line in the audit.
    assert len(queries) <= 1 + 2 + 9 + 1
