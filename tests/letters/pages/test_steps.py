"""The steps as doors: who may take them, what is said, and that nothing happens twice."""

from datetime import timedelta

import pytest
from django.utils import timezone

from letters.models import Letter
from tests.letters.pages.office import page, said, send

pytestmark = pytest.mark.django_db


def test_way_of_a_letter_from_draft_to_issue(client, office):
    letter = office.letter()

    send(client, office.staff, "letter-submit", letter.pk)
    send(client, office.leader, "letter-approve", letter.pk)
    send(client, office.staff, "letter-number", letter.pk, number="示例〔2026〕7号")
    issued = send(client, office.staff, "letter-issue", letter.pk, day=timezone.localdate().isoformat())

    letter.refresh_from_db()
    assert said(issued)[-1] == "已印发，并已通知有账号的党务干部。"
    assert (letter.state, letter.number, letter.issued_on) == ("issued", "示例〔2026〕7号", timezone.localdate())


def test_second_approval_is_refused_in_words(client, office):
    letter = office.letter(state="approved")

    response = send(client, office.staff, "letter-approve", letter.pk)

    assert said(response) == [f"《{letter}》现在是“待印发”，不能办理这一步。"]


def test_what_changed_meanwhile_is_not_approved_unseen(client, office):
    letter = office.letter(state="submitted")
    client.force_login(office.staff)

    response = client.post(f"/letters/{letter.pk}/approve/?seen={letter.revision - 1}")

    letter.refresh_from_db()
    assert (letter.state, said(response)) == ("submitted", ["这份公文刚有变动，请看过最新内容再办理。"])


def test_return_needs_a_reason(client, office):
    letter = office.letter(state="submitted")

    empty = send(client, office.staff, "letter-return", letter.pk, reason=" ")
    send(client, office.leader, "letter-return", letter.pk, reason="主送写错了。")

    letter.refresh_from_db()
    assert (empty.status_code, letter.state, letter.steps.first().reason) == (422, "draft", "主送写错了。")
    assert "主送写错了" in page(client, office.staff, "letter-edit", letter.pk).content.decode()


def test_letter_of_last_week_is_entered_with_its_own_days(client, office):
    today = timezone.localdate()
    form = office.form(signed_on=today - timedelta(days=7))

    send(client, office.staff, "letter-create", **form)
    letter = Letter.objects.get()
    send(client, office.staff, "letter-submit", letter.pk)
    send(client, office.staff, "letter-approve", letter.pk)
    refused = send(client, office.staff, "letter-issue", letter.pk, day=today - timedelta(days=8))
    send(client, office.staff, "letter-issue", letter.pk, day=today - timedelta(days=6))

    letter.refresh_from_db()
    assert "印发日期不能早于这一天" in said(refused)[-1]
    assert (letter.signed_on, letter.issued_on) == (today - timedelta(days=7), today - timedelta(days=6))


@pytest.mark.parametrize("day", ["九月", "0001-01-01", "9999-12-31", "2026-02-30"])
def test_day_under_a_letter_is_a_day_that_can_be(client, office, day):
    response = send(client, office.staff, "letter-create", **office.form(signed_on=day))

    assert (response.status_code, Letter.objects.count()) == (422, 0)
    assert "signed_on" in response.context["form"].errors


@pytest.mark.parametrize("day", ["", "九月", "0001-01-01", "1999-12-31", "9999-12-31", "2026-02-30"])
def test_day_of_issue_is_a_day_that_was(client, office, day):
    letter = office.letter(state="approved")

    response = send(client, office.staff, "letter-issue", letter.pk, day=day)

    letter.refresh_from_db()
    assert (response.status_code, letter.state) == (422, "approved")


def test_issue_of_what_is_not_approved_is_refused(client, office):
    letter = office.letter()

    response = send(client, office.staff, "letter-issue", letter.pk, day=timezone.localdate().isoformat())

    assert said(response) == [f"《{letter}》现在是“草稿”，不能办理这一步。"]


def test_double_number_is_taken_and_pointed_out(client, office):
    office.letter(state="issued", number="示例〔2026〕7号", title="先用的")
    letter = office.letter(state="approved")

    send(client, office.staff, "letter-number", letter.pk, number="  示例〔2026〕7号\x00 ")

    letter.refresh_from_db()
    assert letter.number == "示例〔2026〕7号"
    assert "已用于《先用的》" in page(client, office.staff, "letter-detail", letter.pk).content.decode()
    too_long = send(client, office.staff, "letter-number", letter.pk, number="号" * 61)
    assert too_long.status_code == 422


def test_unit_that_ended_meanwhile_stops_the_letter(client, office):
    letter = office.letter(state="approved")
    office.unit.until = timezone.localdate() - timedelta(days=1)
    office.unit.save()

    response = send(client, office.staff, "letter-issue", letter.pk, day=timezone.localdate().isoformat())

    letter.refresh_from_db()
    assert letter.state == "approved"
    assert "已经撤销" in said(response)[0]


STAFF_STEPS = ("submit", "withdraw", "number", "issue", "void", "remind")


@pytest.mark.parametrize("step", STAFF_STEPS)
def test_leader_and_officer_take_no_steps_of_staff(client, office, step):
    letter = office.letter(state="issued")

    assert send(client, office.leader, f"letter-{step}", letter.pk).status_code == 403
    assert send(client, office.officer, f"letter-{step}", letter.pk).status_code == 403
    assert send(client, office.neighbour, f"letter-{step}", letter.pk).status_code == 404


def test_void_keeps_the_letter(client, office):
    letter = office.letter(state="issued")

    send(client, office.staff, "letter-void", letter.pk, reason="重复。")

    letter.refresh_from_db()
    assert letter.state == "void"
    assert "重复。" in page(client, office.officer, "letter-detail", letter.pk).content.decode()


def test_all_that_owe_a_reply_are_reminded_at_once(client, office):
    letter = office.letter(office.unit, office.next_unit, state="issued")
    letter.recipients.get(organization=office.unit).reply("已办。", by=office.officer)

    first = said(send(client, office.staff, "letter-remind", letter.pk))
    second = said(send(client, office.staff, "letter-remind", letter.pk))

    assert first == ["已提醒 1 家没有回复的单位。"]
    assert "没有要提醒的单位" in second[-1]


def test_numbers_so_far_are_said_and_none_is_filled_in(client, office):
    year = timezone.localdate().year
    for number in (1, 4, 4):
        office.letter(number=f"示例〔{year}〕{number}号")
    letter = office.letter(state="approved")

    response = page(client, office.staff, "letter-number", letter.pk)

    assert response.context["consequences"] == [f"示例〔{year}〕已登记到 4 号，空号 2—3号，重号 4号。"]
    assert response.context["form"]["number"].value() == ""
