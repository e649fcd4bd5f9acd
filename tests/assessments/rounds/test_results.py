"""The table of results: what the scheme shows, to whom it says, and nothing before it is shown."""

from decimal import Decimal
from io import BytesIO

import pytest
from django.utils import timezone
from openpyxl import load_workbook

from assessments.rounds import results
from tests.assessments.rounds.made import Made

pytestmark = pytest.mark.django_db


def shown(**fields):
    made = Made(**fields).open()
    made.found(made.one, made.compared, amount=2)
    made.found(made.two, made.compared, amount=1)
    return made.review_all().publicize()


def rows(made, user):
    table = results.table(made.round, user)
    of = {made.one.organization_id: "one", made.two.organization_id: "two", made.lead.organization_id: "lead"}
    return {
        of[row.assessment.organization_id]: (row.total, row.grade, row.place, row.can_open)
        for row in table.rows
        if row.assessment.organization_id in of
    }


def test_nothing_is_there_before_it_is_shown(reviewed):
    for user in (reviewed.one, reviewed.leader, reviewed.staff):
        assert results.table(reviewed.round, user).rows == ()


def test_only_grades():
    made = shown(shows="grades", shown_to="all")

    assert rows(made, made.two) == {
        "one": (None, "优秀", None, False),
        "two": (Decimal("83.00"), "良好", None, True),
        "lead": (None, "良好", None, False),
    }
    assert not results.table(made.round, made.two).has_places


def test_totals_without_places():
    made = shown(shows="totals", shown_to="alliance")

    assert rows(made, made.two) == {
        "one": (98, "优秀", None, True),
        "two": (83, "良好", None, True),
        "lead": (68, "良好", None, True),
    }
    assert rows(made, made.outsider) == {}


def test_places_for_all_and_only_the_own_row():
    made = shown(shows="places", shown_to="all")
    assert rows(made, made.outsider)["one"] == (98, "优秀", 1, True)

    own = shown(shows="places", shown_to="own")
    assert rows(own, own.two) == {"two": (83, "良好", 2, True)}
    assert rows(own, own.staff)["lead"] == (68, "良好", 3, True)


def test_rows_stand_in_official_order_and_the_parts_make_the_total():
    made = shown()
    table = results.table(made.round, made.staff)

    assert [row.number for row in table.rows] == [1, 2, 3, 4, 5]
    orders = [
        row.assessment.organization.order_number for row in table.rows if row.assessment.alliance == made.alliance
    ]
    assert orders == sorted(orders)
    for row in table.rows:
        if row.total is not None:
            assert sum(row.values) + (row.adjustment or 0) == row.total


def test_the_workbook_has_the_official_columns():
    made = shown(shows="places", shown_to="all")

    sheet = load_workbook(BytesIO(results.workbook(made.round, made.staff, timezone.localdate()))).active

    texts = [[cell.value for cell in row] for row in sheet.iter_rows()]
    header = next(row for row in texts if row[0] == "序号")
    assert header == [
        "序号",
        "单位",
        "组织建设（70分）",
        "活动数量（30分）",
        "会议加减分（0分）",
        "合计",
        "名次",
        "等次",
        "备注",
    ]
    one = next(row for row in texts if row[1] == str(made.one.organization))
    assert one[2:] == [68, 30, 0, 98, 1, "优秀", None]
