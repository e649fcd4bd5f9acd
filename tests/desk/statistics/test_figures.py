from datetime import date
from decimal import Decimal

import pytest

from activities.models import Outcome, Participation
from desk.figures import headline
from desk.statistics import rows
from desk.statistics.figures import Scope, figures, kind_of
from desk.statistics.lines import lines
from desk.statistics.scopes import Asked
from desk.statistics.tables import table
from tests.desk.statistics.conftest import hold
from tests.factories import at, make_activity, make_alliance, make_measure

HALF = date(2026, 1, 1), date(2026, 6, 30)
LEDGER = date(2023, 1, 1), date(2023, 7, 31)


def values(scope):
    return {one.key: (one.value, one.before) for one in figures(scope)}


def by(scope, group, *keys):
    """{label: its values} and the whole, of the table."""
    found = table(Asked(scope=scope, by=group))
    chosen = [place for place, kind in enumerate(found.kinds) if kind.key in keys]
    lines = {row.label: tuple(row.cells[place].value for place in chosen) for row in found.rows}
    return lines, tuple(found.total[place].value for place in chosen), found


def test_the_ledger_of_2023_says_what_the_report_of_july_said(staff_2023):
    found = {key: now for key, (now, _) in values(Scope(staff_2023.committee, *LEDGER)).items()}

    assert found == {
        "held": 19,
        "held:联合主题党日": 13,
        "held:进主题党日基地": 4,
        "held:品牌大比武": 1,
        "held:商（协）会结对共建": 1,
        "held:业务培训": 0,
        "held:志愿服务": 0,
        "held:联席会议": 0,
        "held:其他活动": 0,
        "alliances_active": 7,
        "units": 118,
        "people": 1218,
        "expense": 0,
        "measure:助农消费": 283600,
        "measure:解决问题": 32,
        "measure:志愿服务": 1126,
        "measure:志愿服务时长": 0,
        "measure:走访企业": 0,
        "measure:微心愿": 0,
        "measure:招商引资": 0,
    }


def test_the_two_activities_after_july_belong_to_the_rest_of_2023(staff_2023):
    found = values(Scope(staff_2023.committee, date(2023, 8, 1), date(2023, 12, 31)))

    assert (found["held"], found["measure:助农消费"]) == ((2, 0), (18000, 0))


def test_the_ledger_of_2023_stands_beside_2024(staff_2023):
    found = values(Scope(staff_2023.committee, date(2024, 1, 1), date(2024, 7, 31)))

    assert (found["held:联合主题党日"], found["measure:助农消费"]) == ((0, 13), (0, 283600))


def test_a_joint_activity_is_one_event_and_a_unit_each(town):
    assert values(Scope(town.committee, *HALF)) == {
        "held": (3, 1),
        "held:联合主题党日": (1, 1),
        "held:业务培训": (2, 0),
        "alliances_active": (2, 1),
        "units": (3, 1),
        "people": (39, 4),
        "expense": (80, 0),
        "measure:助农消费": (Decimal("103.50"), 40),
    }


@pytest.mark.parametrize(
    ("answer", "count", "units"),
    [
        ("attending", None, 4),
        ("none", 2, 4),
        ("leave", 1, 4),
        ("attending", 0, 3),
        ("leave", None, 3),
        ("none", None, 3),
    ],
)
def test_unit_counts_when_somebody_came_or_nobody_called_and_it_had_said_so(town, answer, count, units):
    Participation.objects.create(activity=town.own, organization=town.guest, answer=answer, present_count=count)

    assert values(Scope(town.committee, *HALF))["units"] == (units, 1)


def test_what_waits_for_its_report_is_said_beside_the_figures(town):
    assert table(Asked(scope=Scope(town.committee, *HALF))).waiting == [1, 1]


def test_alliances_have_what_they_held_together_each_and_the_whole_once(town):
    lines, whole, found = by(Scope(town.committee, *HALF), "alliance", "held", "units", "people", "measure:助农消费")

    assert lines == {
        town.first.short_name: (1, 2, 12, Decimal("100.50")),
        town.second.short_name: (2, 3, 19, Decimal("103.50")),
        "工委本级": (1, 0, 20, 0),
    }
    assert whole == (3, 3, 39, Decimal("103.50"))
    assert found.remarks == ["联办的活动在每个联盟各计一次，合计只计一次（本期重复1场次），所以各行之和大于合计。"]


def test_units_have_what_they_led_and_came_to_and_add_up_to_the_whole(town):
    lines, whole, _ = by(Scope(town.committee, *HALF), "organization", "held", "units", "people", "measure:助农消费")

    assert lines == {
        str(town.host): (1, 1, 5, Decimal("100.50")),
        str(town.guest): (1, 2, 14, 3),
        "工委本级": (1, 0, 0, 0),
    }
    assert whole == (3, 3, 39, Decimal("103.50"))


@pytest.mark.parametrize("group", ["type", "quarter", "month"])
def test_types_and_times_add_up_to_the_whole(town, group):
    lines, whole, _ = by(Scope(town.committee, *HALF), group, "held", "units", "people", "measure:助农消费")

    assert tuple(map(sum, zip(*lines.values(), strict=True))) == whole == (3, 3, 39, Decimal("103.50"))


def test_first_and_last_moment_of_the_period_count(town):
    for moment in (at(2026, 1, 1, 0), at(2026, 6, 30, 23, 59)):
        make_activity(alliance=town.first, state="accepted", starts_at=moment, ends_at=moment, type=town.theme)

    assert values(Scope(town.committee, *HALF))["held"] == (5, 1)


def test_lead_alliance_that_is_named_as_partner_too_counts_once(town):
    town.joint.partners.add(town.first)

    lines, whole, found = by(Scope(town.committee, *HALF), "alliance", "held")

    assert (lines[town.first.short_name], whole) == ((1,), (3,))
    assert "重复1场次" in found.remarks[0]


def test_measure_out_of_use_is_still_told_where_it_was_met(town):
    old = make_measure(town.committee, "旧指标", "件", is_active=False)
    Outcome.objects.create(report=town.joint.summary, measure=old, value=2)

    now, later = Scope(town.committee, *HALF), Scope(town.committee, date(2028, 1, 1), date(2028, 6, 30))
    assert values(now)["measure:旧指标"] == (2, 0)
    assert "measure:旧指标" not in values(later)


@pytest.mark.parametrize(
    "chosen",
    [{}, {"alliance": "first"}, {"alliance": 0}, {"organization": "guest"}, {"organization": 0}, {"type": "theme"}],
)
def test_every_figure_is_the_sum_of_its_rows(town, chosen):
    pks = {name: which if which == 0 else getattr(town, which).pk for name, which in chosen.items()}
    scope = Scope(town.committee, *HALF, **pks)

    found = figures(scope)
    kept_lines = lines(scope)

    for place, one_scope in ((0, scope), (1, scope.last_year)):
        said = {one.key: (one.value, one.before)[place] for one in found}
        listed = {one.key: rows.total(rows.rows(one_scope, one.key, town.staff)) for one in found}
        kept = {one.key: sum(line.value for line in kept_lines[place].get(one.key, ())) for one in found}
        assert said == listed == kept


@pytest.mark.parametrize("unit", [None, "guest"])
@pytest.mark.parametrize("group", ["alliance", "organization", "type", "quarter", "month"])
def test_every_cell_of_every_table_is_the_sum_of_the_rows_it_opens_to(client, town, group, unit):
    client.force_login(town.staff)
    found = table(Asked(scope=Scope(town.committee, *HALF, organization=unit and town.guest.pk), by=group))

    for row in found.rows:
        for cell in row.cells:
            for value, href in ((cell.value, cell.href), (cell.before, cell.before_href)):
                assert (row.label, cell.kind.key, client.get(href).context["total"]) == (
                    row.label,
                    cell.kind.key,
                    value,
                )


def test_the_home_page_says_the_same(town):
    scope = Scope(town.committee, *HALF)
    told = {one.key: (one.value, one.before, one.href) for one in figures(scope)}

    for one in headline(town.committee, HALF[1], town.theme):
        assert told[one.key] == (one.value, one.before, one.href)


def test_figures_are_three_queries_however_much_was_held(town, django_assert_num_queries):
    for _ in range(2):
        with django_assert_num_queries(3):
            figures(Scope(town.committee, *HALF))
        hold(town.first, (2026, 5, 1), value=1, units=[(town.guest, 1)], partners=[town.second])


def test_what_another_committee_held_is_not_in_it(town):
    hold(make_alliance(), (2026, 1, 2), value=5, units=[(town.guest, 1)])

    found = values(Scope(town.committee, *HALF))

    assert (found["held"], found["units"], found["measure:助农消费"]) == ((3, 1), (3, 1), (Decimal("103.50"), 40))


def test_key_that_names_nothing_is_no_figure(town):
    scope = Scope(town.committee, *HALF)

    assert kind_of(scope, "measure:没有") is None
    with pytest.raises(rows.NoSuchFigure):
        rows.rows(scope, "ranking", town.staff)
