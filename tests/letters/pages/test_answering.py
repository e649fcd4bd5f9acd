"""签收, 回复, 退回, 办结, 催办, and the next letter of the ladder."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from letters.models import Letter, Reply, ReplyFile
from letters.models.states import Kind
from tests.factories import make_letter_template, make_staff
from tests.letters.pages.office import PDF, page, said, send

pytestmark = pytest.mark.django_db


def test_officer_receives_and_answers_on_the_page_of_the_letter(client, office, media):
    letter = office.letter(state="issued")
    part = letter.recipients.get()

    send(client, office.officer, "recipient-receive", part.pk)
    response = page(client, office.officer, "letter-detail", letter.pk)
    file = SimpleUploadedFile("批复.pdf", PDF)
    send(client, office.officer, "recipient-reply", part.pk, text="已办理。", files=[file])

    part.refresh_from_db()
    assert f'action="/letters/recipients/{part.pk}/reply/"' in response.content.decode()
    assert (part.state, part.received_by, Reply.objects.get().text) == ("replied", office.officer, "已办理。")
    assert "批复.pdf" in page(client, office.officer, "letter-detail", letter.pk).content.decode()


def test_files_of_a_reply_are_for_the_unit_and_the_committee(client, office, media):
    part = office.letter(office.unit, office.next_unit, state="issued").recipients.get(organization=office.unit)
    part.reply("已办。", [SimpleUploadedFile("批复.pdf", PDF)], by=office.officer)
    file = ReplyFile.objects.get()

    asked = {who: page(client, getattr(office, who), "reply-file", file.pk).status_code for who in
             ("staff", "leader", "officer", "neighbour", "member")}  # fmt: skip

    assert asked == {"staff": 200, "leader": 200, "officer": 200, "neighbour": 404, "member": 404}
    assert page(client, make_staff(), "reply-file", file.pk).status_code == 404


@pytest.mark.parametrize(
    ("text", "name", "data", "words"),
    [
        ("", "a.pdf", b"", "请写明办理情况。"),
        ("字" * 5001, "a.pdf", b"", "最多 5000 字"),
        ("已办", "宏.docm", b"PK\x03\x04", "宏.docm"),
        ("已办", "大.pdf", b"%PDF-" + b"0" * (20 * 1024 * 1024 + 1), "超过"),
        ("已办", "脚本.html", b"<script>", "脚本.html"),
    ],
)
def test_bad_reply_is_answered_in_words(client, office, media, text, name, data, words):
    part = office.letter(state="issued").recipients.get()
    files = [SimpleUploadedFile(name, data)] if data else []

    response = send(client, office.officer, "recipient-reply", part.pk, text=text, files=files)

    assert response.status_code == 422
    assert words in response.content.decode()
    assert not Reply.objects.exists()


def test_control_characters_are_left_out(client, office):
    part = office.letter(state="issued").recipients.get()

    send(client, office.officer, "recipient-reply", part.pk, text="已\x00办\x07理 {{ 7*7 }}")

    assert Reply.objects.get().text == "已办理 {{ 7*7 }}"
    assert "{{ 7*7 }}" in page(client, office.staff, "recipient-reply", part.pk).content.decode()


def test_second_receipt_and_second_reply_are_refused(client, office):
    part = office.letter(state="issued").recipients.get()
    send(client, office.officer, "recipient-reply", part.pk, text="已办。")

    again = send(client, office.officer, "recipient-receive", part.pk)
    reply = send(client, office.officer, "recipient-reply", part.pk, text="再办。")

    assert "不能办理这一步" in said(again)[-1]
    assert reply.status_code == 422
    assert Reply.objects.count() == 1


def test_committee_receives_for_a_unit_and_it_is_marked(client, office):
    letter = office.letter(state="issued")
    part = letter.recipients.get()

    response = send(client, office.staff, "recipient-receive", part.pk)

    assert said(response) == [f"已代{office.unit}签收，轨迹里标明。"]
    assert letter.steps.first().is_for_unit


def test_leader_reads_replies_but_does_nothing(client, office):
    part = office.letter(state="issued").recipients.get()
    part.reply("已办。", by=office.officer)

    response = page(client, office.leader, "recipient-reply", part.pk)

    assert (response.status_code, response.context["actions"], response.context["form"]) == (200, [], None)
    for step in ("receive", "reply", "return", "close", "remind", "climb"):
        assert send(client, office.leader, f"recipient-{step}", part.pk).status_code == 403


def test_neighbour_reaches_nothing_of_another_unit(client, office):
    part = office.letter(office.unit, office.next_unit, state="issued").recipients.get(organization=office.unit)

    assert page(client, office.neighbour, "recipient-reply", part.pk).status_code == 404
    for step in ("receive", "reply", "return", "close", "remind", "climb"):
        assert send(client, office.neighbour, f"recipient-{step}", part.pk).status_code == 404


def test_reply_is_returned_with_a_reason_and_closed_by_evidence(client, office):
    letter = office.letter(state="issued")
    part = letter.recipients.get()
    part.reply("已办。", by=office.officer)

    assert send(client, office.staff, "recipient-return", part.pk, reason="").status_code == 422
    assert send(client, office.staff, "recipient-return", part.pk, reason="x", due_on="2020-01-01").status_code == 422
    send(client, office.staff, "recipient-return", part.pk, reason="请附批复。")
    shown = page(client, office.officer, "letter-detail", letter.pk).content.decode()
    part.refresh_from_db()
    part.reply("附上。", by=office.officer)
    assert send(client, office.staff, "recipient-close", part.pk, reason="").status_code == 422
    send(client, office.staff, "recipient-close", part.pk, reason="已收到批复。")

    letter.refresh_from_db()
    part.refresh_from_db()
    assert "请附批复。" in shown
    assert (letter.state, part.evidence) == ("closed", "已收到批复。")


def test_overdue_letter_offers_the_next_rung_and_one_draft_only(client, office):
    make_letter_template(
        office.committee,
        kind="supervision",
        title="关于{matter}的督办函",
        body="{previous}要求于{previous_deadline}前回复。",
    )
    letter = office.overdue(title="关于按期换届的提醒函")
    part = letter.recipients.get()

    offered = page(client, office.staff, "letter-detail", letter.pk).context["handle"]["actions"][0]["label"]
    send(client, office.staff, "recipient-climb", part.pk)
    again = send(client, office.staff, "recipient-climb", part.pk)

    draft = Letter.objects.get(kind=Kind.SUPERVISION)
    assert offered == "起草督办函"
    assert (draft.title, draft.follows, list(draft.organizations)) == ("关于按期换届的督办函", letter, [office.unit])
    assert "《关于按期换届的提醒函》" in draft.body
    assert "请先办完" in said(again)[-1]


def test_next_rung_is_refused_before_the_day(client, office):
    part = office.letter(state="issued").recipients.get()

    response = send(client, office.staff, "recipient-climb", part.pk)

    assert "还没有到期" in said(response)[0]
    assert not Letter.objects.filter(kind=Kind.SUPERVISION).exists()


def test_reminding_by_hand_happens_once_a_day(client, office):
    part = office.overdue().recipients.get()

    first = said(send(client, office.staff, "recipient-remind", part.pk))
    second = said(send(client, office.staff, "recipient-remind", part.pk))

    assert first == [f"已提醒{office.unit}。"]
    assert "今天已提醒过" in second[-1]
