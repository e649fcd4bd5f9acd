"""How many branches have a brand: the numbers add up, open to their rows, and a reminder goes out once a day."""

from datetime import date

import pytest

from branches import coverage as covering
from branches.coverage.counting import Line
from branches.models import BrandVersion
from notices.models import Notice
from tests.branches.world import build
from tests.factories import (
    make_branch,
    make_brand,
    make_category,
    make_officer,
    make_organization,
    make_seat,
    make_staff,
)

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 1)
State = BrandVersion.State


@pytest.fixture
def world():
    """Six branches of the day: two of the unit, one of the lead, one of a chamber, one without seat, one of a unit that
    is gone; and one that ended."""
    world = build()
    world.second = make_branch(organization=world.unit.organization, name="第二党支部")
    world.of_lead = make_branch(organization=world.lead.organization)
    chambers = make_category(committee=world.committee, is_chamber=True)
    world.chamber = make_organization(committee=world.committee, category=chambers)
    make_seat(alliance=world.alliance, organization=world.chamber, role="chamber")
    world.of_chamber = make_branch(organization=world.chamber)
    world.unseated = make_branch(organization=world.outsider.organization)
    world.gone = make_organization(committee=world.committee, until=date(2026, 1, 1))
    world.of_gone = make_branch(organization=world.gone)
    ended = make_branch(organization=world.unit.organization, until=date(2026, 10, 31))
    make_organization(committee=world.committee, category=chambers)  # a chamber without branches
    make_brand(branch=ended)
    make_brand(branch=world.branch)
    make_brand(branch=world.of_lead, state=State.SUBMITTED)
    make_brand(branch=world.unseated, ended_on=date(2026, 5, 1))
    make_brand(organization=world.unit.organization)
    make_brand(committee=build().committee)
    return world


def figures(line):
    return line.branches, line.published, line.making, line.without


def counted(user, day=DAY):
    return covering.coverage(user.committee, user, day)


def test_numbers_add_up_by_alliance_and_organization(world):
    found = counted(world.staff)

    assert figures(found.total) == (6, 1, 1, 4)
    assert found.total.percent == 16
    assert [(part.alliance, figures(part)) for part in found.parts] == [
        (world.alliance, (4, 1, 1, 2)),
        (None, (2, 0, 0, 2)),
    ]
    rows = {row.organization: (figures(row), row.has_own) for part in found.parts for row in part.rows}
    assert rows[world.unit.organization] == ((2, 1, 0, 1), True)
    assert rows[world.neighbour.organization] == ((0, 0, 0, 0), False)
    assert rows[world.chamber] == ((1, 0, 0, 1), False)
    assert rows[world.gone] == ((1, 0, 0, 1), False)
    assert (
        len(rows) == 7
    )  # lead, deputy, unit, neighbour, outsider, the chamber that has a branch, the one that is gone
    for part in (found.total, *found.parts):
        assert part.branches == part.published + part.making + part.without


@pytest.mark.parametrize(
    ("published", "branches", "percent"), [(605, 606, 99), (606, 606, 100), (3, 606, 0), (2, 3, 66), (0, 0, None)]
)
def test_hundred_percent_means_all(published, branches, percent):
    assert Line(branches=branches, published=published).percent == percent


def test_branch_that_ended_later_still_counts_on_the_day_before(world):
    assert figures(counted(world.staff, date(2026, 10, 31)).total) == (7, 2, 1, 4)


@pytest.mark.parametrize(
    ("role", "branches"),
    [("staff", 6), ("leader", 6), ("lead", 4), ("deputy", 4), ("unit", 2), ("outsider", 1), ("member", 0)],
)
def test_each_sees_what_they_look_after(world, role, branches):
    user = getattr(world, role)

    assert counted(user).total.branches == branches
    assert covering.branches_in("all", user.committee, user, DAY).count() == branches


def test_each_figure_opens_to_its_rows(world):
    committee, staff = world.committee, world.staff
    found = counted(staff)

    for part in covering.PARTS:
        name = "branches" if part == "all" else part
        assert covering.branches_in(part, committee, staff, DAY).count() == getattr(found.total, name)
        for group in found.parts:
            where = {"alliance": group.alliance.pk if group.alliance else 0}
            assert covering.branches_in(part, committee, staff, DAY, **where).count() == getattr(group, name)
            for row in group.rows:
                where = {"organization": row.organization.pk}
                assert covering.branches_in(part, committee, staff, DAY, **where).count() == getattr(row, name)
    assert list(covering.without(committee, staff, DAY, alliance=world.alliance)) == [world.second, world.of_chamber]


@pytest.mark.parametrize("many", [1, 9])
def test_coverage_takes_three_queries(world, many, django_assert_num_queries):
    for _ in range(many):
        make_branch(organization=make_organization(committee=world.committee))

    with django_assert_num_queries(3):
        counted(world.staff)


def test_units_to_remind_are_those_one_may_speak_to(world):
    everywhere = covering.units_to_remind(world.committee, world.staff, DAY)
    of_lead = covering.units_to_remind(world.committee, world.lead, DAY)

    assert {unit: unit.missing for unit in everywhere} == {
        world.unit.organization: [world.second],
        world.outsider.organization: [world.unseated],
        world.chamber: [world.of_chamber],
        world.gone: [world.of_gone],
    }
    assert {unit.pk for unit in of_lead} == {world.unit.organization_id, world.chamber.pk}
    for role in ("deputy", "unit", "leader", "member"):
        assert covering.units_to_remind(world.committee, getattr(world, role), DAY) == []


def test_reminder_names_the_branches_and_is_sent_once_a_day(world):
    colleague = make_officer(world.unit.organization)
    units = covering.units_to_remind(world.committee, world.staff, DAY)

    first = covering.remind(units, by=world.staff, day=DAY)
    again = covering.remind(units, by=make_staff(world.committee), day=DAY)
    next_day = covering.remind(units, by=world.staff, day=date(2026, 11, 2))

    unit = world.unit.organization
    assert {row[0]: row[1:] for row in first.sent} == {unit: (1, 2), world.outsider.organization: (1, 1)}
    assert set(first.without_account) == {world.chamber, world.gone}
    assert (bool(again), set(again.already)) == (False, {unit, world.outsider.organization})
    assert len(next_day.sent) == 2
    notices = Notice.objects.filter(recipient__in=[world.unit, colleague], key__endswith="2026-11-01")
    assert {notice.recipient for notice in notices} == {world.unit, colleague}
    assert {(notice.kind, notice.title, notice.body) for notice in notices} == {
        ("reminder", f"{unit}有1个支部还没有创建品牌", "请创建一支部一品牌：第二党支部。")
    }
    assert first.sentence.startswith("已提醒2个单位，涉及支部2个。")
    assert "还没有党务干部账号" in first.sentence


def test_reminder_shortens_a_long_list(world):
    for number in range(3, 14):
        make_branch(organization=world.unit.organization, name=f"第{number}党支部", order_number=number)

    covering.remind([world.unit.organization], by=world.staff, day=DAY)

    notice = Notice.objects.get()
    assert notice.title.endswith("有12个支部还没有创建品牌")
    assert notice.body.endswith("等12个。") and notice.body.count("、") == 7


def test_unit_with_all_brands_is_not_reminded(world):
    make_brand(branch=world.second)

    told = covering.remind([world.unit.organization], by=world.staff, day=DAY)

    assert (told.sent, told.complete) == ([], [world.unit.organization])
    assert not Notice.objects.exists()
