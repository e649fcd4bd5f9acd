"""Reopened or void by the committee, always with a reason; what was written about a sheet, after the stage."""

from django.urls import reverse

from tests.assessments.judges.panel import client_of, words
from tests.factories import make_member, make_officer, score


def test_signed_sheet_is_reopened_with_a_reason_and_marked_again(panel):
    sheet, client = score(panel.sheet(), 55, 38), client_of(panel.staff)
    address = reverse("sheet-reopen", args=[sheet.pk])

    empty = client.post(address, {"reason": " "})
    done = client.post(address, {"reason": "评委请求更正"}, follow=True)

    assert "请写明原因" in words(empty)
    assert "已重开，已通知评委" in words(done)
    assert panel.sheet().state == "open"
    mark = panel.sheet().marks.get(criterion=panel.criteria[0])
    answer = panel.save(panel.client(), "54", tried=["55"])
    assert (mark.value, answer.status_code) == (55, 200)
    assert panel.marks() == ["54", "38"]


def test_sheet_is_made_void_with_a_reason(panel):
    score(panel.sheet(), 55, 38)

    client_of(panel.staff).post(reverse("sheet-void", args=[panel.sheet().pk]), {"reason": "评委中途离场"})

    sheet = panel.sheet()
    assert (sheet.state, sheet.reason) == ("void", "评委中途离场")
    page = words(panel.client().get(sheet.get_absolute_url()))
    assert "这份评分表已作废（评委中途离场）" in page
    assert "93" in page  # what was given stays to be read by its judge


def test_only_staff_reopens(panel):
    score(panel.sheet(), 55, 38)
    own, officer = panel.client(), client_of(make_officer(panel.entries[0].organization))

    assert own.post(reverse("sheet-reopen", args=[panel.sheet().pk]), {"reason": "想改"}).status_code == 403
    assert officer.post(reverse("sheet-reopen", args=[panel.sheet().pk]), {"reason": "想改"}).status_code == 404
    assert panel.sheet().state == "signed"


def test_log_of_a_closed_stage_names_each_change(panel):
    client = panel.client()
    kept = panel.save(client, "50").json()
    panel.save(client, "52.5", seen=kept["seen"])
    panel.stage.close(by=panel.staff, without_reason="演示")

    page = client_of(panel.staff).get(panel.sheet().get_absolute_url())

    log = [(change.get_act_display(), change.before_text, change.after_text) for change in page.context["log"]]
    assert log == [("作废", "", ""), ("打分", "50", "52.5"), ("打分", "", "50")]


def test_sheet_is_nobody_else_s(panel):
    member = make_member(panel.entries[0].organization)

    assert client_of(member).get(panel.sheet().get_absolute_url()).status_code == 404
    assert panel.client(1).get(panel.sheet().get_absolute_url()).status_code == 404
