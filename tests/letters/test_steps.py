"""The life of a letter: who may take which step, from which state, and what each leaves behind."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.utils import timezone

from alliances.models import Seat
from letters import drafting, permissions
from letters.models import Letter, LetterStep, Recipient
from notices.models import Notice
from portal.access import EditConflict, WrongState
from tests.factories import (
    make_alliance,
    make_leader,
    make_letter,
    make_member,
    make_officer,
    make_officer_of,
    make_organization,
    make_staff,
    make_user,
)

pytestmark = pytest.mark.django_db

STEPS = {  # step: the state it may be taken from, and where it leads
    "submit": ({"draft"}, "submitted"),
    "withdraw": ({"submitted"}, "draft"),
    "return_": ({"submitted", "approved"}, "draft"),
    "approve": ({"submitted"}, "approved"),
    "issue": ({"approved"}, "issued"),
    "void": ({"draft", "submitted", "approved", "issued"}, "void"),
}
ARGUMENTS = {"return_": {"reason": "请补充。"}, "void": {"reason": "不再需要。"}}


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("state", Letter.State.values)
def test_step_is_taken_from_its_own_state_only(step, state):
    letter = make_letter(state=state)
    staff = make_staff(letter.committee)
    lines = letter.steps.count()

    allowed, target = STEPS[step]
    if state in allowed:
        getattr(letter, step)(by=staff, **ARGUMENTS.get(step, {}))
    else:
        with pytest.raises(WrongState):
            getattr(letter, step)(by=staff, **ARGUMENTS.get(step, {}))

    letter.refresh_from_db()
    taken = state in allowed
    assert (letter.state, letter.steps.count() - lines) == (target if taken else state, int(taken))


@pytest.fixture
def world(db):
    alliance, elsewhere = make_alliance(), make_alliance()
    lead = make_officer_of(alliance, Seat.Role.LEAD)
    unit = make_officer_of(alliance, Seat.Role.MEMBER)
    return {
        "staff": make_staff(alliance.committee),
        "leader": make_leader(alliance),
        "unit": unit,
        "lead": lead,
        "outsider": make_officer(make_organization(committee=alliance.committee)),
        "member": make_member(unit.organization),
        "judge": make_user(post="judge", committee=alliance.committee),
        "other_staff": make_staff(elsewhere.committee),
        "other_leader": make_leader(elsewhere),
        "other_unit": make_officer_of(elsewhere),
    }


SEEN_BY = {
    "draft": {"staff"},
    "submitted": {"staff", "leader"},
    "approved": {"staff", "leader"},
    "issued": {"staff", "leader", "unit"},
    "closed": {"staff", "leader", "unit"},
    "void": {"staff", "leader", "unit"},  # it was issued before
}


def test_letter_is_seen_by_the_committee_and_once_issued_by_the_unit_it_went_to(world):
    letters = {state: make_letter([world["unit"].organization], state=state) for state in SEEN_BY}

    seen = {one: set(Letter.objects.visible_to(user)) for one, user in world.items()}
    parts = {one: {part.letter for part in Recipient.objects.visible_to(user)} for one, user in world.items()}

    assert {state: {one for one in world if letters[state] in seen[one]} for state in SEEN_BY} == SEEN_BY
    assert parts == seen


def test_void_draft_is_never_seen_by_the_unit(world):
    letter = make_letter([world["unit"].organization])
    letter.void(by=world["staff"], reason="不再需要。")

    assert not Letter.objects.visible_to(world["unit"]).exists()


RIGHTS = {
    "can_edit": {"staff"},
    "can_submit": {"staff"},
    "can_withdraw": {"staff"},
    "can_approve": {"staff", "leader"},
    "can_return": {"staff", "leader"},
    "can_set_number": {"staff"},
    "can_issue": {"staff"},
    "can_void": {"staff"},
    "sees_all_parts": {"staff", "leader"},
}
RIGHTS_OF_PARTS = {
    "can_receive": {"staff", "unit"},
    "can_reply": {"staff", "unit"},
    "can_return_reply": {"staff"},
    "can_close": {"staff"},
    "can_remind": {"staff"},
}


def test_each_step_is_for_whom_the_office_means_it(world):
    letter = make_letter([world["unit"].organization], state="issued")
    part = letter.recipients.get()

    def allowed(act, thing):
        return {one for one, user in world.items() if getattr(permissions, act)(user, thing)}

    assert {act: allowed(act, letter) for act in RIGHTS} == RIGHTS
    assert {act: allowed(act, part) for act in RIGHTS_OF_PARTS} == RIGHTS_OF_PARTS
    assert {one for one, user in world.items() if permissions.can_draft(user)} == {"staff", "other_staff"}


def test_unit_does_not_see_what_another_unit_answered(world):
    letter = make_letter([world["unit"].organization, world["lead"].organization], state="issued")
    mine, others = (letter.recipients.get(organization=world[one].organization) for one in ("unit", "lead"))
    others.reply("本单位已办理。", by=world["lead"])

    seen = LetterStep.objects.visible_to(world["unit"])

    assert set(Recipient.objects.visible_to(world["unit"])) == {mine}
    assert not seen.filter(recipient=others).exists()
    assert not others.replies.model.objects.visible_to(world["unit"]).exists()
    assert list(seen.values_list("verb", flat=True)) == ["issue"]  # not who approved it, nor why it was returned before


@pytest.mark.parametrize(
    ("fields", "missing"),
    [
        ({"title": "", "body": ""}, "还缺标题、正文"),
        ({"body": "办理时限：【待填：期限】。"}, "还有“【待填：…】”"),
        ({"title": "关于【待填：事项】的提醒函"}, "还有“【待填：…】”"),
    ],
)
def test_what_is_not_complete_is_not_submitted(fields, missing):
    letter = make_letter(**fields)

    with pytest.raises(WrongState, match=missing):
        letter.submit(by=make_staff(letter.committee))


def test_letter_without_addressee_is_not_submitted():
    letter = make_letter()
    letter.recipients.all().delete()

    with pytest.raises(WrongState, match="还缺主送单位"):
        letter.submit(by=make_staff(letter.committee))


def test_unit_that_has_ended_receives_nothing_any_more():
    organization = make_organization(short_name="市撤销局", until=date(2026, 3, 1))
    staff = make_staff(organization.committee)
    ended = "市撤销局（2026年3月1日撤销）已经撤销，不能主送"

    with pytest.raises(WrongState, match=ended):
        drafting.create(
            organization.committee, by=staff, organizations=[organization], kind="notice", title="通知", body="正文"
        )

    assert not Letter.objects.exists()


def test_unit_that_ends_before_issuing_stops_it():
    letter = make_letter(state="approved")
    letter.organizations.update(until=timezone.localdate() - timedelta(days=1))

    with pytest.raises(WrongState, match="已经撤销"):
        letter.issue(by=make_staff(letter.committee))

    letter.refresh_from_db()
    assert letter.state == "approved"


def test_unit_of_another_committee_is_refused():
    letter = make_letter()

    with pytest.raises(WrongState, match="本工委"):
        letter.set_organizations([make_organization()])


def test_approval_dates_the_letter_unless_the_draft_did():
    dated, undated = make_letter(signed_on=date(2026, 5, 1)), make_letter()

    for letter in (dated, undated):
        letter.submit(by=make_staff(letter.committee))
        letter.approve(by=make_staff(letter.committee))

    assert (dated.signed_on, undated.signed_on) == (date(2026, 5, 1), timezone.localdate())


def test_two_who_approve_at_once_approve_once():
    letter = make_letter(state="submitted")
    same = Letter.objects.get(pk=letter.pk)
    letter.approve(by=make_staff(letter.committee))

    with pytest.raises(WrongState, match="现在是“待印发”"):
        same.approve(by=make_staff(letter.committee))

    assert letter.steps.filter(verb="approve").count() == 1


def test_return_insists_on_the_state_that_was_seen():
    letter = make_letter(state="submitted")
    seen = Letter.objects.get(pk=letter.pk)
    letter.approve(by=make_staff(letter.committee))

    with pytest.raises(WrongState):
        seen.return_(by=make_staff(letter.committee), reason="请修改。")


@pytest.mark.parametrize("reason", ["", "   ", "\x00\x07"])
@pytest.mark.parametrize("step", ["return_", "void"])
def test_return_and_void_take_a_reason(step, reason):
    letter = make_letter(state="submitted")

    with pytest.raises(WrongState, match="请写明原因"):
        getattr(letter, step)(by=make_staff(letter.committee), reason=reason)


def test_returned_letter_is_edited_and_submitted_again():
    letter = make_letter(state="submitted")
    staff = make_staff(letter.committee)
    letter.return_(by=staff, reason="标题不准确。")
    letter.title = "关于另一事项的提醒函"
    letter.edit(by=staff, revision=letter.revision)
    letter.submit(by=staff)

    verbs = list(letter.steps.values_list("verb", "reason"))

    assert verbs == [
        ("submit", ""),
        ("edit", "修改了标题。"),
        ("return", "标题不准确。"),
        ("submit", ""),
    ]


@pytest.mark.parametrize("state", ["submitted", "approved", "issued", "closed", "void"])
def test_only_a_draft_is_edited(state):
    letter = make_letter(state=state)
    before, letter.title = letter.title, "改动的标题"

    with pytest.raises(WrongState, match="只有草稿可以修改"):
        letter.edit(by=make_staff(letter.committee), revision=letter.revision)

    assert Letter.objects.get(pk=letter.pk).title == before


def test_edit_never_overwrites_what_somebody_else_saved():
    letter = make_letter()
    other = Letter.objects.get(pk=letter.pk)
    other.title = "别人的标题"
    other.edit(by=make_staff(letter.committee), revision=0)

    letter.title = "我的标题"
    with pytest.raises(EditConflict):
        letter.edit(by=make_staff(letter.committee), revision=0)

    assert Letter.objects.get(pk=letter.pk).title == "别人的标题"


def test_edit_changes_the_addressees_and_says_so():
    letter = make_letter()
    kept = letter.recipients.get()
    more = make_organization(committee=letter.committee)

    letter.edit(by=make_staff(letter.committee), revision=0, organizations=[kept.organization, more])

    assert list(letter.organizations) == [kept.organization, more]
    assert letter.recipients.filter(pk=kept.pk).exists()
    assert letter.steps.get().reason == "修改了主送单位。"


def test_edit_that_changes_nothing_leaves_no_line():
    letter = make_letter()

    letter.edit(by=make_staff(letter.committee), revision=0)

    assert not letter.steps.exists()


def test_number_is_what_the_office_says_and_its_changes_stay_in_the_trail():
    letter = make_letter(state="approved")
    staff = make_staff(letter.committee)

    letter.set_number(" 示例工委函〔2026〕5号\n", by=staff)
    letter.set_number("示例工委函〔2026〕6号", by=staff)
    letter.set_number("示例工委函〔2026〕6号", by=staff)

    assert letter.number == "示例工委函〔2026〕6号"
    assert list(letter.steps.filter(verb="number").values_list("reason", flat=True)) == [
        "示例工委函〔2026〕5号 → 示例工委函〔2026〕6号",
        "未编号 → 示例工委函〔2026〕5号",
    ]


def test_number_may_be_a_double_but_not_endless_nor_of_a_void_letter():
    first, second = make_letter(number="示例函〔2026〕1号"), make_letter()
    void = make_letter(state="void")
    staff = make_staff(first.committee)

    second.set_number("示例函〔2026〕1号", by=staff)
    with pytest.raises(WrongState, match="最多60字"):
        second.set_number("号" * 61, by=staff)
    with pytest.raises(WrongState, match="已作废"):
        void.set_number("示例函〔2026〕2号", by=staff)

    assert second.number == first.number


@pytest.mark.parametrize("day", [date(1999, 12, 31), timezone.localdate() + timedelta(days=1), date.min, date.max])
def test_issue_day_makes_sense(day):
    letter = make_letter(state="approved")

    with pytest.raises(WrongState, match="印发日期"):
        letter.issue(day, by=make_staff(letter.committee))


def test_letter_is_not_out_before_the_day_under_it():
    letter = make_letter(state="approved", signed_on=date(2026, 9, 18))
    staff = make_staff(letter.committee)

    with pytest.raises(WrongState, match="成文日期是2026年9月18日，印发日期不能早于这一天。补录以前印发的"):
        letter.issue(date(2026, 9, 17), by=staff)
    letter.issue(date(2026, 9, 18), by=staff)

    assert (letter.state, letter.issued_on) == ("issued", letter.signed_on)


def test_day_of_an_approval_goes_when_the_letter_is_returned_and_the_drafts_own_stays():
    own, stamped = make_letter(state="approved", signed_on=date(2026, 5, 1)), make_letter(state="approved")

    for letter in (own, stamped):
        letter.return_(by=make_staff(letter.committee), reason="请修改。")

    assert (own.signed_on, stamped.signed_on) == (date(2026, 5, 1), None)


def test_office_of_one_approves_what_it_drafted_and_the_trail_names_both():
    letter = make_letter()
    only = letter.created_by or make_staff(letter.committee)

    letter.submit(by=only)
    letter.approve(by=only)

    named = letter.steps.filter(verb__in=["submit", "approve"]).values_list("verb", "by")
    assert (permissions.can_approve(only, letter), set(named)) == (True, {("submit", only.pk), ("approve", only.pk)})


@pytest.mark.parametrize(
    ("issued_on", "workdays", "due"),
    [
        (date(2026, 9, 18), 5, date(2026, 9, 24)),  # the Sunday of the 20th is worked, the 25th is 中秋
        (date(2026, 9, 24), 3, date(2026, 9, 30)),  # 25 to 27 rest
        (date(2026, 9, 30), 1, date(2026, 10, 8)),  # the first day after 国庆
        (date(2026, 9, 30), 3, date(2026, 10, 10)),  # Saturday the 10th is worked
        (date(2026, 2, 13), 1, date(2026, 2, 14)),  # Saturday before 春节 is worked
        (date(2026, 2, 13), 2, date(2026, 2, 24)),  # 15 to 23 rest
        (date(2026, 2, 12), 10, date(2026, 3, 4)),  # Saturday the 28th is worked too
    ],
)
def test_reply_is_due_in_workdays_from_the_day_after_issuing(issued_on, workdays, due):
    letter = make_letter(state="approved", reply_workdays=workdays, signed_on=issued_on)

    letter.issue(issued_on, by=make_staff(letter.committee))

    assert (letter.reply_due, letter.recipients.get().due_on) == (due, due)


def test_deadline_of_a_year_without_published_holidays_says_so():
    letter = make_letter(state="approved", reply_workdays=30, signed_on=date(2026, 11, 20))

    letter.issue(date(2026, 11, 20), by=make_staff(letter.committee))

    assert letter.steps.get(verb="issue").reason == (
        "2026年11月20日印发。回复期限2027年1月4日。2027年放假调休安排尚未公布，按法定节假日推算。"
    )


def test_issue_tells_each_unit_once_and_the_committee_what_came_back():
    officers = [make_officer()]
    officers.append(make_officer(make_organization(committee=officers[0].committee)))
    letter = make_letter([one.organization for one in officers], state="approved", number="示例函〔2026〕1号")
    staff = make_staff(letter.committee)

    letter.issue(by=staff)
    part = letter.recipients.get(organization=officers[0].organization)
    part.receive(by=officers[0])
    part.reply("已办理。", by=officers[0])

    told = {
        officer: list(Notice.objects.filter(recipient=officer).values_list("title", "kind")) for officer in officers
    }
    words = (f"请签收提醒函：{letter.title}", "todo")
    assert told == {officers[0]: [words], officers[1]: [words]}
    assert Notice.objects.get(recipient=officers[0]).read_at is not None
    assert Notice.objects.get(recipient=officers[1]).read_at is None
    assert Notice.objects.filter(recipient=staff, title__startswith=f"{officers[0].organization}已回复").count() == 1


def test_steps_take_a_fixed_number_of_queries(django_assert_max_num_queries):
    committee = make_staff().committee
    organizations = [make_organization(committee=committee) for _ in range(30)]
    for one in organizations:
        make_officer(one)
    letter = make_letter(organizations, state="approved")

    # Two of them bring the history up to date.
    with django_assert_max_num_queries(22, connection=connection):
        letter.issue(by=make_staff(committee))


def test_writer_hears_of_a_return_or_the_staff_when_the_writer_has_left():
    staff = make_staff()
    here, gone = make_staff(staff.committee), make_staff(staff.committee, is_active=False)
    for writer in (here, gone):
        letter = make_letter(committee=staff.committee, created_by=writer, title=writer.name, state="submitted")
        letter.return_(by=make_staff(staff.committee), reason="请修改。")

    told = Notice.objects.filter(title__startswith="公文退回").values_list("recipient", "title")

    assert set(told) >= {(here.pk, f"公文退回，请修改：{here.name}"), (staff.pk, f"公文退回，请修改：{gone.name}")}
    assert (staff.pk, f"公文退回，请修改：{here.name}") not in told


def test_number_given_while_somebody_edits_the_draft_stays():
    letter = make_letter()
    staff = make_staff(letter.committee)
    opened = Letter.objects.get(pk=letter.pk)

    letter.set_number("示例工委函〔2026〕5号", by=staff)
    opened.title = "关于另一事项的提醒函"
    opened.edit(by=staff, revision=opened.revision)

    kept = Letter.objects.get(pk=letter.pk)
    assert (kept.title, kept.number) == ("关于另一事项的提醒函", "示例工委函〔2026〕5号")
