from datetime import date

import pytest
from django.urls import reverse

from alliances import composition
from alliances.composition import Level, Rule, Whole
from alliances.models import Alliance, Category, Organization, Waiver
from alliances.picture import Makeup, picture_of
from portal.access import WrongState
from tests.factories import make_alliance, make_category, make_organization, make_seat, make_staff

DAY = date(2026, 3, 1)
ORGAN = Category(name="市委部门", may_lead=True, is_spread=True)
STATIONED = Category(name="驻黄部门", may_deputize=True, is_spread=True)
OFFICE = Category(name="事业单位")
WHOLE = Whole(mean=1693.1, spread={"市委部门": 4}, may_lead="市委部门或政府组成部门", may_deputize="驻黄部门")


def unit(name, category=OFFICE, members=0):
    return Organization(short_name=name, category=category, member_count=members)


def judged(rule, **places):
    return composition.JUDGES[rule](Makeup(Alliance(), **places), WHOLE)


def test_lead_is_one_of_the_categories_that_may_lead():
    assert judged(Rule.LEAD, leads=[unit("市委办", ORGAN)]) == (Level.GREEN, "片长单位市委办，市委部门。")
    assert judged(Rule.LEAD, leads=[unit("市档案馆")]) == (
        Level.AMBER,
        "片长单位市档案馆属事业单位，原则上由市委部门或政府组成部门担任。",
    )
    assert judged(Rule.LEAD) == (Level.RED, "没有片长单位。")


def test_deputies_are_one_or_two_stationed_units():
    power, telecom, post = (unit(name, STATIONED) for name in ("供电公司", "电信", "邮政"))

    assert judged(Rule.DEPUTIES, deputies=[power]) == (Level.GREEN, "副片长单位 1 个：供电公司。")
    assert judged(Rule.DEPUTIES, deputies=[power, telecom]) == (Level.GREEN, "副片长单位 2 个：供电公司、电信。")
    assert judged(Rule.DEPUTIES, deputies=[power, telecom, post]) == (
        Level.AMBER,
        "有副片长单位 3 个，原则上 1 至 2 个。",
    )
    assert judged(Rule.DEPUTIES) == (Level.AMBER, "没有副片长单位，原则上 1 至 2 个。")
    assert judged(Rule.DEPUTIES, deputies=[power, unit("市档案馆")]) == (
        Level.AMBER,
        "副片长单位市档案馆（事业单位），原则上由驻黄部门担任。",
    )


def test_chamber_is_exactly_one():
    tea, trade = unit("茶叶协会"), unit("温州商会")

    assert judged(Rule.CHAMBER, chambers=[tea]) == (Level.GREEN, "茶叶协会。")
    assert judged(Rule.CHAMBER) == (Level.AMBER, "没有商（协）会党组织，原则上每个联盟 1 个。")
    assert judged(Rule.CHAMBER, chambers=[tea, trade])[0] == Level.AMBER


@pytest.mark.parametrize(
    ("members", "level", "reason"),
    [
        (2407, Level.AMBER, "党员 2,407 名，比各联盟平均 1,693 名多四成。"),
        (2370, Level.GREEN, "党员 2,370 名，各联盟平均 1,693 名。"),
        (1016, Level.GREEN, "党员 1,016 名，各联盟平均 1,693 名。"),
        (840, Level.AMBER, "党员 840 名，比各联盟平均 1,693 名少五成。"),
        (3500, Level.AMBER, "党员 3,500 名，比各联盟平均 1,693 名多一倍以上。"),
        (0, Level.AMBER, "党员 0 名，比各联盟平均 1,693 名少九成以上。"),
    ],
)
def test_size_stays_within_two_fifths_of_the_mean(members, level, reason):
    assert judged(Rule.SIZE, members=[unit("市公安局", members=members)]) == (level, reason)


def test_size_of_an_alliance_without_units_is_a_hard_breach():
    assert judged(Rule.SIZE) == (Level.RED, "没有成员单位。")


def test_spread_category_is_not_gathered_in_one_alliance():
    three = [unit(f"市委{number}", ORGAN) for number in range(3)]

    assert judged(Rule.SPREAD, members=three) == (
        Level.AMBER,
        "市委部门 4 个中有 3 个在本联盟，原则上分散到各联盟。",
    )
    assert judged(Rule.SPREAD, members=three[:2]) == (Level.GREEN, "市委部门 2 个（共 4 个）。")


@pytest.fixture
def alliance():
    """Without deputies and chamber: two breaches in amber."""
    alliance = make_alliance()
    category = make_category(committee=alliance.committee, may_lead=True)
    lead = make_organization(committee=alliance.committee, category=category, member_count=100)
    make_seat(alliance=alliance, organization=lead, role="lead")
    return alliance


def levels(committee):
    found = composition.findings(picture_of(committee, DAY))
    return {finding.rule: (finding.level, finding.word) for finding in found}


@pytest.mark.django_db
def test_waiver_turns_the_word_but_not_the_level(alliance):
    staff = make_staff(alliance.committee)

    waiver = composition.waive(alliance, Rule.CHAMBER, by=staff, note="协会正在筹建")

    assert levels(alliance.committee) == {
        Rule.LEAD: (Level.GREEN, "绿"),
        Rule.DEPUTIES: (Level.AMBER, "黄"),
        Rule.CHAMBER: (Level.AMBER, "已说明"),
        Rule.SIZE: (Level.GREEN, "绿"),
        Rule.SPREAD: (Level.GREEN, "绿"),
    }
    composition.withdraw_waiver(waiver, by=staff)
    assert levels(alliance.committee)[Rule.CHAMBER] == (Level.AMBER, "黄")


@pytest.mark.django_db
def test_waiver_said_again_replaces_the_first_and_keeps_it_in_the_history(alliance):
    staff = make_staff(alliance.committee)
    composition.waive(alliance, Rule.CHAMBER, by=staff, note="协会正在筹建")

    composition.waive(alliance, Rule.CHAMBER, by=staff, note="协会 5 月成立")

    waiver = Waiver.objects.get()
    assert waiver.note == "协会 5 月成立"
    assert [line.note for line in waiver.history.all()] == ["协会 5 月成立", "协会正在筹建"]


@pytest.mark.django_db
def test_waiver_needs_a_reason_a_rule_and_something_to_withdraw(alliance):
    staff = make_staff(alliance.committee)
    waiver = composition.waive(alliance, Rule.CHAMBER, by=staff, note="协会正在筹建")
    composition.withdraw_waiver(Waiver.objects.get(), by=staff)

    with pytest.raises(WrongState, match="请写明原因"):
        composition.waive(alliance, Rule.CHAMBER, by=staff, note="  ")
    with pytest.raises(WrongState, match="没有这个核对项"):
        composition.waive(alliance, "beauty", by=staff, note="好看")
    with pytest.raises(WrongState, match="200 字以内"):
        composition.waive(alliance, Rule.CHAMBER, by=staff, note="长" * 201)
    with pytest.raises(WrongState, match="已撤回"):
        composition.withdraw_waiver(waiver, by=staff)


@pytest.mark.django_db
def test_composition_asks_as_often_for_many_alliances_as_for_one(alliance, django_assert_num_queries):
    with django_assert_num_queries(5):
        assert len(composition.findings(picture_of(alliance.committee, DAY))) == 5
    for _ in range(6):
        make_seat(alliance=make_alliance(committee=alliance.committee), role="lead")

    with django_assert_num_queries(5):
        assert len(composition.findings(picture_of(alliance.committee, DAY))) == 35


@pytest.mark.django_db
def test_picture_shows_the_seats_of_its_day(alliance):
    committee = alliance.committee
    past = make_seat(alliance=alliance, since=date(2024, 1, 1), until=date(2024, 12, 31)).organization
    chamber = make_seat(alliance=alliance, role="chamber", since=date(2025, 1, 1)).organization

    def shown(day):
        makeup = picture_of(committee, day).makeups[0]
        return makeup.members, makeup.chambers, len(makeup.units)

    assert shown(date(2024, 6, 30)) == ([past], [], 2)
    assert shown(date(2026, 1, 1)) == ([], [chamber], 1)
    assert picture_of(committee, date(2022, 1, 1)).makeups == []


@pytest.mark.django_db
def test_waiver_leaves_out_what_no_database_keeps(client, alliance):
    client.force_login(make_staff(alliance.committee))

    client.post(reverse("waiver-save", args=[alliance.pk, "size"]), {"note": "不宜\x00拆分"})

    assert Waiver.objects.get().note == "不宜拆分"
