"""Every step in every state: who moves what where, and what is refused in words."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection
from django.utils import timezone

from activities.models import Activity, Step
from notices.models import Notice
from portal.access import EditConflict, WrongState
from tests.factories import (
    make_activity,
    make_alliance,
    make_member,
    make_officer_of,
    make_participation,
    make_seat,
    make_staff,
)

pytestmark = pytest.mark.django_db
State = Activity.State


@pytest.fixture
def house():
    """An alliance with the officers of its lead, deputy and member units, and the committee's staff."""
    alliance = make_alliance()

    class House:
        pass

    house = House()
    house.alliance = alliance
    house.staff = make_staff(alliance.committee)
    for role in ("lead", "deputy", "member"):
        setattr(house, role, make_officer_of(alliance, role))
    return house


def over():
    return {"starts_at": timezone.now() - timedelta(hours=5), "ends_at": timezone.now() - timedelta(hours=2)}


STEPS = {
    "submit": (lambda a, by: a.submit(by=by), {State.DRAFT: State.SUBMITTED, State.RETURNED: State.SUBMITTED}),
    "review": (lambda a, by: a.review(by=by), {State.PROPOSED: State.SUBMITTED}),
    "publish": (lambda a, by: a.publish(by=by), {State.SUBMITTED: State.PUBLISHED}),
    "return": (
        lambda a, by: a.return_(by=by, reason="时间不合适"),
        {State.PROPOSED: State.RETURNED, State.SUBMITTED: State.RETURNED},
    ),
    "withdraw": (
        lambda a, by: a.withdraw(by=by),
        {State.PROPOSED: State.DRAFT, State.SUBMITTED: State.DRAFT, State.REPORTED: State.PUBLISHED},
    ),
    "postpone": (
        lambda a, by: a.postpone(
            by=by, starts_at=a.starts_at + timedelta(days=7), ends_at=a.ends_at + timedelta(days=7), reason="有雨"
        ),
        {State.PUBLISHED: State.PUBLISHED},
    ),
    "cancel": (
        lambda a, by: a.cancel(by=by, reason="合并举办"),
        {
            State.DRAFT: State.DROPPED,
            State.PROPOSED: State.DROPPED,
            State.SUBMITTED: State.DROPPED,
            State.RETURNED: State.DROPPED,
            State.PUBLISHED: State.CANCELLED,
        },
    ),
    "return_report": (
        lambda a, by: a.return_report(by=by, reason="数字不一致"),
        {State.REPORTED: State.REPORT_RETURNED},
    ),
    "accept": (lambda a, by: a.accept(by=by), {State.REPORTED: State.ACCEPTED}),
}


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("step", STEPS)
def test_step_moves_only_from_its_states(house, step, state):
    act, road = STEPS[step]
    activity = make_activity(alliance=house.alliance, host=house.lead.organization, state=state)

    if state in road:
        act(activity, house.lead)
    else:
        with pytest.raises(WrongState, match=state.label):
            act(activity, house.lead)

    activity.refresh_from_db()
    assert activity.state == road.get(state, state)
    assert activity.steps.count() == (1 if state in road else 0)


@pytest.mark.parametrize("state", State)
def test_report_follows_what_was_published_and_held(house, state):
    activity = make_activity(alliance=house.alliance, host=house.lead.organization, state=state, **over())

    if state in (State.PUBLISHED, State.REPORT_RETURNED):
        activity.report(by=house.lead)
    else:
        with pytest.raises(WrongState, match=state.label):
            activity.report(by=house.lead)

    reported = state in (State.PUBLISHED, State.REPORT_RETURNED, State.REPORTED)
    assert activity.state == (State.REPORTED if reported else state)


def test_report_is_refused_before_it_was_held(house):
    activity = make_activity(alliance=house.alliance, state=State.PUBLISHED)

    with pytest.raises(WrongState, match="还没有开展"):
        activity.report(by=house.lead)


@pytest.mark.parametrize("state", [State.DRAFT, State.RETURNED])
def test_late_record_enters_at_the_report(house, state):
    activity = make_activity(
        alliance=house.alliance, state=state, is_late_record=True, funding="", austerity_confirmed=False, **over()
    )

    activity.report(by=house.lead)

    assert activity.state == State.REPORTED
    activity.withdraw(by=house.lead)
    assert activity.state == State.DRAFT


def test_late_record_counts_the_units_on_its_list(house):
    activity = make_activity(alliance=house.alliance, is_late_record=True, **over())
    for answer, present in (("none", None), ("none", 0), ("leave", None)):
        make_participation(activity=activity, answer=answer, present_count=present)

    activity.report(by=house.lead)

    assert [row.answer for row in activity.participations.order_by("pk")] == ["attending", "none", "leave"]


def test_past_plan_is_pointed_to_the_late_record(house):
    activity = make_activity(alliance=house.alliance, **over())

    with pytest.raises(WrongState, match="补录"):
        activity.submit(by=house.lead)


@pytest.mark.parametrize(
    ("who", "host", "proposals_need_lead", "plans_need_committee", "state"),
    [
        ("lead", "lead", True, True, State.SUBMITTED),
        ("deputy", "deputy", True, True, State.SUBMITTED),
        ("deputy", "member", True, True, State.PROPOSED),
        ("member", "member", True, True, State.PROPOSED),
        ("member", "member", False, True, State.SUBMITTED),
        ("lead", "lead", True, False, State.PUBLISHED),
        ("member", "member", True, False, State.PROPOSED),
        ("staff", "lead", True, True, State.PUBLISHED),
    ],
)
def test_submit_goes_where_the_committee_settled(house, who, host, proposals_need_lead, plans_need_committee, state):
    committee = house.alliance.committee
    committee.proposals_need_lead, committee.plans_need_committee = proposals_need_lead, plans_need_committee
    committee.save()
    activity = make_activity(alliance=house.alliance, host=getattr(house, host).organization)

    activity.submit(by=getattr(house, who))

    assert activity.state == state
    published = state == State.PUBLISHED
    assert activity.austerity_approved_by == (getattr(house, who) if published else None)


@pytest.mark.parametrize(
    ("fields", "missing"),
    [
        ({"funding": ""}, "经费来源"),
        ({"austerity_confirmed": False}, "八项规定确认"),
        ({"place": ""}, "地点"),
        ({"precision": "day"}, "开始和结束时刻"),
    ],
)
def test_submit_names_what_is_missing(house, fields, missing):
    activity = make_activity(alliance=house.alliance, **fields)

    with pytest.raises(WrongState, match=f"还缺{missing}"):
        activity.submit(by=house.lead)


def test_second_click_is_refused(house):
    activity = make_activity(alliance=house.alliance, state=State.SUBMITTED)
    seen_by_the_other = Activity.objects.get(pk=activity.pk)
    activity.publish(by=house.staff)

    with pytest.raises(WrongState, match="已发布"):
        seen_by_the_other.publish(by=house.staff)

    assert activity.steps.count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_clicks_at_once_one_wins():
    activity = make_activity(state=State.SUBMITTED)
    staff = [make_staff(activity.committee) for _ in range(2)]
    both_ready = Barrier(2)

    def click(user):
        try:
            seen = Activity.objects.get(pk=activity.pk)
            both_ready.wait(timeout=10)
            seen.publish(by=user)
            return "done"
        except WrongState as refusal:
            return str(refusal)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        said = sorted(pool.map(click, staff))

    assert said == ["done", f"“{activity}”现在是“已发布”，不能办理这一步。"]
    assert activity.steps.count() == 1


def test_return_does_not_reach_what_was_passed_on_meanwhile(house):
    activity = make_activity(alliance=house.alliance, state=State.PROPOSED)
    seen_by_the_deputy = Activity.objects.get(pk=activity.pk)
    activity.review(by=house.lead)

    with pytest.raises(WrongState):
        seen_by_the_deputy.return_(by=house.lead, reason="再改改")

    assert seen_by_the_deputy.state == State.SUBMITTED


def test_withdraw_ends_with_the_first_review(house):
    activity = make_activity(alliance=house.alliance, host=house.member.organization)
    activity.submit(by=house.member)
    activity.review(by=house.lead)

    with pytest.raises(WrongState, match="片长单位已经审核通过"):
        activity.withdraw(by=house.member)


@pytest.mark.parametrize("verb", ["return_", "return_report", "cancel"])
def test_reason_is_never_empty(house, verb):
    activity = make_activity(alliance=house.alliance, state=State.SUBMITTED)

    with pytest.raises(WrongState, match="请写明原因"):
        getattr(activity, verb)(by=house.staff, reason="  ")


def test_postpone_keeps_the_old_time_in_the_trail(house):
    activity = make_activity(alliance=house.alliance, state=State.PUBLISHED)
    before, starts, ends = activity.when, activity.starts_at + timedelta(days=1), activity.ends_at + timedelta(days=1)

    activity.postpone(by=house.lead, starts_at=starts, ends_at=ends, reason="有雨")

    assert (activity.starts_at, activity.ends_at, activity.sequence) == (starts, ends, 1)
    assert activity.steps.get().reason == f"原定{before}，改为{activity.when}。有雨"


def test_trail_marks_what_the_committee_did_for_a_unit(house):
    activity = make_activity(alliance=house.alliance, host=house.lead.organization)

    activity.submit(by=house.staff)

    step = activity.steps.get()
    assert (step.verb, step.by, step.is_for_unit, step.state) == (
        Step.Verb.SUBMIT,
        house.staff,
        True,
        State.PUBLISHED,
    )


def test_comment_changes_nothing_and_reaches_the_host(house):
    activity = make_activity(alliance=house.alliance, host=house.lead.organization, state=State.PUBLISHED)

    activity.comment(by=house.staff, text="请带上茶叶样品")

    assert activity.state == State.PUBLISHED
    notice = Notice.objects.get()
    assert (notice.recipient, notice.title) == (house.lead, f"新的留言：{activity.title}")
    assert notice.body.endswith("说明：请带上茶叶样品")


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("who", ["lead", "staff"])
def test_edit_only_of_what_one_has_in_hand(house, who, state):
    activity = make_activity(alliance=house.alliance, host=house.lead.organization, state=state)
    activity.plan = "分三组走访"
    closed = state in (State.ACCEPTED, State.CANCELLED, State.DROPPED)
    waiting = state in (State.PROPOSED, State.SUBMITTED, State.REPORTED)

    if closed or (waiting and who == "lead"):
        with pytest.raises(WrongState, match="不能再修改" if closed else "先撤回"):
            activity.edit(by=getattr(house, who), revision=0)
    else:
        activity.edit(by=getattr(house, who), revision=0)

    kept = Activity.objects.get(pk=activity.pk)
    assert kept.plan == ("" if closed or (waiting and who == "lead") else "分三组走访")


def test_edit_tells_the_second_editor(house):
    activity = make_activity(alliance=house.alliance, host=house.lead.organization)
    second = Activity.objects.get(pk=activity.pk)
    activity.title = "先改的"
    activity.edit(by=house.lead, revision=0)
    second.title = "后改的"

    with pytest.raises(EditConflict, match="刚被别人改过"):
        second.edit(by=house.deputy, revision=0)

    assert Activity.objects.get(pk=activity.pk).title == "先改的"


def test_edit_after_publishing_moves_calendars_and_tells_the_invited(house):
    activity = make_activity(alliance=house.alliance, host=house.lead.organization, state=State.PUBLISHED)
    make_participation(activity=activity, organization=house.member.organization)
    activity.place = "祁门县芳村"

    activity.edit(by=house.lead, revision=0)

    assert activity.sequence == 1
    assert activity.steps.get().reason == "地点由屯溪区改为祁门县芳村。"
    notice = Notice.objects.get()
    assert (notice.recipient, notice.title) == (house.member, f"活动变动：{activity.title}")
    assert "地点：祁门县芳村" in notice.body and activity.when in notice.body


def test_edit_of_small_things_after_publishing_disturbs_nobody(house):
    activity = make_activity(alliance=house.alliance, host=house.lead.organization, state=State.PUBLISHED)
    make_participation(activity=activity, organization=house.member.organization)
    activity.plan = "分三组"

    activity.edit(by=house.lead, revision=0)

    assert (activity.sequence, activity.steps.get().reason) == (1, "修改了活动安排。")
    assert Notice.objects.count() == 0


def test_edit_of_nothing_leaves_no_line(house):
    activity = make_activity(alliance=house.alliance, host=house.lead.organization, state=State.PUBLISHED)

    activity.edit(by=house.lead, revision=0)

    assert (activity.sequence, activity.steps.count()) == (0, 0)


def test_approved_spending_is_not_changed_by_the_host(house):
    activity = make_activity(alliance=house.alliance, host=house.lead.organization, state=State.PUBLISHED)
    activity.budget = 9000

    with pytest.raises(WrongState, match="审定过"):
        activity.edit(by=house.lead, revision=0)

    activity.edit(by=house.staff, revision=0)
    assert Activity.objects.get(pk=activity.pk).budget == 9000


def told():
    """(whom, what kind, first words) of every notice."""
    rows = Notice.objects.order_by("recipient_id")
    return [(row.recipient_id, row.kind, row.title.split("：")[0]) for row in rows]


def test_each_step_tells_whoever_has_it_now(house):
    activity = make_activity(alliance=house.alliance, host=house.member.organization)
    make_participation(activity=activity, organization=house.deputy.organization)
    make_participation(activity=activity, organization=house.member.organization)

    for act, expected in (
        (lambda: activity.submit(by=house.member), [(house.lead.pk, "todo", "请审核计划")]),
        (lambda: activity.review(by=house.lead), [(house.staff.pk, "todo", "请审定计划")]),
        (
            lambda: activity.return_(by=house.staff, reason="地点太远"),
            [(house.member.pk, "todo", "计划退回，请修改")],
        ),
        (lambda: activity.submit(by=house.member), [(house.lead.pk, "todo", "请审核计划")]),
        (lambda: activity.review(by=house.lead), [(house.staff.pk, "todo", "请审定计划")]),
        (
            lambda: activity.publish(by=house.staff),
            [(house.deputy.pk, "todo", "请答复是否参加"), (house.member.pk, "news", "计划已审定并发布")],
        ),
    ):
        Notice.objects.all().delete()
        act()
        assert told() == expected

    host_row = activity.participations.get(organization=house.member.organization)
    assert host_row.answer == "attending"


@pytest.mark.parametrize("verb", ["postpone", "cancel"])
def test_invited_units_and_signed_up_people_learn_of_the_change(house, verb):
    activity = make_activity(alliance=house.alliance, host=house.lead.organization, state=State.PUBLISHED)
    make_participation(activity=activity, organization=house.member.organization)
    person = make_member(make_seat(alliance=house.alliance).organization)
    activity.signups.create(user=person)

    STEPS[verb][0](activity, house.lead)

    words = {"postpone": "活动改期", "cancel": "活动取消"}[verb]
    assert told() == sorted([(house.member.pk, "news", words), (person.pk, "news", words)])
