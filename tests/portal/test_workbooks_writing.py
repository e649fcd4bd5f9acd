"""What is exported opens everywhere, runs nothing, and comes back as it went out."""

from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO
from time import process_time
from urllib.parse import unquote

import openpyxl

from portal.workbooks import (
    Column,
    Output,
    PartialDate,
    find_sheet,
    open_workbook,
    read_table,
    write_table,
    write_tables,
    xlsx_response,
)

COLUMNS = [
    Column("简称", required=True),
    Column("党员数", "int"),
    Column("助农消费（元）", "decimal"),
    Column("成立日期", "date"),
    Column("任期起始", "month_or_date"),
    Column("联系电话", "phone"),
    Column("参加单位", "list"),
    Column("备注"),
]
ROWS = [
    ["市委办", 113, Decimal("8700.50"), date(2021, 4, 7), PartialDate(2023, 6), "10100000001", ["甲", "乙"], None],
    ["007", 0, Decimal(0), None, PartialDate(2023, 1), "0559-2345678", [], "=cmd|' /C calc'!A0"],
    ["=1+1", None, None, None, PartialDate(2023, 1, 31), None, ["+甲(1)"], "@SUM(A1)"],
    ["_x000D_", None, Decimal("0.1"), date(1949, 10, 1), None, None, [], "-5"],
]


def opened(data):
    return openpyxl.load_workbook(BytesIO(data))


def test_export_comes_back_without_a_difference():
    data = write_table(
        "花名册", COLUMNS, ROWS, unit="示例工委", as_of=date(2025, 7, 31), totals=[None, 113] + [None] * 6
    )

    table = read_table(open_workbook(BytesIO(data)).sheets[0], COLUMNS)

    assert [str(fault) for fault in table.faults] == []
    assert [[row[column.name] for column in COLUMNS] for row in table.rows] == ROWS


def test_export_has_the_official_layout():
    data = write_table(
        "花名册", ["简称", "党员数"], [["市委办", 3]], unit="示例工委", as_of=date(2025, 7, 31), groups=[("规模", 2)]
    )

    page = opened(data).active

    assert [[cell.value for cell in row] for row in page.iter_rows()] == [
        ["花名册", None, None],
        ["填报单位：示例工委        填报时间：2025年7月31日", None, None],
        [None, "规模", None],
        ["序号", "简称", "党员数"],
        [1, "市委办", 3],
    ]
    assert sorted(map(str, page.merged_cells.ranges)) == ["A1:C1", "A2:C2", "B3:C3"]
    assert (page.page_setup.orientation, int(page.page_setup.paperSize)) == ("landscape", 9)
    assert (page.print_title_rows, page.freeze_panes) == ("$3:$4", "A5")


def test_export_holds_no_formula():
    data = write_table("表", ["备注"], [["=cmd|' /C calc'!A0"], ["+1"], ["-1"], ["@x"], ["\x07响铃"]])

    cells = [row[1] for row in opened(data).active.iter_rows(min_row=4)]

    assert [(cell.value, cell.data_type, bool(cell.quotePrefix)) for cell in cells] == [
        ("=cmd|' /C calc'!A0", "s", True),
        ("+1", "s", True),
        ("-1", "s", True),
        ("@x", "s", True),
        ("响铃", "s", False),
    ]


def test_export_of_several_sheets_keeps_names_apart():
    data = write_tables(
        [
            Output("花名册", ["简称"], [["甲"]], sheet_name="党组织[花名册]"),
            Output(
                "花名册", ["简称", "时间"], [["乙", datetime(2025, 7, 31, 1, 5, tzinfo=UTC)]], sheet_name="党组织花名册"
            ),
        ]
    )

    workbook = open_workbook(BytesIO(data))

    assert workbook.sheet_names == ["党组织花名册", "党组织花名册2"]
    columns = [Column("简称", required=True), Column("时间", required=True)]
    assert find_sheet(workbook, columns).name == "党组织花名册2"
    assert read_table(workbook.sheets[1], columns).rows[0]["时间"] == "2025-07-31 09:05"


def test_download_is_named_for_its_day():
    response = xlsx_response("市直机关/花名册", date(2025, 7, 31), b"PK")

    name = unquote(response["Content-Disposition"].split("filename*=UTF-8''")[1])
    assert name == "市直机关_花名册（截至2025年7月31日）.xlsx"
    assert response["Content-Disposition"].isascii()


def test_ten_thousand_rows_are_read_in_two_seconds():
    data = write_table("花名册", COLUMNS, ROWS[:1] * 10_000)

    started = process_time()  # of this process alone, however busy the machine is
    table = read_table(open_workbook(BytesIO(data)).sheets[0], COLUMNS)

    assert (len(table.rows), table.faults) == (10_000, [])
    assert process_time() - started < 2
