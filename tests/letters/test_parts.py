"""One unit's part of a letter: received, replied, returned, closed; and the letter that closes with the last one."""

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from letters.models import Letter, ReplyFile
from portal.access import WrongState
from tests.factories import make_letter, make_officer, make_organization, make_photo, make_staff

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF"
PARTS = ("waiting", "received", "replied", "returned", "closed")
STEPS = {
    "receive": ({"waiting"}, "received"),
    "reply": ({"waiting", "received", "returned"}, "replied"),
    "return_reply": ({"replied"}, "returned"),
    "close": ({"waiting", "received", "replied", "returned"}, "closed"),
}
ARGUMENTS = {"receive": (), "reply": ("已办理。",), "return_reply": ("请补充。",), "close": ("已换届，批复已存。",)}


def make_part(state="waiting", **fields):
    letter = make_letter(**{"state": "issued", **fields})
    # A second unit keeps the letter open.
    letter.recipients.create(organization=make_organization(committee=letter.committee), due_on=letter.reply_due)
    part = letter.recipients.first()
    staff = make_staff(letter.committee)
    if state in ("received", "replied", "returned"):
        part.receive(by=staff)
    if state in ("replied", "returned"):
        part.reply("已办理。", by=staff)
    if state == "returned":
        part.return_reply("请补充。", by=staff)
    if state == "closed":
        part.close("示例依据。", by=staff)
    return part


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("state", PARTS)
def test_step_is_taken_from_its_own_state_only(step, state):
    part = make_part(state)
    staff = make_staff(part.letter.committee)
    lines = part.steps.count()

    allowed, target = STEPS[step]
    if state in allowed:
        getattr(part, step)(*ARGUMENTS[step], by=staff)
    else:
        with pytest.raises(WrongState):
            getattr(part, step)(*ARGUMENTS[step], by=staff)

    part.refresh_from_db()
    taken = state in allowed
    assert (part.state, part.steps.count() - lines) == (target if taken else state, int(taken))


@pytest.mark.parametrize("state", ["draft", "submitted", "approved", "void"])
@pytest.mark.parametrize("step", STEPS)
def test_nothing_is_done_with_a_part_of_a_letter_that_is_not_out(step, state):
    part = make_letter(state=state).recipients.get()

    with pytest.raises(WrongState, match="不能办理这一步"):
        getattr(part, step)(*ARGUMENTS[step], by=make_staff(part.letter.committee))


def test_reply_keeps_its_text_its_files_and_who_wrote_it(media):
    officer = make_officer()
    part = make_letter([officer.organization], state="issued").recipients.get()
    files = [SimpleUploadedFile("批复.pdf", PDF), make_photo("会场.jpg")]

    reply = part.reply("已于本月完成换届。", files, by=officer)

    assert (reply.text, reply.by, reply.is_for_unit) == ("已于本月完成换届。", officer, False)
    assert [(file.name, file.size > 0) for file in reply.files.all()] == [("批复.pdf", True), ("会场.jpg", True)]
    assert (part.state, part.replied_on) == ("replied", timezone.localdate())
    assert part.received_by == officer  # who replies has received


def test_what_the_committee_writes_for_a_unit_is_marked():
    part = make_part()
    staff = make_staff(part.letter.committee)

    reply = part.reply("来电告知，已办理。", by=staff)

    assert reply.is_for_unit
    assert list(part.steps.values_list("verb", "is_for_unit")) == [("reply", True)]


@pytest.mark.parametrize(
    ("file", "words"),
    [
        (
            SimpleUploadedFile("三百页.pdf", b"%PDF-1.4" + b"0" * 21 * 1024 * 1024),
            "“三百页.pdf”超过20MB，请压缩后再上传。",
        ),
        (SimpleUploadedFile("程序.pdf", b"MZ\x90\x00"), "“程序.pdf”不是可以接收的文件"),
        (SimpleUploadedFile("空.docx", b""), "“空.docx”不是可以接收的文件"),
    ],
    ids=["too long", "a program", "empty"],
)
def test_attachment_that_cannot_be_taken_is_named_and_nothing_is_kept(media, file, words):
    part = make_part()

    with pytest.raises(WrongState, match=words):
        part.reply("已办理。", [file], by=make_staff(part.letter.committee))

    part.refresh_from_db()
    assert (part.state, part.replies.count(), ReplyFile.objects.count()) == ("waiting", 0, 0)


def test_attachment_of_three_hundred_pages_is_kept_whole(media):
    pages = b"".join(b"%d 0 obj<</Type/Page/Parent 1 0 R>>endobj\n" % number for number in range(2, 302))
    data = b"%PDF-1.4\n1 0 obj<</Type/Pages/Count 300>>endobj\n" + pages + b"%%EOF"
    part = make_part()

    reply = part.reply("材料附后。", [SimpleUploadedFile("三百页.pdf", data)], by=make_staff(part.letter.committee))

    with reply.files.get().file.open("rb") as file:
        assert file.read() == data


@pytest.mark.parametrize(
    ("text", "count", "words"),
    [
        ("", 0, "请写明办理情况"),
        (" \x00\n", 0, "请写明办理情况"),
        ("长" * 5001, 0, "最多5000字"),
        ("好", 11, "最多10个"),
    ],
)
def test_reply_says_something_and_stays_within_its_bounds(media, text, count, words):
    part = make_part()
    files = [SimpleUploadedFile("材料.pdf", PDF) for _ in range(count)]

    with pytest.raises(WrongState, match=words):
        part.reply(text, files, by=make_staff(part.letter.committee))


def test_returned_reply_stays_with_its_reason_and_may_get_a_later_day():
    part = make_part("replied")
    staff = make_staff(part.letter.committee)
    later = timezone.localdate() + timedelta(days=30)

    part.return_reply("请附批复。", by=staff, due_on=later)
    part.reply("批复附后。", by=staff)

    replies = list(part.replies.values_list("text", "returned_reason"))
    assert replies == [("批复附后。", ""), ("已办理。", "请附批复。")]
    assert (part.state, part.due_on) == ("replied", later)


@pytest.mark.parametrize("day", [date(2026, 1, 1), date(9999, 12, 31), date.min])
def test_new_deadline_of_a_returned_reply_makes_sense(day):
    part = make_part("replied")

    with pytest.raises(WrongState, match="不能早于今天"):
        part.return_reply("请补充。", by=make_staff(part.letter.committee), due_on=day)


def test_letter_closes_with_its_last_part():
    organizations = [make_organization()]
    organizations.append(make_organization(committee=organizations[0].committee))
    letter = make_letter(organizations, state="issued")
    first, last = letter.recipients.all()
    staff = make_staff(letter.committee)

    first.close("已办结。", by=staff)
    states = [Letter.objects.get(pk=letter.pk).state]
    last.close("已办结。", by=staff)
    states.append(Letter.objects.get(pk=letter.pk).state)

    assert states == ["issued", "closed"]
    assert letter.steps.first().verb == "finish"


def test_closing_takes_evidence():
    part = make_part("replied")

    with pytest.raises(WrongState, match="请写明办结依据"):
        part.close(" ", by=make_staff(part.letter.committee))


def test_what_asks_for_no_reply_is_done_when_it_is_received():
    letter = make_letter(kind="notice", reply_workdays=None, state="issued")
    part = letter.recipients.get()

    with pytest.raises(WrongState, match="不要求回复"):
        part.reply("收到。", by=make_staff(letter.committee))
    part.receive(by=make_staff(letter.committee))

    letter.refresh_from_db()
    assert (part.state, letter.state, letter.reply_due) == ("closed", "closed", None)


def test_reminder_is_not_done_when_it_is_received():
    letter = make_letter(reply_workdays=None, case="term:1", state="issued")
    part = letter.recipients.get()

    part.receive(by=make_staff(letter.committee))

    letter.refresh_from_db()
    assert (part.state, letter.state) == ("received", "issued")


def test_overdue_is_who_owes_a_reply_after_its_day():
    letter = make_letter(state="issued", issued_on=date(2026, 11, 2))  # due on the 9th
    other = make_letter(state="issued", issued_on=date(2026, 11, 2))
    other.recipients.get().reply("已办理。", by=make_staff(other.committee))

    found = [set(Letter.objects.overdue(day)) for day in (date(2026, 11, 9), date(2026, 11, 10))]

    assert found == [set(), {letter}]
