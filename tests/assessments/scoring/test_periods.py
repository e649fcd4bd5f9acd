from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from assessments.scoring.facts import Facts
from portal.quarters import Period, Quarter, half_year, year_period

from .made import make_item, make_rule, of, score

TWICE = {"kind": "bonus_per_occurrence_with_cap", "each": "5"}  # 10 points a quarter, 5 each


def held(*days):
    return of(*(make_item(day, day) for day in days))


def test_four_quarters_are_averaged():
    rule = make_rule("period_average", "10", inner=TWICE)

    # 10 (three held, two count), 5, 0, 10: 25 ÷ 4 = 6.25
    working = score(rule, held("01-05", "02-05", "03-31", "04-01", "10-01", "12-31"))

    assert working.value == Decimal("6.25")
    assert working.lines == (
        "2026年第一季度：5 × 3 = 15；封顶 = 10",
        "2026年第二季度：5 × 1 = 5",
        "2026年第三季度：5 × 0 = 0",
        "2026年第四季度：5 × 2 = 10",
        "（10 + 5 + 0 + 10）÷ 4 = 6.25",
    )
    assert working.bites == ("2026年第一季度：封顶：15 → 10",)
    assert [inner.value for inner in working.inner] == [10, 5, 0, 10]


def test_twelve_months_are_averaged():
    rule = make_rule("period_average", "12", every="month")  # a month's points are its records' amounts

    facts = of(*(make_item(f"m{month}", f"{month:02}-15", amount=month) for month in range(1, 13)))

    assert score(rule, facts).value == Decimal("6.5")  # (1 + … + 12) ÷ 12


@pytest.mark.parametrize(
    ("period", "value"),
    [
        (year_period(2026), "5"),  # 10, 10, 0, 0
        (half_year(2026, 1), "10"),
        (half_year(2026, 2), "0"),
        (Quarter(2026, 2).period, "10"),
        # whoever came on 15 February: only the second to fourth quarters lie within; 10, 0, 0
        (Period(date(2026, 2, 15), date(2026, 12, 31), "在席期间", "x"), Fraction(10, 3)),
        (year_period(2025), "0"),
    ],
)
def test_only_whole_periods_within_the_frame_count(period, value):
    rule = make_rule("period_average", "10", inner=TWICE)

    found = score(rule, held("01-05", "02-20", "04-05", "05-05"), period=period).value

    assert found == (value if isinstance(value, Fraction) else Decimal(value))


def test_records_outside_or_without_a_day_are_named():
    rule = make_rule("period_average", "10", inner=TWICE)
    period = Period(date(2026, 2, 15), date(2026, 12, 31), "在席期间", "x")

    working = score(rule, of(make_item("a", "02-20"), make_item("b"), make_item("c", "04-05")), period=period)

    assert working.bites == ("1 条没有日期，不能归入季度，未计", "1 条不在完整的季度内，未计")


def test_a_frame_without_a_whole_period_waits():
    rule = make_rule("period_average", "10", inner=TWICE)
    period = Period(date(2026, 2, 15), date(2026, 6, 1), "在席期间", "x")

    working = score(rule, held("03-01"), period=period)

    assert (working.value, working.answered, working.bites[0]) == (0, False, "考核期内没有完整的季度，未计分")


def test_a_bare_figure_and_what_was_due_are_spread_evenly():
    rule = make_rule("period_average", "10", inner={"kind": "proportion"})

    assert score(rule, Facts(amount=6, whole=8)).value == Decimal("7.5")
    # two due a quarter: 3 of 2 (full), 1 of 2, 0, 2 of 2 → 10, 5, 0, 10; not 6 of 8 = 7.5
    dated = held("01-05", "02-05", "03-31", "04-01", "10-01", "12-31")
    assert score(rule, Facts(items=dated.items, whole=8)).value == Decimal("6.25")


def test_dated_records_decide_where_a_figure_is_given_as_well():
    rule = make_rule("period_average", "10", inner=TWICE)

    assert score(rule, Facts(items=held("01-05").items, amount=8)).value == Decimal("1.25")


def test_what_is_missing_is_said_by_quarter():
    rule = make_rule("period_average", "10", inner=TWICE)

    missing = score(rule, held("01-05", "02-05", "04-01", "10-01", "12-31")).missing

    assert [(one.text, one.points) for one in missing] == [
        ("2026年第三季度：再增2次", Fraction(5, 2)),
        ("2026年第二季度：再增1次", Fraction(5, 4)),
    ]
