"""The one form: prefilled, kept as a draft, submitted, edited by two, copied, recorded late."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from activities.models import Activity, ActivityForm, ActivityType, Base
from alliances.models import Seat
from tests.factories import (
    at,
    make_activity,
    make_alliance,
    make_committee,
    make_leader,
    make_member,
    make_officer,
    make_officer_of,
    make_participation,
    make_seat,
    make_staff,
    make_type,
)

pytestmark = pytest.mark.django_db
State = Activity.State
NEW = reverse("activity-create")
SOON = timezone.localdate() + timedelta(days=30)


@pytest.fixture
def house():
    """An alliance with a lead, a member unit and a chamber, a second alliance with one unit, and staff."""

    class House:
        pass

    house = House()
    house.alliance = make_alliance(name="文化园党建联盟")
    house.committee = house.alliance.committee
    house.type = make_type(house.committee)
    house.lead = make_officer_of(house.alliance)
    house.member = make_officer_of(house.alliance, "member")
    house.chamber = make_seat(alliance=house.alliance, role="chamber").organization
    house.other = make_alliance(committee=house.committee, name="发展先锋党建联盟")
    house.guest = make_seat(alliance=house.other).organization
    house.staff = make_staff(house.committee)
    house.units = [house.lead.organization, house.member.organization, house.chamber]
    return house


def filled(house, **changes):
    data = {
        "type": house.type.pk,
        "title": "微宣讲进芳村",
        "plan": "分三组走访。",
        "date": f"{SOON}",
        "starts": "09:00",
        "ends": "11:30",
        "place_name": "祁门县芳村",
        "units": [unit.pk for unit in house.units],
        "expected_count": "70",
        "budget": "1,980.00",
        "funding": "organ",
        "transport": "official",
        "meals": "none",
        "austerity_confirmed": "on",
        **changes,
    }
    return {name: value for name, value in data.items() if value is not None}


def test_form_knows_what_follows_from_the_person(client, house):
    client.force_login(house.lead)

    response = client.get(NEW)

    form = response.context["form"]
    assert response.status_code == 200
    assert form.instance.alliance == house.alliance
    assert form.instance.host == house.lead.organization
    assert set(form["units"].initial) == {unit.pk for unit in house.units}
    assert "提交审定" in response.content.decode()


def test_submit_makes_the_plan_and_sends_it_on(client, house):
    client.force_login(house.lead)

    response = client.post(NEW, filled(house, guests=house.guest.short_name))

    activity = Activity.objects.get()
    assert response.url == activity.get_absolute_url()
    assert (activity.state, activity.title, activity.budget, activity.host, activity.created_by) == (
        State.SUBMITTED,
        "微宣讲进芳村",
        1980,
        house.lead.organization,
        house.lead,
    )
    assert timezone.localtime(activity.starts_at) == at(SOON.year, SOON.month, SOON.day, 9)
    assert {row.organization for row in activity.participations.all()} == {*house.units, house.guest}
    assert [step.verb for step in activity.steps.all()] == ["submit", "create"]


def test_members_proposal_goes_to_the_lead_unit(client, house):
    client.force_login(house.member)
    assert "提交片长单位审核" in client.get(NEW).content.decode()

    client.post(NEW, filled(house))

    assert Activity.objects.get().state == State.PROPOSED


def test_staff_write_for_an_alliance_or_for_the_committee(client, house):
    client.force_login(house.staff)

    client.post(f"{NEW}?alliance={house.alliance.pk}", filled(house))
    own = filled(house, units=None, partners=[house.other.pk], title="推进会")
    client.post(NEW, own)

    for_unit, committees = Activity.objects.order_by("pk")
    assert (for_unit.host, for_unit.state) == (house.lead.organization, State.PUBLISHED)
    assert for_unit.steps.get(verb="create").is_for_unit is True
    assert (committees.alliance, committees.host, committees.state) == (None, None, State.PUBLISHED)
    assert [row.organization for row in committees.participations.all()] == [house.guest]


def test_draft_needs_only_a_title_and_a_day(client, house):
    client.force_login(house.lead)

    response = client.post(NEW, {"draft": "1", "type": house.type.pk, "title": "再想想", "date": f"{SOON}"})

    activity = Activity.objects.get()
    assert response.url == reverse("activity-edit", args=[activity.pk])
    assert (activity.state, activity.precision) == (State.DRAFT, "day")
    assert client.get(response.url).status_code == 200


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"title": ""}, "请填写活动主题。"),
        ({"date": "2026-02-31"}, "没有这一天"),
        ({"date": ""}, "请填写日期。"),
        ({"starts": "25:00"}, "请按 14:30 这样填写。"),
        ({"ends": "08:00"}, "应晚于开始时间 09:00。"),
        ({"last_date": f"{SOON - timedelta(days=1)}"}, "不能早于开始日期。"),
        ({"last_date": f"{SOON + timedelta(days=800)}"}, "一项活动最长一年"),
        ({"place_name": ""}, "请填写地点。"),
        ({"funding": ""}, "请选择经费来源，不花钱的选“不产生费用”。"),
        ({"austerity_confirmed": None}, "请核对后勾选。"),
        ({"budget": "一千"}, "只填数字"),
        ({"budget": "-5"}, "不能是负数。"),
        ({"expected_count": "-1"}, "不能是负数。"),
        ({"expected_count": ""}, "请填写预计人数"),
        ({"units": None}, "至少勾选一家单位。"),
        ({"units": ["999999"]}, "有单位已不在本联盟"),
        ({"guests": "市不存在局"}, "名册里没有“市不存在局”"),
        ({"date": "2026-03-02"}, "请勾选“补录”"),
        ({"is_late_record": "on"}, "还没有开展的，请去掉“补录”"),
        ({"signup_until": f"{SOON + timedelta(days=2)}T10:00"}, "报名截止应早于活动开始。"),
    ],
)
def test_form_says_every_fault_and_how_to_mend_it(client, house, changes, words):
    client.force_login(house.lead)

    response = client.post(NEW, filled(house, **changes))

    page = response.content.decode()
    assert (response.status_code, Activity.objects.count()) == (422, 0)
    assert "处需要改正" in page and words in page
    assert "微宣讲进芳村" in page or "title" in changes


def test_late_record_needs_no_budget_and_goes_to_the_report(client, house):
    client.force_login(house.lead)
    late = {"date": "2026-03-02", "is_late_record": "on", "funding": "", "austerity_confirmed": None, "budget": ""}

    response = client.post(NEW, filled(house, **late, expected_count="", transport="", meals=""))

    assert response.status_code == 422  # the budget field is 0 when nothing was spent
    response = client.post(NEW, filled(house, **{**late, "budget": "0"}, expected_count="", transport="", meals=""))
    activity = Activity.objects.get()
    assert response.url == reverse("report-edit", args=[activity.pk])
    assert (activity.state, activity.is_late_record) == (State.DRAFT, True)


def test_late_record_is_offered_only_for_a_past_day(client, house):
    client.force_login(house.lead)

    assert "补录：活动已经开展" not in client.get(NEW).content.decode()
    assert "补录：活动已经开展" in client.get(f"{NEW}?date=2026-03-02").content.decode()


def test_late_record_invites_the_seats_of_its_day(client, house):
    gone = make_seat(alliance=house.alliance, until=date(2026, 6, 30)).organization
    client.force_login(house.lead)

    form = client.get(f"{NEW}?date=2026-03-02").context["form"]

    assert gone in form.own_units


def test_base_is_recognised_by_its_name(client, house):
    base = Base.objects.create(committee=house.committee, name="芳村主题党日基地")
    client.force_login(house.lead)

    client.post(NEW, filled(house, place_name="芳村主题党日基地 村部二楼"))

    activity = Activity.objects.get()
    assert (activity.base, activity.place) == (base, "村部二楼")


def test_activity_over_midnight_keeps_its_end(client, house):
    client.force_login(house.lead)
    after = SOON + timedelta(days=1)

    client.post(NEW, filled(house, starts="20:00", ends="06:00", last_date=f"{after}"))

    assert timezone.localtime(Activity.objects.get().ends_at) == at(after.year, after.month, after.day, 6)


def test_second_editor_is_told_and_keeps_the_own_words(client, house):
    activity = make_activity(alliance=house.alliance, type=house.type)
    url = reverse("activity-edit", args=[activity.pk])
    client.force_login(house.lead)
    client.post(url, filled(house, draft="1", version="0", title="先改的"))

    response = client.post(url, filled(house, draft="1", version="0", title="后改的"))

    page = response.content.decode()
    assert response.status_code == 409
    assert "刚被别人改过" in page and "后改的" in page and "打开最新内容" in page
    assert Activity.objects.get().title == "先改的"


def test_edit_after_acceptance_is_refused_in_words(client, house):
    activity = make_activity(alliance=house.alliance, type=house.type, state=State.ACCEPTED)
    client.force_login(house.staff)

    response = client.post(reverse("activity-edit", args=[activity.pk]), filled(house, version="0"), follow=True)

    assert f"“{activity}”已经办结，不能再修改。" in response.content.decode()


def test_approved_spending_is_locked_for_the_host(client, house):
    activity = make_activity(alliance=house.alliance, type=house.type, state=State.PUBLISHED, budget=100)
    client.force_login(house.lead)
    url = reverse("activity-edit", args=[activity.pk])

    response = client.post(url, filled(house, version="0", budget="99999"))

    activity.refresh_from_db()
    assert (response.status_code, activity.budget, activity.place) == (302, 100, "祁门县芳村")


def test_autosave_keeps_one_draft_however_often(client, house):
    client.force_login(house.lead)
    uid = str(client.get(NEW).context["form"]["uid"].initial)
    url = reverse("activity-autosave")

    first = client.post(url, {"uid": uid, "version": "0", "type": house.type.pk, "title": "甲", "date": f"{SOON}"})
    second = client.post(
        url, {"uid": uid, "version": first.json()["version"], "type": house.type.pk, "title": "乙", "date": f"{SOON}"}
    )
    submitted = client.post(NEW, filled(house, uid=uid, version=second.json()["version"]))

    activity = Activity.objects.get()
    assert (first.status_code, second.status_code, submitted.status_code) == (200, 200, 302)
    assert (activity.title, activity.state, str(activity.uid)) == ("微宣讲进芳村", State.SUBMITTED, uid)
    assert client.post(NEW, filled(house, uid=uid)).url == activity.get_absolute_url()
    assert Activity.objects.count() == 1


def test_autosave_says_too_little_and_conflict(client, house):
    activity = make_activity(alliance=house.alliance, type=house.type, revision=3)
    client.force_login(house.lead)
    url = reverse("activity-autosave", args=[activity.pk])

    few = client.post(url, {"version": "3", "title": ""})
    stale = client.post(url, filled(house, version="2"))
    kept = client.post(url, filled(house, version="3", title="新"))

    assert (few.status_code, stale.status_code) == (422, 409)
    assert "刚被别人改过" in stale.json()["message"]
    assert (kept.status_code, kept.json()["version"]) == (200, 4)


def test_autosave_of_another_persons_key_makes_no_copy(client, house):
    foreign = make_activity()
    client.force_login(house.lead)

    response = client.post(
        reverse("activity-autosave"), filled(house, uid=str(foreign.uid), version="0", title="不是我的")
    )

    assert response.status_code == 409
    assert list(Activity.objects.values_list("title", flat=True)) == [foreign.title]


def test_copy_takes_what_was_done_and_not_when(client, house):
    old = make_activity(alliance=house.alliance, type=house.type, state=State.ACCEPTED, title="茶园走访", budget=500)
    client.force_login(house.lead)

    form = client.get(f"{NEW}?copy={old.pk}").context["form"]

    assert (form["title"].value(), form["budget"].value(), form["date"].value()) == ("茶园走访", "500", None)
    assert form["austerity_confirmed"].value() is False


@pytest.mark.parametrize(
    "query", ["alliance=x", "alliance=99999999999", "type=²", "copy=7", "date=2026-02-31", "copy="]
)
def test_bad_query_is_left_out(client, house, query):
    for user in (house.lead, house.staff):
        client.force_login(user)
        assert client.get(f"{NEW}?{query}").status_code == 200


def test_form_is_for_officers_with_a_seat_and_staff(client, house):
    allowed = {}
    for name, user in {
        "lead": house.lead,
        "member unit": house.member,
        "staff": house.staff,
        "party member": make_member(house.lead.organization),
        "leader": make_leader(house.alliance),
        "officer without a seat": make_officer(),
    }.items():
        client.force_login(user)
        allowed[name] = client.get(NEW).status_code

    assert allowed == {
        "lead": 200,
        "member unit": 200,
        "staff": 200,
        "party member": 403,
        "leader": 403,
        "officer without a seat": 403,
    }


def test_staff_do_not_write_for_another_committees_alliance(client, house):
    client.force_login(make_staff())

    form = client.get(f"{NEW}?alliance={house.alliance.pk}").context["form"]

    assert form.instance.alliance is None


def test_edit_shows_what_was_chosen_and_keeps_retired_words(client, house):
    retired = make_type(house.committee, "旧类型")
    make_type(house.committee, "从未用过")
    forms = [ActivityForm.objects.create(committee=house.committee, name=name) for name in ("专题党课", "旧形式", "弃")]
    far = make_seat(alliance=make_alliance(committee=house.committee)).organization
    activity = make_activity(alliance=house.alliance, type=retired)
    activity.forms.add(*forms[:2])
    activity.partners.add(house.other)
    for unit in (house.chamber, house.guest, far):
        make_participation(activity=activity, organization=unit)
    ActivityType.objects.exclude(pk=house.type.pk).update(is_active=False)
    ActivityForm.objects.exclude(pk=forms[0].pk).update(is_active=False)
    client.force_login(house.lead)

    form = client.get(reverse("activity-edit", args=[activity.pk])).context["form"]

    offered = {name: {pk for pk, _ in form.fields[name].choices} for name in ("type", "forms", "units")}
    assert offered == {
        "type": {house.type.pk, retired.pk},
        "forms": {row.pk for row in forms[:2]},
        "units": {unit.pk for unit in house.units},
    }
    chosen = {name: form[name].initial for name in ("type", "forms", "units", "partners", "guests")}
    assert chosen == {
        "type": retired.pk,
        "forms": [row.pk for row in forms[:2]],
        "units": [house.chamber.pk],
        "partners": [house.other.pk],
        "guests": far.short_name,
    }


def test_copy_ticks_the_forms_of_the_copied(client, house):
    forms = [ActivityForm.objects.create(committee=house.committee, name=name) for name in ("专题党课", "志愿服务")]
    old = make_activity(alliance=house.alliance, type=house.type, state=State.ACCEPTED)
    old.forms.add(forms[1])
    client.force_login(house.lead)

    form = client.get(f"{NEW}?copy={old.pk}").context["form"]

    assert form["forms"].initial == [forms[1].pk]


@pytest.mark.parametrize("many", [1, 6])
def test_form_asks_the_same_number_of_queries(client, house, many, django_assert_max_num_queries):
    for _ in range(many):
        make_seat(alliance=house.alliance)
        make_activity(alliance=house.alliance, state=State.PUBLISHED, starts_at=at(SOON.year, SOON.month, SOON.day))
    client.force_login(house.lead)
    client.get(NEW)

    with django_assert_max_num_queries(12):
        response = client.get(f"{NEW}?date={SOON}")

    assert response.status_code == 200
    assert Seat.objects.filter(alliance=house.alliance).count() == 3 + many


@pytest.mark.parametrize("key", ["9" * 30, "9" * 5000, "²", "x", "-1"])
@pytest.mark.parametrize("name", ["units", "partners", "forms", "type"])
def test_rows_that_make_no_sense_are_refused_in_words(client, house, name, key):
    client.force_login(house.lead)

    response = client.post(NEW, filled(house, **{name: [key]}))

    assert response.status_code == 422
    assert list(response.context["form"].errors) == [name]


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
@pytest.mark.parametrize("action", ["", "draft"])
def test_days_no_calendar_reaches_are_refused_in_words(client, house, day, action):
    client.force_login(house.lead)

    response = client.post(NEW, filled(house, date=day, **({action: "1"} if action else {})))
    late = client.post(NEW, filled(house, last_date=day, signup_until=f"{day}T00:00"))

    assert list(response.context["form"].errors) == ["date"]
    assert set(late.context["form"].errors) == {"last_date", "signup_until"}


def test_operator_without_a_committee_plans_nothing(client, house):
    client.force_login(User.objects.create_superuser("operator", "sample-2026", name="示例运维"))

    assert client.get(NEW).status_code == 403
    assert client.post(NEW, filled(house)).status_code == 403


def test_operator_of_one_committee_plans_for_no_alliance_of_another(client, house):
    fields = {"name": "示例运维", "committee": make_committee()}
    client.force_login(User.objects.create_superuser("operator", "sample-2026", **fields))

    plan = client.get(NEW, {"alliance": house.alliance.pk}).context["activity"]

    assert (plan.committee, plan.alliance) == (fields["committee"], None)


def test_faults_stand_in_the_order_of_the_page(client, house):
    client.force_login(house.lead)
    response = client.post(NEW, filled(house, title="", date="", place_name="", expected_count="", budget=""))

    assert list(response.context["form"].errors) == ["title", "date", "place_name", "expected_count", "budget"]
