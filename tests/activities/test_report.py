"""The report: exact figures, nothing typed twice, refusals in words; no second editor overwrites the first."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from activities import reports
from activities.models import Activity, Outcome, Report, Step
from tests.factories import (
    make_alliance,
    make_held_activity,
    make_leader,
    make_measure,
    make_member,
    make_officer,
    make_officer_of,
    make_organization,
    make_participation,
    make_report,
    make_staff,
)

pytestmark = pytest.mark.django_db
State = Activity.State


@pytest.fixture
def alliance():
    return make_alliance()


@pytest.fixture
def lead(alliance):
    return make_officer_of(alliance)


@pytest.fixture
def activity(alliance, lead):
    return make_held_activity(alliance=alliance, budget=1980)


@pytest.fixture
def measures(alliance):
    given = [("助农消费", "元", 2), ("解决问题", "件", 0), ("志愿服务", "人次", 0), ("微心愿", "个", 0)]
    return [
        make_measure(alliance.committee, name, unit, decimals=decimals, order_number=number)
        for number, (name, unit, decimals) in enumerate(given)
    ]


def post(client, activity, **data):
    activity.refresh_from_db()
    data = {"version": activity.revision, "text": "示例活动情况。", "head_count": "66", **data}
    return client.post(reverse("report-edit", args=[activity.pk]), data)


def figures(activity):
    outcomes = Outcome.objects.filter(report__activity=activity).order_by("measure__order_number")
    return [(str(row.measure), row.value, row.note) for row in outcomes]


def test_report_keeps_the_figures_exactly(client, activity, lead, measures):
    help_bought, solved, volunteers, wishes = (f"measure-{measure.pk}" for measure in measures)
    client.force_login(lead)

    response = post(
        client,
        activity,
        **{help_bought: "8,700", f"{help_bought}-note": "购买茶叶", solved: "1", volunteers: "３８", wishes: ""},
        expense="1860.50",
    )

    assert (response.status_code, response.url) == (302, activity.get_absolute_url())
    assert figures(activity) == [
        ("助农消费（元）", Decimal("8700.00"), "购买茶叶"),
        ("解决问题（件）", Decimal(1), ""),
        ("志愿服务（人次）", Decimal(38), ""),
    ]
    report = Report.objects.get()
    assert (report.head_count, report.expense) == (66, Decimal("1860.50"))
    activity.refresh_from_db()
    assert activity.state == State.REPORTED
    assert list(activity.steps.values_list("verb", "by")) == [(Step.Verb.REPORT, lead.pk)]


def test_figure_zero_is_kept_and_an_emptied_one_goes(client, activity, lead, measures):
    first, second = (f"measure-{measure.pk}" for measure in measures[:2])
    client.force_login(lead)
    post(client, activity, draft="1", **{first: "0", second: "3"})

    post(client, activity, draft="1", **{first: "0", second: ""})

    assert figures(activity) == [("助农消费（元）", Decimal(0), "")]


@pytest.mark.parametrize(
    ("place", "typed", "words"),
    [
        (0, "八千元", "只填数字，如 8700；没有就留空。"),
        (0, "-5", "不能是负数。"),
        (0, "1.234", "最多 2 位小数。"),
        (1, "1.5", "填整数，不带小数。"),
        (0, "NaN", "只填数字，如 8700；没有就留空。"),
        (0, "Infinity", "只填数字，如 8700；没有就留空。"),
        (0, "1e30", "数字太大，请核对。"),
        (0, "=cmd|' /C calc'!A0", "只填数字，如 8700；没有就留空。"),
    ],
)
def test_figure_is_refused_in_words_and_the_rest_is_kept(client, activity, lead, measures, place, typed, words):
    client.force_login(lead)

    response = post(client, activity, text="写好的一段话", **{f"measure-{measures[place].pk}": typed})

    page = response.content.decode()
    assert (words in page, "写好的一段话" in page, "有 1 处需要改正" in page) == (True, True, True)
    assert not Report.objects.exists()


def test_note_without_its_figure_is_refused(client, activity, lead, measures):
    client.force_login(lead)

    response = post(client, activity, **{f"measure-{measures[0].pk}-note": "购买茶叶"})

    assert "请填助农消费的数值" in response.content.decode()


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"text": ""}, "请写几句活动情况"),
        ({"head_count": ""}, "请填参加人次，或先去点名。"),
        ({"head_count": "-3"}, "不能是负数。"),
        ({"expense": "很多"}, "只填数字"),
        ({"expense": "-1"}, "不能是负数。"),
        ({"version": "x"}, "请从活动页面重新打开。"),
    ],
)
def test_submitting_an_incomplete_report_is_refused_in_words(client, activity, lead, fields, words):
    client.force_login(lead)

    response = post(client, activity, **fields)

    assert words in response.content.decode()
    assert not Report.objects.exists()


def test_draft_may_be_incomplete(client, activity, lead):
    client.force_login(lead)

    response = post(client, activity, draft="1", text="", head_count="")

    assert (response.status_code, response.url) == (302, reverse("report-edit", args=[activity.pk]))
    activity.refresh_from_db()
    assert (activity.state, Report.objects.get().head_count) == (State.PUBLISHED, None)


def test_head_count_comes_from_the_roll_call_and_is_not_typed_again(client, activity, lead):
    make_participation(activity=activity, present_count=40)
    make_participation(activity=activity, present_count=26)
    client.force_login(lead)
    page = client.get(reverse("report-edit", args=[activity.pk])).content.decode()

    post(client, activity, head_count="5")

    assert ("66 人次，由点名带出" in page, 'name="head_count"' in page) == (True, False)
    assert Report.objects.get().head_count == 66


def test_second_editor_is_told_and_overwrites_nothing(client, activity, lead):
    client.force_login(lead)
    opened = activity.revision
    post(client, activity, draft="1", text="先存的一稿")

    response = post(client, activity, draft="1", version=opened, text="后存的一稿")

    page = response.content.decode()
    assert (response.status_code, "刚被别人改过" in page, "后存的一稿" in page) == (409, True, True)
    assert Report.objects.get().text == "先存的一稿"


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"ends_at": timezone.now() + timedelta(hours=2)}, "还没有开展"),
        ({"state": State.REPORTED}, "要改请先撤回"),
        ({"state": State.ACCEPTED}, "已经办结，总结不能再改"),
        ({"state": State.CANCELLED}, "已经取消"),
        ({"state": State.SUBMITTED}, "计划还没有发布"),
    ],
    ids=["not held", "reported", "accepted", "cancelled", "planned"],
)
def test_report_is_refused_in_words_outside_its_time(client, activity, lead, fields, words):
    Activity.objects.update(**fields)
    client.force_login(lead)

    response = post(client, activity)

    assert response.url == activity.get_absolute_url()
    assert words in client.get(response.url).content.decode()
    assert not Report.objects.exists()


@pytest.mark.parametrize("fields", [{"state": State.REPORT_RETURNED}, {"state": State.DRAFT, "is_late_record": True}])
def test_returned_report_and_late_record_are_submitted(client, activity, lead, fields):
    Activity.objects.update(**fields)
    client.force_login(lead)

    post(client, activity)

    activity.refresh_from_db()
    assert activity.state == State.REPORTED


def test_refused_step_leaves_the_words_as_a_draft(client, activity, lead):
    Activity.objects.update(state=State.DRAFT, is_late_record=True, place="")
    client.force_login(lead)

    response = post(client, activity)

    assert response.url == reverse("report-edit", args=[activity.pk])
    assert "草稿已保存，但没有提交：还缺地点" in client.get(response.url).content.decode()
    assert Report.objects.get().text == "示例活动情况。"


def test_staff_mend_a_reported_one_and_the_trail_says_so(client, activity, alliance, measures):
    make_report(activity)
    Activity.objects.update(state=State.REPORTED)
    staff = make_staff(alliance.committee)
    client.force_login(staff)

    post(client, activity, **{f"measure-{measures[0].pk}": "21800"})

    activity.refresh_from_db()
    assert activity.state == State.REPORTED
    assert figures(activity) == [("助农消费（元）", Decimal(21800), "")]
    assert list(activity.steps.values_list("verb", "reason", "is_for_unit")) == [(Step.Verb.EDIT, "补正总结", True)]


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("lead", 200),
        ("deputy", 200),
        ("staff", 200),
        ("member unit", 403),
        ("leader", 403),
        ("member", 403),
        ("stranger", 404),
    ],
)
def test_report_is_written_by_who_works_on_the_activity(client, alliance, activity, lead, who, status):
    people = {
        "lead": lambda: lead,
        "deputy": lambda: make_officer_of(alliance, "deputy"),
        "staff": lambda: make_staff(alliance.committee),
        "member unit": lambda: make_officer_of(alliance, "member"),
        "leader": lambda: make_leader(alliance),
        "member": lambda: make_member(make_organization(committee=alliance.committee)),
        "stranger": make_staff,
    }
    client.force_login(people[who]())

    assert client.get(reverse("report-edit", args=[activity.pk])).status_code == status


@pytest.mark.parametrize("state", [State.PUBLISHED, State.REPORTED, State.REPORT_RETURNED, State.ACCEPTED])
def test_report_is_read_by_members_once_accepted(alliance, activity, lead, state):
    make_report(activity)
    Activity.objects.update(state=state)
    unit = make_organization(committee=alliance.committee)
    people = {
        "staff": make_staff(alliance.committee),
        "lead": lead,
        "member unit": make_officer_of(alliance, "member"),
        "leader": make_leader(alliance),
        "other officer": make_officer(unit),
        "member": make_member(unit),
        "stranger": make_staff(),
    }

    rows = Activity.objects.filter(pk=activity.pk)
    read = {who for who, user in people.items() if reports.overview(rows.with_report_for(user).get(), user)}

    before = {"staff", "lead", "member unit", "leader"}
    assert read == (before | {"other officer", "member"} if state == State.ACCEPTED else before)


def test_overspending_is_said_and_blocks_nothing(activity, lead):
    report = make_report(activity, expense=Decimal("2000.50"))

    assert (report.overspent, Report(activity=activity, expense=1980).overspent) == (Decimal("20.50"), None)


def test_returned_reason_stands_beside_the_form(client, activity, lead, alliance):
    make_report(activity)
    activity.report(by=lead)
    activity.return_report(by=make_staff(alliance.committee), reason="助农消费与单据不一致，请核对。")
    client.force_login(lead)

    page = client.get(reverse("report-edit", args=[activity.pk])).content.decode()

    assert "助农消费与单据不一致，请核对。" in page


def test_second_draft_is_compared_with_the_first(client, activity, lead, alliance, measures):
    staff = make_staff(alliance.committee)
    help_bought, solved, volunteers = (f"measure-{measure.pk}" for measure in measures[:3])
    client.force_login(lead)
    post(client, activity, text="第一稿", **{help_bought: "28100", solved: "2", volunteers: "38"})
    activity.refresh_from_db()
    activity.return_report(by=staff, reason="助农消费与单据不一致，请核对。")
    post(client, activity, text="第二稿", **{help_bought: "21800", volunteers: "38"})
    client.force_login(staff)

    response = client.get(reverse("report-compare", args=[activity.pk]))

    assert [(change.label, change.before, change.now) for change in response.context["changes"]] == [
        ("活动情况", "第一稿", "第二稿"),
        ("助农消费（元）", Decimal(28100), Decimal(21800)),
        ("解决问题（件）", Decimal(2), None),
    ]


def test_first_draft_has_nothing_to_be_compared_with(client, activity, lead):
    make_report(activity)
    activity.report(by=lead)
    client.force_login(lead)

    assert client.get(reverse("report-compare", args=[activity.pk])).status_code == 404


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        (None, "总结还缺活动情况、参加人次，补齐后再提交。"),
        ({"text": " ", "head_count": 6}, "总结还缺活动情况，补齐后再提交。"),
        ({"text": "示例活动情况。"}, "总结还缺参加人次，补齐后再提交。"),
    ],
)
def test_incomplete_draft_is_not_handed_in(client, activity, lead, fields, words):
    if fields:
        make_report(activity, **fields)
    client.force_login(lead)

    page = client.post(reverse("activity-report", args=[activity.pk]), follow=True).content.decode()

    activity.refresh_from_db()
    assert (words in page, activity.state) == (True, State.PUBLISHED)


def autosave(client, activity, **data):
    data = {"version": activity.revision, "text": "写到一半", "autosave": "1", **data}
    return client.post(reverse("report-autosave", args=[activity.pk]), data)


def test_words_and_figures_are_kept_while_somebody_writes(client, activity, lead, measures):
    client.force_login(lead)

    first = autosave(client, activity, **{f"measure-{measures[0].pk}": "8,700"})
    second = autosave(client, activity, version=first.json()["version"], text="写完了")

    assert (first.status_code, second.status_code) == (200, 200)
    assert (Report.objects.get().text, figures(activity)) == ("写完了", [])
    activity.refresh_from_db()
    assert (activity.state, second.json()["version"]) == (State.PUBLISHED, activity.revision)


@pytest.mark.parametrize(
    ("fields", "data", "status"),
    [
        ({}, {"version": 99}, 409),
        ({}, {"expense": "很多"}, 422),
        ({"state": State.REPORTED}, {}, 422),
        ({"state": State.ACCEPTED}, {}, 422),
    ],
    ids=["somebody else saved", "no number", "reported", "accepted"],
)
def test_autosave_that_cannot_be_says_why_and_keeps_nothing(client, activity, lead, fields, data, status):
    if fields:
        Activity.objects.update(**fields)
    client.force_login(lead)

    response = autosave(client, activity, **data)

    assert (response.status_code, bool(response.json()["message"])) == (status, True)
    assert not Report.objects.exists()
