"""What stands on a day: brands, levels, terms, stars."""

from datetime import date

import pytest
from django.utils import timezone

from branches import stars
from branches.models import Star
from tests.assessments.facts.asking import ask, said
from tests.factories import (
    make_alliance,
    make_branch,
    make_brand,
    make_committee,
    make_honour,
    make_level,
    make_organization,
    make_seat,
    make_staff,
)

pytestmark = pytest.mark.django_db

YEAR_END = date(2026, 12, 31)


def branch_of(unit, name="第一党支部", **fields):
    return make_branch(organization=unit, name=name, **fields)


def test_brand_coverage_is_a_brand_for_every_branch(unit):
    """3 个支部，1 个未建品牌."""
    for number, name in enumerate("一二", 1):
        make_brand(
            branch=branch_of(unit, f"第{name}党支部", order_number=number), name=f"品牌{name}", published_on=YEAR_END
        )
    bare = branch_of(unit, "第三党支部", order_number=3)

    done, missed = ask("brand_coverage", unit), ask("brand_coverage", unit, count="missed")

    assert said(done) == [
        ("第一党支部，品牌“品牌一”", 1),
        ("第二党支部，品牌“品牌二”", 1),
        ("第三党支部，没有已发布的品牌", None),
    ]
    assert (done.total, done.whole) == (2, 3)
    assert [item.key for item in missed.counted] == [f"branch:{bare.pk}"]


@pytest.mark.parametrize(
    ("fields", "covered"),
    [
        ({"published_on": YEAR_END}, 1),
        ({"published_on": date(2027, 1, 1)}, 0),
        ({"published_on": date(2024, 1, 1), "ended_on": YEAR_END}, 0),
        ({"published_on": date(2024, 1, 1), "ended_on": date(2027, 1, 1)}, 1),
        ({"published_on": date(2024, 1, 1), "ended_on": date(2025, 12, 31)}, 0),
        ({"state": "draft"}, 0),
    ],
)
def test_a_brand_counts_from_its_publication_to_the_day_before_its_end(unit, fields, covered):
    branch = branch_of(unit)
    make_brand(branch=branch, **fields)

    assert ask("brand_coverage", unit).total == covered
    assert ask("brand_coverage", branch).total == covered


@pytest.mark.parametrize(("until", "number"), [(date(2026, 12, 30), 0), (YEAR_END, 1), (None, 1)])
def test_branches_are_those_of_the_last_day(unit, until, number):
    branch_of(unit, until=until)

    assert ask("brand_coverage", unit).whole == number


def test_who_left_is_looked_at_on_the_last_day_in_the_seat(alliance):
    unit = make_seat(alliance=alliance, until=date(2026, 6, 30)).organization
    make_brand(branch=branch_of(unit, "甲支部"), name="早的", published_on=date(2026, 6, 30))
    make_brand(branch=branch_of(unit, "乙支部"), name="迟的", published_on=date(2026, 7, 1))
    branch_of(unit, "丙支部", until=date(2026, 8, 1), order_number=9)

    facts = ask("brand_coverage", unit)

    assert [item.counts for item in facts.items] == [True, False, False]
    assert facts.items[0].day == date(2026, 6, 30)


def test_while_the_period_runs_it_stands_as_today(unit):
    make_brand(branch=branch_of(unit), published_on=date(2026, 7, 2))

    assert ask("brand_coverage", unit, day=date(2026, 7, 1)).total == 0
    assert ask("brand_coverage", unit, day=date(2026, 7, 2)).total == 1


def test_coverage_of_an_alliance_is_that_of_the_units_seated_on_the_last_day(alliance):
    later = make_organization(committee=alliance.committee, order_number=9002, short_name="乙局")
    first = make_organization(committee=alliance.committee, order_number=9001, short_name="甲局")
    gone = make_organization(committee=alliance.committee)
    make_seat(alliance=alliance, organization=later, since=YEAR_END)
    make_seat(alliance=alliance, organization=first)
    make_seat(alliance=alliance, organization=gone, until=date(2026, 12, 30))
    for organization in (later, first, gone):
        make_brand(branch=branch_of(organization), name="品牌", published_on=date(2024, 1, 1))

    facts = ask("brand_coverage", alliance)

    assert said(facts) == [("甲局第一党支部，品牌“品牌”", 1), ("乙局第一党支部，品牌“品牌”", 1)]


def test_brand_level_counts_the_highest_that_holds(unit):
    brand = make_brand(branch=branch_of(unit), name="红色引擎", published_on=date(2024, 1, 1))
    own = make_brand(organization=unit, name="机关先锋", published_on=date(2024, 1, 1))
    grow, show = make_level(unit.committee, "培育", order_number=2), make_level(unit.committee, "示范", order_number=1)
    make_honour(brand, level=grow, title="2024年培育品牌", granted_on=date(2024, 5, 1))
    make_honour(brand, level=show, title="2026年示范品牌", granted_on=YEAR_END)
    make_honour(own, level=grow, title="2026年培育品牌", granted_on=date(2026, 1, 1))
    make_honour(own, level=None, title="一等奖", granted_on=date(2026, 1, 1))

    highest, every = ask("brand_level", unit), ask("brand_level", unit, which="all")
    of_the_year = ask("brand_level", unit, which="all", when="period")

    lower = "，已按最高等次计，不重复计"
    assert [(item.text, item.label, item.counts) for item in highest.items] == [
        ("品牌“红色引擎”，2026年示范品牌（示范）", "示范", True),
        (f"品牌“红色引擎”，2024年培育品牌（培育）{lower}", "培育", False),
        (f"品牌“机关先锋”，2026年培育品牌（培育）{lower}", "培育", False),
    ]
    assert [item.group for item in every.counted] == [f"brand:{brand.pk}", f"brand:{brand.pk}", f"brand:{own.pk}"]
    assert [item.text for item in of_the_year.items] == [
        "品牌“红色引擎”，2026年示范品牌（示范）",
        "品牌“机关先锋”，2026年培育品牌（培育）",
    ]


@pytest.mark.parametrize(
    ("granted_on", "withdrawn_on", "holds"),
    [
        (YEAR_END, None, 1),
        (date(2027, 1, 1), None, 0),
        (date(2025, 1, 1), YEAR_END, 0),
        (date(2025, 1, 1), date(2027, 1, 1), 1),
    ],
)
def test_a_level_holds_from_its_grant_to_the_day_before_it_is_withdrawn(unit, granted_on, withdrawn_on, holds):
    brand = make_brand(branch=branch_of(unit), published_on=date(2024, 1, 1))
    make_honour(brand, level=make_level(unit.committee), granted_on=granted_on, withdrawn_on=withdrawn_on)

    assert ask("brand_level", unit).total == holds


def test_a_level_goes_with_its_brand(unit):
    brand = make_brand(branch=branch_of(unit), published_on=date(2024, 1, 1), ended_on=date(2026, 5, 1))
    make_honour(brand, level=make_level(unit.committee), granted_on=date(2024, 5, 1))

    assert ask("brand_level", unit).items == ()


def test_levels_of_alliances_and_branches_are_their_own(alliance, unit):
    branch = branch_of(unit)
    level = make_level(alliance.committee)
    for owner in ({"alliance": alliance}, {"branch": branch}, {"organization": unit}):
        make_honour(make_brand(**owner, published_on=date(2024, 1, 1)), level=level, granted_on=date(2024, 5, 1))

    assert [len(ask("brand_level", one).items) for one in (alliance, branch, unit)] == [1, 1, 2]


@pytest.mark.parametrize(
    ("since", "month_only", "text", "is_over"),
    [
        (date(2023, 12, 30), False, "2023年12月30日起任期3年，2026年12月30日前应换届，逾期未换届", True),
        (date(2023, 12, 31), False, "2023年12月31日起任期3年，2026年12月31日前应换届，未到期", False),
        (date(2023, 12, 1), True, "2023年12月起任期3年，2026年12月31日前应换届，未到期", False),
        (date(2023, 11, 1), True, "2023年11月起任期3年，2026年11月30日前应换届，逾期未换届", True),
    ],
)
def test_a_term_is_over_the_day_after_so_many_years(unit, since, month_only, text, is_over):
    branch = branch_of(unit, term_since=since, term_month_only=month_only)

    done, missed = ask("terms_on_time", branch), ask("terms_on_time", branch, count="missed")

    assert [item.text for item in done.items] == [f"第一党支部，{text}"]
    assert (done.total, missed.total, done.whole) == (not is_over, is_over, 1)
    assert done.items[0].flags == (("逾期未换届",) if is_over else ())


def test_a_term_from_the_29th_of_february_ends_on_the_28th(unit):
    branch = branch_of(unit, term_since=date(2024, 2, 29))

    assert "2027年2月28日前应换届" in ask("terms_on_time", branch).items[0].text


def test_terms_of_a_unit_are_its_own_and_its_branches(unit):
    unit.term_since, unit.term_years = date(2021, 6, 1), 5
    unit.save()
    branch_of(unit, "甲支部", term_since=date(2025, 1, 1), order_number=1)
    branch_of(unit, "乙支部", order_number=2)
    branch_of(unit, "丙支部", term_since=date(2027, 1, 1), order_number=3)

    facts = ask("terms_on_time", unit)

    assert said(facts) == [
        (f"{unit}，2021年6月1日起任期5年，2026年6月1日前应换届，逾期未换届", None),
        ("甲支部，2025年1月1日起任期3年，2028年1月1日前应换届，未到期", 1),
        ("乙支部，任期起始没有登记，不计", None),
        ("丙支部，本届自2027年1月1日起，此前一届没有记录，不计", None),
    ]
    assert (facts.total, facts.whole) == (1, 2)
    assert ask("terms_on_time", unit, count="missed").total == 1
    assert len(ask("terms_on_time", unit, whose="organizations").items) == 1
    assert len(ask("terms_on_time", unit, whose="branches").items) == 3


@pytest.mark.parametrize(("kind", "whole"), [("committee", 0), ("branch", 1)])
def test_a_unit_that_is_a_branch_has_three_years_any_other_must_say(alliance, kind, whole):
    unit = make_organization(committee=alliance.committee, kind=kind, term_since=date(2025, 1, 1))
    make_seat(alliance=alliance, organization=unit)

    facts = ask("terms_on_time", unit)

    assert facts.whole == whole
    assert ("任期年限没有登记，不计" in facts.items[0].text) is not bool(whole)


def test_terms_of_an_alliance_are_those_of_its_units(alliance, unit):
    branch_of(unit, term_since=date(2025, 1, 1))

    assert [item.text.partition("，")[0] for item in ask("terms_on_time", alliance).items] == [
        str(unit),
        f"{unit}第一党支部",
    ]


def grant_star(branch, year, number, granted_on, **fields):
    staff = make_staff(branch.organization.committee)
    return Star.objects.create(
        branch=branch,
        year=year,
        stars=number,
        document_number="示例〔2026〕1号",
        granted_on=granted_on,
        granted_by=staff,
        **fields,
    )


def test_branch_stars_are_the_last_that_hold(unit):
    five, three, rated_once, never = (
        branch_of(unit, name, order_number=place) for place, name in enumerate("甲乙丙丁")
    )
    grant_star(five, 2024, 2, date(2025, 1, 1))
    grant_star(five, 2025, 5, YEAR_END)
    grant_star(three, 2025, 3, date(2026, 1, 1))
    grant_star(three, 2026, 5, date(2027, 1, 1))
    rated_once.star = "4"
    rated_once.save()

    facts = ask("branch_stars", unit, least=4)

    assert [(item.text, item.label, item.counts) for item in facts.items] == [
        ("甲，2025年度五星", "五星", True),
        ("乙，2025年度三星", "三星", False),
        ("丙，名册登记四星", "四星", True),
        ("丁，没有评定星级，不计", "", False),
    ]
    assert (facts.total, facts.whole) == (2, 3)
    assert ask("branch_stars", unit, least=4, count="missed").total == 1
    assert ask("branch_stars", never).whole == 0


def test_withdrawn_stars_are_not_replaced_by_what_the_branch_shows_today(unit):
    branch = branch_of(unit)
    grant_star(branch, 2025, 4, date(2026, 1, 1), withdrawn_on=date(2026, 5, 1), withdrawn_reason="示例")
    today = timezone.localdate()
    stars.grant(2026, {branch: 5}, document_number="示例〔2027〕1号", granted_on=today, by=make_staff(unit.committee))
    Star.objects.filter(year=2026).update(granted_on=date(2027, 1, 1))

    assert ask("branch_stars", branch).items[0].text == "第一党支部，没有评定星级，不计"
    assert ask("branch_stars", branch, day=date(2026, 4, 30)).items[0].text == "第一党支部，2025年度四星"


@pytest.mark.parametrize("source", ["brand_coverage", "brand_level", "terms_on_time", "branch_stars"])
def test_what_stands_in_another_committee_is_never_in(alliance, unit, source):
    elsewhere = make_alliance(committee=make_committee())
    stranger = make_seat(alliance=elsewhere).organization
    branch = branch_of(stranger, term_since=date(2025, 1, 1), star="5")
    make_honour(make_brand(branch=branch, published_on=date(2024, 1, 1)), granted_on=date(2024, 5, 1))

    for one in (alliance, unit):
        assert not ask(source, one).counted
