"""What of the letters waits for whom; and that the number beside the menu is the length of the list."""

from datetime import date

import pytest
from django.utils import timezone

from desk import todo
from desk.counting import counted
from letters import drafting
from letters.cases import Case
from tests.factories import (
    make_alliance,
    make_leader,
    make_letter,
    make_letter_template,
    make_member,
    make_officer,
    make_organization,
    make_staff,
)

pytestmark = pytest.mark.django_db


def lines(user, day=None):
    items = todo.items_for(user, day or timezone.localdate())
    assert counted(user)["todo"] == len(todo.items_for(user, timezone.localdate()))
    return [(item.kind, item.verb, item.title, item.whose) for item in items]


def test_staff_approve_issue_check_replies_and_go_on_with_their_own_drafts():
    staff = make_staff()
    unit = make_organization(committee=staff.committee, short_name="市示例局")
    make_letter([unit], title="我的草稿", created_by=staff)
    make_letter([unit], title="别人的草稿", created_by=make_staff(staff.committee))
    make_letter([unit], title="待批", state="submitted")
    make_letter([unit], title="待印", state="approved")
    make_letter([unit], title="待回", state="issued")
    make_letter([unit], title="已回", state="issued").recipients.get().reply("已办理。", by=staff)
    make_letter(title="别家的", state="submitted")

    assert lines(staff) == [
        ("公文审批", "审批", "待批", "提醒函"),
        ("回复审核", "审核", "已回", "市示例局"),
        ("公文印发", "印发", "待印", "提醒函"),
        ("公文草稿", "续写", "我的草稿", "提醒函"),
    ]


def test_letters_of_a_batch_are_one_line_for_each_state():
    staff = make_staff()
    units = [make_organization(committee=staff.committee) for _ in range(3)]
    cases = [Case("", unit, "年终收尾") for unit in units]
    template = make_letter_template(staff.committee, title="关于{matter}的提醒函", body="请做好{matter}。")
    batch = drafting.draft_many("reminder", cases, staff, template=template, key="示例")
    title = "关于年终收尾的提醒函"
    assert lines(staff) == [("公文草稿", "送审", title, "提醒函，共 3 份")]

    batch.letters.last().submit(by=staff)

    assert lines(staff) == [
        ("公文审批", "审批", title, "提醒函，共 1 份"),
        ("公文草稿", "送审", title, "提醒函，共 2 份"),
    ]
    assert {item.href for item in todo.items_for(staff, timezone.localdate())} == {batch.get_absolute_url()}


def test_leader_is_asked_to_approve_only():
    leader = make_leader(make_alliance())
    for state in ("draft", "submitted", "approved", "issued"):
        make_letter(committee=leader.committee, title=state, state=state)

    assert lines(leader) == [("公文审批", "审批", "submitted", "提醒函")]


def test_officer_receives_answers_and_mends_what_the_own_unit_got():
    officer = make_officer(make_organization(short_name="市示例局"))
    unit, staff = officer.organization, make_staff(officer.committee)
    make_letter([unit], title="新来", state="issued")
    make_letter([unit], title="已收", state="issued").recipients.get().receive(by=officer)
    returned = make_letter([unit], title="退回", state="issued").recipients.get()
    returned.reply("已办理。", by=officer)
    returned.return_reply("请补充。", by=staff)
    make_letter([unit], title="已回", state="issued").recipients.get().reply("已办理。", by=officer)
    no_reply = {"kind": "notice", "reply_workdays": None, "case": "term:1"}
    make_letter([unit], title="不用回", state="issued", **no_reply).recipients.get().receive(by=officer)
    make_letter([unit], title="作废", state="void")
    make_letter([unit], title="还没印发", state="approved")
    make_letter([make_organization(committee=officer.committee)], title="别单位的", state="issued")

    assert lines(officer) == [
        ("回复退回", "补充", "退回", "市示例局"),
        ("公文签收", "签收", "新来", "市示例局"),
        ("公文回复", "回复", "已收", "市示例局"),
    ]
    assert lines(make_member(unit)) == []


def test_deadline_of_the_reply_is_the_line_s():
    officer = make_officer()
    make_letter([officer.organization], state="issued", issued_on=date(2026, 11, 2))

    (item,) = todo.items_for(officer, date(2026, 11, 10))

    assert (item.until, item.late) == (date(2026, 11, 9), True)
