"""Bulk steps call the verbs: what a verb refuses is told row by row, what it does leaves its line."""

from datetime import date

import pytest

from accounts.models import User
from activities.models import Activity, Duty
from alliances.models import Seat
from desk.models import Feedback
from notices.models import Channel, Delivery, Notice
from tests.admin.conftest import choose, form_values, page, said
from tests.factories import make_activity, make_duty, make_held_activity, make_organization

pytestmark = pytest.mark.django_db
State = Activity.State


def states(*activities):
    return [Activity.objects.get(pk=activity.pk).state for activity in activities]


def trail(activity):
    return [(step.verb, step.by, step.reason) for step in activity.steps.all()]


def test_publish_takes_each_row_and_names_the_refused(client, staff, ours):
    waiting = make_activity(alliance=ours["alliance"], title="待审定的", state=State.SUBMITTED)
    draft = make_activity(alliance=ours["alliance"], title="草稿一份")

    response = choose(client, "publish", waiting, draft)

    assert states(waiting, draft) == [State.PUBLISHED, State.DRAFT]
    assert set(said(client, response)) == {
        "“草稿一份”现在是“草稿”，不能办理这一步。",
        "审定发布所选计划：已完成1项。",
    }
    assert trail(waiting) == [("publish", staff, "")]


def test_accept_closes_reported_ones(client, staff, ours):
    activity = make_held_activity(alliance=ours["alliance"], state=State.REPORTED)

    choose(client, "accept", activity)

    assert states(activity) == [State.ACCEPTED]


def test_return_asks_for_a_reason_first(client, staff, ours):
    activity = make_activity(alliance=ours["alliance"], state=State.SUBMITTED)

    asked = choose(client, "return_with_reason", activity)
    empty = choose(client, "return_with_reason", activity, reasoned="1", reason=" ")

    assert [asked.status_code, empty.status_code] == [200, 200]
    assert activity.title in asked.content.decode()
    assert "请写明原因。" not in asked.content.decode()
    assert "请写明原因。" in empty.content.decode()
    assert states(activity) == [State.SUBMITTED]


def test_return_sends_back_plans_and_reports(client, staff, ours):
    plan = make_activity(alliance=ours["alliance"], state=State.SUBMITTED)
    report = make_held_activity(alliance=ours["alliance"], state=State.REPORTED)

    choose(client, "return_with_reason", plan, report, reasoned="1", reason="请写明分工。")

    assert states(plan, report) == [State.RETURNED, State.REPORT_RETURNED]
    assert trail(plan) == [("return", staff, "请写明分工。")]
    assert trail(report) == [("return_report", staff, "请写明分工。")]


def test_cancel_keeps_the_row_and_refuses_what_is_done(client, staff, ours):
    planned = make_activity(alliance=ours["alliance"], state=State.PUBLISHED)
    done = make_held_activity(alliance=ours["alliance"], title="已经办结的", state=State.ACCEPTED)

    response = choose(client, "cancel_with_reason", planned, done, reasoned="1", reason="天气原因。")

    assert states(planned, done) == [State.CANCELLED, State.ACCEPTED]
    assert any("已经办结的" in message for message in said(client, response))


def test_steps_never_reach_another_committee(client, staff, ours, theirs):
    other = make_activity(alliance=theirs["alliance"], state=State.SUBMITTED)

    for action in ("publish", "accept", "return_with_reason", "cancel_with_reason"):
        choose(client, action, ours["activity"], other, reasoned="1", reason="原因")

    assert states(other) == [State.SUBMITTED]


def test_officers_are_opened_for_chosen_units_only(client, staff, ours, theirs):
    chosen = make_organization(committee=ours.committee, short_name="市档案馆")
    left = make_organization(committee=ours.committee, short_name="市总工会")
    other = make_organization(committee=theirs.committee)

    sheet = choose(client, "open_officers", chosen, ours["organization"], other)

    assert [strip.organization for strip in sheet.context["strips"]] == ["市档案馆"]
    officers = [User.objects.officers_of([unit]).count() for unit in (chosen, left, other)]
    assert officers == [1, 0, 0]


def test_officers_exist_already(client, staff, ours):
    response = choose(client, "open_officers", ours["organization"])

    assert said(client, response) == ["所选单位都已有党务干部账号，或已撤销。"]


def test_duties_are_carried_over_once(client, staff, ours):
    first = said(client, choose(client, "copy_to_next_year", ours["duty"]))
    second = said(client, choose(client, "copy_to_next_year", ours["duty"]))

    copies = Duty.objects.filter(committee=ours.committee, year=2027)
    assert first == ["复制到下一年度：已完成1项。"]
    assert second == ["“2027年市委年度任务”已在责任清单里，没有重复添加。"]
    assert [(copy.name, copy.type, copy.period, copy.times) for copy in copies] == [
        ("市委年度任务", ours["duty"].type, "quarter", 1)
    ]


def test_duty_with_reminders_is_not_deleted(client, staff, ours):
    unused = make_duty(ours.committee, year=2030)

    answers = [client.post(page(duty, "delete"), {"post": "yes"}).status_code for duty in (ours["duty"], unused)]

    assert answers == [403, 302]
    assert [Duty.objects.filter(pk=duty.pk).exists() for duty in (ours["duty"], unused)] == [True, False]


def seat_values(ours, **changed):
    unit = make_organization(committee=ours.committee)
    values = {"organization": unit.pk, "alliance": ours["alliance"].pk, "role": "member", "since": "2026-01-01"}
    return values | changed


def test_seat_is_given_by_the_verb(client, staff, ours):
    values = seat_values(ours, note="新编入")

    response = client.post(page(Seat, "add"), values)

    seat = Seat.objects.get(organization=values["organization"])
    assert response.status_code == 302
    assert (seat.alliance, seat.role, seat.since, seat.note) == (ours["alliance"], "member", date(2026, 1, 1), "新编入")
    assert seat.history.get().history_user == staff


@pytest.mark.parametrize(
    ("changed", "words"),
    [({"role": "lead"}, "日期重叠，请先办理终止"), ({"since": "2020-01-01"}, "不在其间")],
    ids=["two leads", "before the alliance"],
)
def test_seat_that_cannot_be_is_refused_in_words(client, staff, ours, changed, words):
    values = seat_values(ours, **changed)

    response = client.post(page(Seat, "add"), values, follow=True)

    assert words in response.content.decode()
    assert not Seat.objects.filter(organization=values["organization"]).exists()


def test_seat_ends_but_does_not_move(client, staff, ours):
    url = page(ours["seat"])
    other = make_organization(committee=ours.committee)

    client.post(url, form_values(client, url) | {"until": "2026-12-31", "organization": other.pk})

    seat = Seat.objects.get(pk=ours["seat"].pk)
    assert (seat.until, seat.organization) == (date(2026, 12, 31), ours["organization"])


def test_alliance_page_saves_its_liaisons(client, staff, ours):
    url = page(ours["alliance"])
    added = {"liaisons-TOTAL_FORMS": 2, "liaisons-1-name": "示例领导二", "liaisons-1-since": "2026-01-01"}
    added |= {"liaisons-1-alliance": ours["alliance"].pk}

    response = client.post(url, form_values(client, url) | added)

    assert response.status_code == 302
    assert list(ours["alliance"].liaisons.values_list("name", flat=True)) == ["市委领导", "示例领导二"]


def test_answer_to_feedback_tells_the_person(client, staff, ours):
    url = page(ours["feedback"])

    client.post(url, form_values(client, url) | {"answer": "已改好。", "text": "改写别人的话"})

    feedback = Feedback.objects.get(pk=ours["feedback"].pk)
    assert (feedback.answer, feedback.answered_by, feedback.text) == ("已改好。", staff, "市委建议")
    assert Notice.objects.filter(recipient=feedback.by, title__contains="有了答复").count() == 1


def test_key_of_a_channel_is_written_never_shown(client, staff, ours):
    robot = Channel.objects.create(
        committee=ours.committee, kind="dingtalk", name="群", webhook="https://oapi.dingtalk.com/robot", secret="SEC123"
    )
    url = page(robot)

    shown = client.get(url).content.decode()
    client.post(url, form_values(client, url) | {"name": "工作群", "secret": ""})

    robot.refresh_from_db()
    assert "SEC123" not in shown
    assert (robot.name, robot.secret) == ("工作群", "SEC123")


def test_failed_messages_are_sent_again_from_the_ledger(client, staff, ours):
    channel = Channel.objects.create(committee=staff.committee, kind="wecom", name="群", webhook="http://robot.example")
    words = {"channel": channel, "address": "群", "title": "题"}
    failed = Delivery.objects.create(**words, key="1", state=Delivery.State.FAILED, tries=5)
    sent = Delivery.objects.create(**words, key="2", state=Delivery.State.SENT, tries=1)

    response = choose(client, "resend", failed, sent)

    assert set(Delivery.objects.values_list("state", "tries")) == {("waiting", 0), ("sent", 1)}
    assert "重新发送所选失败消息：已完成1项。" in said(client, response)
