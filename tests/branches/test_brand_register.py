"""The register of brands in the official layout, read back as WPS would."""

from datetime import date
from io import BytesIO

import pytest
from django.http import QueryDict
from openpyxl import load_workbook

from branches import adoptions
from branches.brand_register import COLUMNS, TITLE, register
from branches.gallery import GalleryFilter
from tests.branches.world import build
from tests.factories import make_brand, make_honour, make_level

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 1)


def read(user, query=""):
    data = register(GalleryFilter(QueryDict(query), user, DAY).brands, user.committee, DAY)
    sheet = load_workbook(BytesIO(data)).active
    return sheet, [list(row) for row in sheet.iter_rows(values_only=True)]


def test_register_has_title_unit_day_header_rows_and_sum():
    world = build()
    brand = make_brand(branch=world.branch, name="税润新安", slogan="", published_on=date(2026, 3, 2))
    make_brand(organization=world.lead.organization, name="头雁", published_on=date(2026, 4, 2))
    make_brand(alliance=world.alliance, name="文韵同行", published_on=date(2026, 5, 2))
    make_honour(brand, title="2026年示范品牌", level=make_level(world.committee), document_number="黄直工〔2026〕12号")
    make_honour(brand, title="品牌大比武一等奖", level=None, document_number="黄直工〔2026〕20号")
    adoptions.adopt(brand, world.neighbour.organization, None, "学领题", by=world.neighbour)

    sheet, rows = read(world.staff)

    assert (rows[0][0], rows[1][0]) == (
        TITLE,
        f"填报单位：{world.committee.name}        填报时间：2026年11月1日",
    )
    assert {str(cells) for cells in sheet.merged_cells.ranges} == {"A1:M1", "A2:M2"}
    assert rows[2] == ["序号", *COLUMNS]
    lead, unit, alliance = world.lead.organization, world.unit.organization, world.alliance.short_name
    assert [row[:5] for row in rows[3:6]] == [
        [1, alliance, "—", "联盟品牌", "文韵同行"],
        [2, alliance, lead.short_name, lead.get_kind_display(), "头雁"],
        [3, alliance, unit.short_name, world.branch.name, "税润新安"],
    ]
    assert rows[5][5] == "—"
    assert rows[5][8:10] == ["2026年示范品牌；品牌大比武一等奖", "黄直工〔2026〕12号；黄直工〔2026〕20号"]
    assert (rows[5][10].date(), rows[5][11]) == (date(2026, 3, 2), 1)
    assert (rows[6][0], rows[6][4], rows[6][11], len(rows)) == ("合计", "3个", 1, 7)


def test_register_holds_what_the_filter_shows():
    world = build()
    make_brand(branch=world.branch)
    make_brand(alliance=world.alliance, name="文韵同行")

    _, rows = read(world.staff, "owner=alliance")

    assert [row[4] for row in rows[3:-1]] == ["文韵同行"]


def test_formulas_stay_texts():
    world = build()
    make_brand(branch=world.branch, name="=1+1", slogan="@SUM(A1)", meaning="+HYPERLINK")

    sheet, rows = read(world.staff)

    assert rows[3][4:6] == ["=1+1", "@SUM(A1)"]
    assert {cell.data_type for cell in sheet[4][4:8]} == {"s"}
    assert all(cell.quotePrefix for cell in (sheet["E4"], sheet["F4"], sheet["H4"]))


def test_empty_register_has_its_header():
    _, rows = read(build().staff)

    assert (rows[2][0], rows[3][0], rows[3][4]) == ("序号", "合计", "0个")


def test_register_takes_the_queries_of_the_gallery(django_assert_num_queries):
    world = build()
    for _ in range(4):
        make_honour(make_brand(committee=world.committee))
    brands = GalleryFilter(QueryDict(), world.staff).brands

    with django_assert_num_queries(2):
        register(brands, world.committee, DAY)
