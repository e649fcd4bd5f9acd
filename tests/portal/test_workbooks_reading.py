"""Tables as offices write them, and every fault with its place."""

from datetime import date, datetime
from decimal import Decimal
from io import BytesIO

import openpyxl
import pytest

from portal.workbooks import Column, PartialDate, open_workbook, read_table

COLUMNS = [
    Column("简称", aliases=("单位简称",), required=True, max_length=20),
    Column("类型", "choice", choices={"机关党委": "committee", "党支部": "branch"}, required=True),
    Column("党员数", "int"),
    Column("助农消费（元）", "decimal"),
    Column("成立日期", "date"),
    Column("任期起始", "month_or_date"),
    Column("联系电话", "phone"),
    Column("参加单位", "list"),
    Column("备注"),
]
HEADER = ["序号", "简称", "类型", "党员数", "助农消费（元）", "成立日期", "任期起始", "联系电话", "参加单位", "备注"]
GOOD = [1, "市委办", "机关党委", 113, 8700, "2021.04.07", "2023.06", "10100000001", "市委办、市人大机关", "无"]


def sheet_of(*rows, before=(), merge=()):
    book = openpyxl.Workbook()
    page = book.active
    page.title = "花名册"
    for row in (*before, *rows):
        page.append(list(row))
    for area in merge:
        page.merge_cells(area)
    file = BytesIO()
    book.save(file)
    return open_workbook(file, "花名册.xlsx").sheets[0]


def table_of(*rows, columns=COLUMNS, **layout):
    return read_table(sheet_of(*rows, **layout), columns)


def changed(**values):
    return [values.get(title, old) for title, old in zip(HEADER, GOOD, strict=True)]


def told(table):
    return [str(fault) for fault in table.faults]


def test_table_is_read_from_an_official_layout():
    before = [["市直机关党组织花名册"], ["填报单位：示例工委  填报时间：2026年3月31日"], [None, "基本情况"]]
    after = [[], ["合计", None, None, 113], [], [None, "填表人：        审核人：        （盖章）"]]

    table = table_of(HEADER, GOOD, *after, before=before, merge=["A1:J1", "B3:J3"])

    assert told(table) == []
    assert (table.header_line, [row.line for row in table.rows]) == (4, [5])
    assert table.preamble[1] == "填报单位：示例工委  填报时间：2026年3月31日"
    assert table.rows[0].values == {
        "简称": "市委办",
        "类型": "committee",
        "党员数": 113,
        "助农消费（元）": Decimal(8700),
        "成立日期": date(2021, 4, 7),
        "任期起始": PartialDate(2023, 6),
        "联系电话": "10100000001",
        "参加单位": ["市委办", "市人大机关"],
        "备注": None,
    }


@pytest.mark.parametrize(
    ("column", "written", "value"),
    [
        ("简称", "\u3000市委\u3000 办 ", "市委 办"),
        ("简称", 12.0, "12"),
        ("类型", " 机关 党委", "committee"),
        ("党员数", "无", None),
        ("党员数", "—", None),
        ("党员数", " ", None),
        ("党员数", 12.0, 12),
        ("党员数", "１２", 12),
        ("党员数", "1,126 ", 1126),
        ("助农消费（元）", 0.1 + 0.2, Decimal("0.3")),
        ("助农消费（元）", "283，600.50", Decimal("283600.50")),
        ("成立日期", 20230615, date(2023, 6, 15)),
        ("成立日期", "20230615", date(2023, 6, 15)),
        ("成立日期", "2023.06.15", date(2023, 6, 15)),
        ("成立日期", "2023-6-15", date(2023, 6, 15)),
        ("成立日期", "2023/6/15", date(2023, 6, 15)),
        ("成立日期", "2023年6月15日 ", date(2023, 6, 15)),
        ("成立日期", "2023-06-15 00:00:00", date(2023, 6, 15)),
        ("成立日期", "２０２３．６．１５", date(2023, 6, 15)),
        ("成立日期", date(2023, 6, 15), date(2023, 6, 15)),
        ("任期起始", datetime.fromisoformat("2023-06-15T14:30"), PartialDate(2023, 6, 15)),
        ("任期起始", "2023年6月", PartialDate(2023, 6)),
        ("任期起始", "2023.6", PartialDate(2023, 6)),
        ("任期起始", "2023.1", PartialDate(2023, 1)),
        ("任期起始", "2023.10", PartialDate(2023, 10)),
        ("任期起始", 2023.11, PartialDate(2023, 11)),
        ("任期起始", 2023.06, PartialDate(2023, 6)),
        ("任期起始", "202306", PartialDate(2023, 6)),
        ("联系电话", 10100000009.0, "10100000009"),
        ("联系电话", "101 0000 0009", "10100000009"),
        ("联系电话", "+86 10100000009", "10100000009"),
        ("联系电话", "0559-2345678", "0559-2345678"),
        ("联系电话", "（0559）2345678", "0559-2345678"),
        (
            "参加单位",
            "市文旅局（市文物局、示例局），市委办；\n市档案馆、",
            ["市文旅局（市文物局、示例局）", "市委办", "市档案馆"],
        ),
        ("参加单位", "无", []),
        ("备注", "-5℃至+3℃", "-5℃至+3℃"),
        ("备注", "@未来（示例）", "@未来（示例）"),
    ],
)
def test_cell_means_what_the_office_meant(column, written, value):
    table = table_of(HEADER, changed(**{column: written}))

    assert told(table) == []
    assert table.rows[0][column] == value


@pytest.mark.parametrize(
    ("column", "written", "message"),
    [
        ("简称", None, "不能为空"),
        ("简称", "无", "不能为空"),
        ("简称", "很" * 21, "最多20个字，现有21个字"),
        ("简称", "市_x0007_委", "含有不可见的控制字符（U+0007）"),
        ("简称", "市\u202e委", "含有不可见的控制字符（U+202E）"),
        ("类型", "党小组", "应为“机关党委、党支部”之一，现为“党小组”"),
        ("党员数", 12.5, "应为整数，现为“12.5”"),
        ("党员数", "十二", "应为整数，现为“十二”"),
        ("党员数", "12人", "应为整数，现为“12人”"),
        ("党员数", True, "应为整数，现为“True”"),
        ("党员数", -3, "不能小于0，现为“-3”"),
        ("党员数", "-3", "不能小于0，现为“-3”"),
        ("党员数", 1e300, "不能大于2147483647"),
        ("党员数", "NaN", "应为整数，现为“NaN”"),
        ("助农消费（元）", "1.234", "最多2位小数，现为“1.234”"),
        ("成立日期", "2023年2月31日", "2月没有31日"),
        ("成立日期", 20230231, "2月没有31日"),
        ("成立日期", "2023.13.01", "没有13月"),
        ("成立日期", "2023.06", "应写到日，如 2023年6月15日，现为“2023.06”"),
        ("成立日期", 45000, "应为日期，如 20230615 或 2023年6月15日，现为“45000”"),
        ("成立日期", "去年", "应为日期，如 20230615 或 2023年6月15日，现为“去年”"),
        ("成立日期", "02230615", "没有223年这样的年份，请核对"),
        ("任期起始", 2023.1, "数字 2023.1 分不清是1月还是10月，请写成文字“2023年1月”或“2023年10月”"),
        ("联系电话", "12345", "应为电话号码，现为“12345”"),
        ("备注", "=cmd|' /C calc'!A0", "不接受公式，请粘贴为值"),
        ("备注", "=1+1", "不接受公式，请粘贴为值"),
    ],
)
def test_cell_that_does_not_fit_is_told_with_its_place(column, written, message):
    row = changed(**{column: written})

    table = table_of(HEADER, GOOD, row)

    assert len(table.faults) == 1
    assert told(table)[0].startswith(f"花名册 第3行 {column}：{message}")
    assert [row.faulty for row in table.rows] == [frozenset(), frozenset([column])]


@pytest.mark.parametrize("text", ["=1+1", "@SUM(A1)", "-2+3+cmd|' /C calc'!A0", "+1+1", "-1-2"])
def test_text_that_looks_like_a_formula_is_refused(text):
    sheet = sheet_of(HEADER, GOOD)
    sheet.rows[1][9] = text

    table = read_table(sheet, COLUMNS)

    assert told(table) == [f"花名册 第2行 备注：不接受公式，请粘贴为值（{text}）"]


def test_error_value_is_refused():
    sheet = sheet_of(HEADER, changed(备注="#REF!"))

    table = read_table(sheet, COLUMNS)

    assert told(table) == ["花名册 第2行 备注：单元格是错误值（如 #REF!、#N/A），请改正"]


def test_every_fault_of_every_row_is_told_at_once():
    table = table_of(HEADER, changed(党员数=-1, 成立日期="2023年2月31日"), GOOD, changed(类型="其他"))

    assert [(fault.row, fault.column) for fault in table.faults] == [(2, "党员数"), (2, "成立日期"), (4, "类型")]
    assert [row.line for row in table.rows] == [2, 3, 4]


def test_formulas_in_total_and_blank_rows_do_not_matter():
    table = table_of(HEADER, GOOD, ["合 计", None, None, "=SUM(D2:D2)"], ["小计：", None, None, "=D2"])

    assert (told(table), len(table.rows)) == ([], 1)


def test_header_is_found_however_it_is_decorated():
    header = [
        "序 号",
        "*单位\n简称",
        "类型 ",
        "党员数(人)",
        "助农消费(元)：",
        "成立日期",
        "任期起始",
        "联系电话",
        "参加单位",
        "备注",
    ]

    table = table_of(header, GOOD)

    assert told(table) == []
    assert table.present == {column.name for column in COLUMNS}


def test_columns_are_found_in_any_order_and_may_be_missing():
    table = table_of(["类型", "简称"], ["党支部", "市档案馆"])

    assert told(table) == []
    assert table.present == {"简称", "类型"}
    assert (table.rows[0]["简称"], table.rows[0]["党员数"], table.rows[0]["参加单位"]) == ("市档案馆", None, [])


def test_title_merged_over_two_rows_belongs_to_the_lower():
    top, low = ["序号", "简称", "情况", None], [None, None, "类型", "党员数"]

    table = table_of(top, low, [1, "市委办", "机关党委", 5], merge=["A1:A2", "B1:B2", "C1:D1"])

    assert (told(table), table.rows[0]["简称"], table.rows[0]["党员数"]) == ([], "市委办", 5)


@pytest.mark.parametrize(
    ("rows", "fault"),
    [
        (
            [["市委办", "机关党委"]],
            "花名册：没有找到表头，应有这些列：简称、类型、党员数、助农消费（元）、成立日期、任期起始、联系电话、参加单位、备注",
        ),
        (
            [],
            "花名册：没有找到表头，应有这些列：简称、类型、党员数、助农消费（元）、成立日期、任期起始、联系电话、参加单位、备注",
        ),
        ([["序号", "简称", "党员数"], [1, "市委办", 3]], "花名册 第1行：表头缺少这些列：类型"),
        ([HEADER, GOOD, HEADER, GOOD], "花名册 第3行：再次出现表头（第1行已有），请只保留一个"),
        ([[*HEADER, "党员数"], [*GOOD, 3]], "花名册 第1行 党员数：这一列出现了2次（D列、K列）"),
        (
            [["简称", "类型", "助农消费（万元）"], ["市委办", "机关党委", 3]],
            "花名册 第1行 助农消费（元）：单位不同，表中是“助农消费(万元)”，应为“助农消费（元）”",
        ),
    ],
    ids=["none", "empty", "lacking", "twice", "column-twice", "unit"],
)
def test_header_that_is_wrong_is_told(rows, fault):
    table = table_of(*rows)

    assert told(table) == [fault]


def test_merged_cells_count_for_every_row_they_cover():
    columns = [Column("联盟", required=True, fill_down=True), Column("简称", required=True)]
    rows = [["联盟", "简称"], ["文化园", "甲"], [None, "乙"], ["同心圆", "丙"], [None, None]]

    table = table_of(*rows, columns=columns, merge=["A2:A3", "A4:A5"])

    assert told(table) == []
    assert [(row["联盟"], row["简称"]) for row in table.rows] == [("文化园", "甲"), ("文化园", "乙"), ("同心圆", "丙")]


def test_empty_cell_that_is_not_merged_is_not_guessed():
    columns = [Column("联盟", required=True, fill_down=True), Column("简称", required=True)]

    table = table_of(["联盟", "简称"], ["文化园", "甲"], [None, "乙"], columns=columns)

    assert told(table) == ["花名册 第3行 联盟：不能为空"]


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        ([GOOD[0], None, *GOOD[1:]], "疑似错列：从“简称”起各格似乎向右错了一列，请核对"),
        ([*GOOD[:2], *GOOD[3:]], "疑似错列：从“类型”起各格似乎向左错了一列，请核对"),
        ([*GOOD[:3], None, *GOOD[3:]], "疑似错列：从“党员数”起各格似乎向右错了一列，请核对"),
        (
            changed(简称=113, 党员数="市委办"),
            "疑似错列：“党员数”应填数字，现为“市委办”；“简称”应填文字，现为“113”，请核对",
        ),
    ],
    ids=["inserted", "deleted", "inserted-later", "swapped"],
)
def test_shifted_row_is_refused_instead_of_guessed(row, fault):
    table = table_of(HEADER, GOOD, row, GOOD)

    assert told(table) == [f"花名册 第3行：{fault}"]
    assert [row.line for row in table.rows] == [2, 4]


def test_fault_of_a_rule_is_told_like_the_others():
    row = table_of(HEADER, GOOD).rows[0]

    assert str(row.fault("党员数", "与支部合计不符")) == "花名册 第2行 党员数：与支部合计不符"
