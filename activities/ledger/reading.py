"""From a workbook to typed rows of the ledger."""

import re

from portal.workbooks import Column, Fault, Faults, open_workbook, read_table
from portal.workbooks.cells import is_empty
from portal.workbooks.headers import find_header

COLUMNS = [
    Column("联盟", aliases=("联盟名称", "党建联盟"), required=True, fill_down=True, max_length=40),
    Column("活动类型", aliases=("类型",), required=True, max_length=60),
    Column("活动主题", aliases=("主题", "活动名称"), required=True, max_length=80),
    Column("活动时间", aliases=("时间", "日期"), kind="month_or_date", required=True),
    Column("活动地点", aliases=("地点",), max_length=80),
    Column("牵头单位", aliases=("主办单位",), required=True, max_length=40),
    Column("参加单位", kind="list", max_length=40),
    Column("参加人次", aliases=("参加人数",), kind="int"),
    Column("助农消费（元）", kind="decimal"),
    Column("解决问题（件）", kind="int"),
    Column("志愿服务（人次）", kind="int"),
    Column("宣传报道", max_length=2000, multiline=True),
    Column("备注", max_length=300),
]
UNIT = re.compile(r"填报单位[:：]\s*(\S+)")
# Column → measure; an empty cell is no figure, a zero is one.
MEASURED = {"助农消费（元）": "助农消费", "解决问题（件）": "解决问题", "志愿服务（人次）": "志愿服务"}


def unit_of(table):
    """“填报单位：市直机关工委”: the committee under the name it uses here."""
    return next((match[1] for match in map(UNIT.search, table.preamble) if match), "")


def read_ledger(file, name=""):
    """Tables of all sheets that are ledgers, with all their faults. Raises Faults when there is none."""
    workbook = open_workbook(file, name)
    tables, faults = [], []
    for sheet in workbook.sheets:
        header, complaints = find_header(sheet, COLUMNS)
        filled = any(not is_empty(value) for row in sheet.rows for value in row)
        if header:
            tables.append(read_table(sheet, COLUMNS))
        elif filled:
            faults += complaints
    if not tables:
        raise Faults(faults or [Fault("", None, "", "没有找到表头：工作簿里没有活动台账")])
    faults = [fault for fault in faults if fault.row is not None]
    for table in tables:
        faults += table.faults
    return tables, faults
