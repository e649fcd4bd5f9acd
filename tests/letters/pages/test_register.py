"""文号登记: gaps and doubles in words, the .xlsx, years that make no sense."""

from io import BytesIO

import pytest
from openpyxl import load_workbook

from tests.letters.pages.office import page

pytestmark = pytest.mark.django_db


def test_gaps_and_doubles_are_pointed_out(client, office):
    for number in ("1", "3", "3"):
        office.letter(number=f"示例〔2026〕{number}号")
    office.letter(number="看不懂", signed_on="2026-03-01")

    text = page(client, office.staff, "letter-register", year="2026").content.decode()

    assert "重号：3号用了 2 次。" in text
    assert "空号：2号，共 1 个。" in text
    assert "认不出年份和序号的文号" in text


def test_export_has_a_line_for_each_gap(client, office):
    office.letter(title="=1+1", number="示例〔2026〕1号")
    office.letter(title="后一份", number="示例〔2026〕4号")

    response = page(client, office.staff, "letter-register-export", year="2026")

    rows = load_workbook(BytesIO(response.content)).active.iter_rows()
    lines = [[cell.value for cell in row] for row in rows]
    risky = next(
        cell
        for row in load_workbook(BytesIO(response.content)).active.iter_rows()
        for cell in row
        if cell.value == "=1+1"
    )
    assert risky.data_type == "s"
    assert [line[1] for line in lines if line[1] and "号" in str(line[1]) and "〔" in str(line[1])] == [
        "示例〔2026〕1号",
        "示例〔2026〕2—3号",
        "示例〔2026〕4号",
    ]


@pytest.mark.parametrize("year", ["", "x", "0", "-1", "99999999999999", "\x00", "1920"])
def test_odd_year_shows_this_one(client, office, year):
    response = page(client, office.staff, "letter-register", year=year)

    assert response.status_code == 200
    assert "还没有编号的公文" in response.content.decode()


def test_register_asks_as_much_for_many(client, office, django_assert_max_num_queries):
    office.letter(number="示例〔2026〕1号")
    client.force_login(office.staff)
    with django_assert_max_num_queries(12) as one:
        client.get("/letters/register/?year=2026")
    for number in range(2, 8):
        office.letter(number=f"示例〔2026〕{number}号")

    with django_assert_max_num_queries(12) as many:
        client.get("/letters/register/?year=2026")

    assert len(many) == len(one)
