"""提醒函 → 督办函 → 约谈: in order, each only after the one before it stayed unanswered; and closed with the case."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from letters import batches, cautions, climbing, closing, drafting, ladder, replies
from letters.cases import Case
from letters.models import Letter
from portal.access import WrongState
from tests.factories import make_letter, make_letter_template, make_organization, make_staff

pytestmark = pytest.mark.django_db

KEY = "term:17"
LONG_AGO = date(2026, 3, 2)  # due on the 9th
TODAY = timezone.localdate


@pytest.fixture
def unit():
    return make_organization(short_name="市示例局")


def letter_of(unit, kind="reminder", **fields):
    fields = {"title": "提醒", "case": KEY, "state": "issued", "issued_on": LONG_AGO, **fields}
    return make_letter([unit], kind=kind, **fields)


def supervision_of(unit, follows, **fields):
    fields = {"title": "督办", "case": KEY, "state": "issued", "issued_on": date(2026, 4, 1), **fields}
    return make_letter([unit], kind="supervision", follows=follows, **fields)


def test_first_letter_is_a_reminder(unit):
    assert ladder.next_kind(KEY, unit, TODAY()) == ("reminder", "还没有发过提醒函。")


@pytest.mark.parametrize(
    ("state", "why"),
    [
        ("draft", "已有《提醒》（草稿），请先办完。"),
        ("submitted", "已有《提醒》（待审批），请先办完。"),
        ("approved", "已有《提醒》（待印发），请先办完。"),
    ],
)
def test_nothing_is_drafted_beside_a_letter_on_its_way(unit, state, why):
    letter_of(unit, state=state)

    assert ladder.next_kind(KEY, unit, TODAY()) == (None, why)


def test_reminder_that_is_not_due_yet_is_waited_for(unit):
    letter_of(unit)

    assert ladder.next_kind(KEY, unit, date(2026, 3, 9)) == (
        None,
        "市示例局对《提醒》的回复期限是2026年3月9日，还没有到期。",
    )


def test_overdue_reminder_is_followed_by_a_supervision(unit):
    letter_of(unit)

    assert ladder.next_kind(KEY, unit, date(2026, 3, 10)) == (
        "supervision",
        "市示例局对《提醒》逾期未回复（期限2026年3月9日），可以发督办函。",
    )


def test_returned_reply_is_followed_by_a_supervision(unit):
    part = letter_of(unit, issued_on=TODAY()).recipients.get()
    staff = make_staff(unit.committee)
    part.reply("已办理。", by=staff)
    waiting = ladder.next_kind(KEY, unit, TODAY())
    part.return_reply("没有批复。", by=staff)

    assert waiting == (None, "市示例局已回复《提醒》，请先审核回复。")
    assert ladder.next_kind(KEY, unit, TODAY()) == ("supervision", "市示例局对《提醒》的回复已退回，可以发督办函。")


def test_reminder_without_a_deadline_leads_nowhere(unit):
    letter_of(unit, reply_workdays=None)

    assert ladder.next_kind(KEY, unit, TODAY()) == (None, "《提醒》没有要求回复。")


def test_overdue_supervision_is_followed_by_a_talk_and_then_by_nothing(unit):
    supervision = supervision_of(unit, letter_of(unit))
    talk = ladder.next_kind(KEY, unit, TODAY())
    make_letter([unit], kind="talk", case=KEY, follows=supervision, state="issued", issued_on=date(2026, 5, 6))

    assert talk == ("talk", "市示例局对《督办》逾期未回复（期限2026年4月9日），可以发约谈通知。")
    assert ladder.next_kind(KEY, unit, TODAY())[0] is None


def test_closed_case_begins_again_with_a_reminder(unit):
    letter_of(unit, state="closed")

    assert ladder.next_kind(KEY, unit, TODAY()) == (
        "reminder",
        "市示例局的《提醒》已办结；再有需要，重新从提醒函开始。",
    )


def test_void_letter_is_as_if_never_sent(unit):
    letter_of(unit, state="void")

    assert ladder.next_kind(KEY, unit, TODAY())[0] == "reminder"


def test_letters_of_another_case_or_unit_do_not_count(unit):
    letter_of(unit, case="term:18")
    letter_of(make_organization(committee=unit.committee))

    assert ladder.next_kind(KEY, unit, TODAY()) == ("reminder", "还没有发过提醒函。")


def test_whole_list_is_asked_by_one_query(unit, django_assert_num_queries):
    other = make_organization(committee=unit.committee)
    letter_of(unit)
    cases = [Case(KEY, unit), Case("term:18", other)]

    with django_assert_num_queries(1):
        found = ladder.next_kinds(cases, TODAY())

    assert {place: kind for place, (kind, _) in found.items()} == {
        (KEY, unit.pk): "supervision",
        ("term:18", other.pk): "reminder",
    }


@pytest.mark.parametrize("kind", ["supervision", "talk"])
def test_rung_cannot_be_skipped_from_a_case(unit, kind):
    make_letter_template(unit.committee, kind)

    with pytest.raises(WrongState, match=r"现在不能起草.*还没有发过提醒函"):
        drafting.draft(kind, Case(KEY, unit, "换届"), by=make_staff(unit.committee))
    with pytest.raises(WrongState, match="现在不能起草"):
        drafting.draft_many(kind, [Case(KEY, unit, "换届")], by=make_staff(unit.committee))


def test_batch_drafts_those_whose_turn_it_is(unit):
    make_letter_template(unit.committee, "supervision", title="督办", body="请办。")
    letter_of(unit)
    other = make_organization(committee=unit.committee)

    cases, staff = [Case(KEY, unit), Case("term:18", other)], make_staff(unit.committee)
    batch, again = (drafting.draft_many("supervision", cases, by=staff, key="late") for _ in range(2))

    assert (again, [letter.case for letter in batch.letters.all()]) == (batch, [KEY])


def test_supervision_written_by_hand_needs_its_reminder(unit):
    letter = make_letter([unit], kind="supervision")

    with pytest.raises(WrongState, match="督办函要在提醒函之后：请先选定前一份提醒函。"):
        letter.submit(by=make_staff(unit.committee))


@pytest.mark.parametrize(
    ("reminder", "words"),
    [
        ({"case": "term:18"}, "前一份提醒函说的是另一件事"),
        ({"state": "approved", "issued_on": None}, "《提醒》还没有印发"),
        ({"state": "closed"}, "已办结"),
        ({"state": "void"}, "已作废"),
        ({"issued_on": TODAY()}, "还没有到期"),
    ],
)
def test_supervision_follows_an_unanswered_reminder_of_its_own_case(unit, reminder, words):
    letter = make_letter([unit], kind="supervision", case=KEY, follows=letter_of(unit, **reminder))

    with pytest.raises(WrongState, match=words):
        letter.submit(by=make_staff(unit.committee))


def test_supervision_to_a_unit_that_had_no_reminder_is_refused(unit):
    other = make_organization(committee=unit.committee, short_name="市另一局")
    letter = make_letter([unit, other], kind="supervision", case=KEY, follows=letter_of(unit))

    with pytest.raises(WrongState, match="没有给市另一局发过《提醒》"):
        letter.submit(by=make_staff(unit.committee))


def test_supervision_names_the_deadline_that_was_granted_to_the_unit(unit):
    make_letter_template(unit.committee, kind="supervision", body="请于{previous_deadline}前回复。")
    part, staff = letter_of(unit).recipients.get(), make_staff(unit.committee)
    part.reply("已办理。", by=staff)
    granted = TODAY() + timedelta(days=1)
    part.return_reply("没有批复。", by=staff, due_on=granted)

    by_case = drafting.draft("supervision", Case(KEY, unit), by=staff)
    by_case.void(by=staff, reason="重新起草。")
    climbed = climbing.climb(part, by=staff)

    said = f"请于{granted.year}年{granted.month}月{granted.day}日前回复。"
    assert (by_case.body, climbed.body) == (said, said)


def test_of_two_who_press_at_once_one_drafts_the_next_letter(unit, monkeypatch):
    make_letter_template(unit.committee, kind="supervision", title="关于{matter}的督办函")
    part, staff = letter_of(unit).recipients.get(), make_staff(unit.committee)

    def after_the_other(pk):
        """The other one holds the unit, and has drafted by the time it is let go."""
        monkeypatch.undo()
        climbing.climb(part, by=staff)

    monkeypatch.setattr(climbing, "hold_unit", after_the_other)

    with pytest.raises(WrongState, match="请先办完"):
        climbing.climb(part, by=staff)


def test_letter_about_a_settled_matter_is_not_sent_along_with_a_batch(unit):
    make_letter_template(unit.committee)
    staff, other = make_staff(unit.committee), make_organization(committee=unit.committee, short_name="市另一局")
    cases = [Case(KEY, unit, "换届", {"deadline": "月底"}), Case("term:18", other, "换届", {"deadline": "月底"})]
    batch = drafting.draft_many("reminder", cases, by=staff, key="terms")
    batches.submit_all(batch, by=staff)
    batches.approve_all(batch, by=staff)
    closing.close_case(KEY, by=staff, evidence="已换届，批复示例〔2026〕5号")

    outcome = batches.issue_all(batch, by=staff)

    held = Letter.objects.get(case=KEY)
    assert (outcome.done, outcome.words) == (1, ["给市示例局的这份，事情已经办结，没有印发，请逐份核对。"])
    assert (held.state, cautions.cautions(held, TODAY())[0]) == (
        "approved",
        "这件事已经办结，依据见办理轨迹；不必再发的，请作废。",
    )


def test_second_supervision_after_the_same_reminder_is_refused(unit):
    reminder = letter_of(unit)
    first = supervision_of(unit, reminder, state="submitted", issued_on=None)
    second = supervision_of(unit, reminder, state="draft", title="又一份", issued_on=None)
    staff = make_staff(unit.committee)

    with pytest.raises(WrongState, match="已有《督办》（待审批）跟进这份提醒函，不再重复。"):
        second.submit(by=staff)
    first.void(by=staff, reason="措辞不当。")
    second.submit(by=staff)

    assert second.state == "submitted"


def test_answer_that_comes_in_before_issuing_stops_the_supervision(unit):
    reminder = letter_of(unit)
    letter = supervision_of(unit, reminder, state="approved", issued_on=None)
    staff = make_staff(unit.committee)
    reminder.recipients.get().reply("已换届。", by=staff)

    with pytest.raises(WrongState, match="市示例局已回复《提醒》，请先审核回复，不能发督办函"):
        letter.issue(by=staff)


def test_settled_case_closes_its_letters_and_marks_those_not_out_yet(unit):
    reminder = letter_of(unit)
    supervision = supervision_of(unit, reminder)
    talk = make_letter([unit], kind="talk", case=KEY, follows=supervision, state="submitted")
    elsewhere = letter_of(unit, case="term:18")
    staff = make_staff(unit.committee)

    closed = [closing.close_case(KEY, by=staff, evidence="批复：示例发〔2026〕9号。") for _ in range(2)]

    states = {letter: Letter.objects.get(pk=letter.pk).state for letter in (reminder, supervision, talk, elsewhere)}
    assert closed == [2, 0]
    assert states == {reminder: "closed", supervision: "closed", talk: "submitted", elsewhere: "issued"}
    assert supervision.recipients.get().evidence == "批复：示例发〔2026〕9号。"
    assert talk.steps.filter(verb="settled").first().reason == "批复：示例发〔2026〕9号。"


def test_no_case_closes_nothing():
    make_letter(state="issued")

    assert closing.close_case("", by=make_staff(), evidence="示例。") == 0


def test_answers_of_a_period_are_facts_for_the_assessment(unit):
    staff = make_staff(unit.committee)
    in_time, late, returned, settled = (
        letter_of(unit, title=title, case=f"term:{number}", issued_on=TODAY() - timedelta(days=days))
        for number, (title, days) in enumerate((("按时", 3), ("逾期", 40), ("退回", 3), ("了结", 3)))
    )
    for letter in (in_time, late, returned):
        letter.recipients.get().reply("已办理。", by=staff)
    returned.recipients.get().return_reply("请补充。", by=staff)
    settled.recipients.get().close("已换届。", by=staff)
    letter_of(unit, title="以前", case="term:9")
    make_letter(state="issued")  # of another committee

    rows = replies.answered_in(unit.committee, TODAY() - timedelta(days=60), TODAY() + timedelta(days=30))

    assert {row.title: (row.organization_id, row.replied_on, row.settled_on, row.in_time) for row in rows} == {
        "按时": (unit.pk, TODAY(), None, True),
        "逾期": (unit.pk, TODAY(), None, False),
        "退回": (unit.pk, None, None, False),
        "了结": (unit.pk, None, TODAY(), True),
    }
