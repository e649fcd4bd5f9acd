"""Workbooks as offices send them: opened safely, read by the names of their columns, written in the official layout.

Reading:
    workbook = open_workbook(file, name)          # raises Faults, each with a sentence in Chinese
    workbook.sheet("党组织花名册") -> Sheet or None; workbook.sheet_names; find_sheet(workbook, columns)
    table = read_table(sheet, columns)            # never raises for what stands in the cells
    table.faults; table.present (names of the columns found); table.preamble (texts above the header)
    for row in table.rows: row.line, row["党员数"], row.faulty, row.fault("党员数", "与支部合计不符")

    COLUMNS = [
        Column("简称", aliases=("单位简称",), required=True, max_length=50),
        Column("党员数", kind="int"),                       # ≥ 0 unless min_value says otherwise
        Column("席位", kind="choice", choices={"片长单位": "lead"}, required=True),
        Column("联盟名称", required=True, fill_down=True),   # merged cells
        Column("本届任期起始", kind="month_or_date"),        # -> PartialDate(year, month, day or None)
    ]
Kinds: text → str, int → int, decimal → Decimal, date → date, month_or_date → PartialDate, choice → value of the choice,
list → list[str], phone → str. Empty (“无”, “—” …) → None, for lists []. A column that is not required may be missing.

Writing:
    write_table("市直机关党组织花名册", columns, rows, unit="市直机关工委", as_of=day) -> bytes
    write_tables([Sheet…])  several sheets         xlsx_response("党组织花名册", as_of, data) -> HttpResponse

Errors: Fault(sheet, row, column, message) reads “工作表 第N行 列名：…”; Faults is the exception with `.faults`.
"""

from portal.workbooks.cells import Column, PartialDate
from portal.workbooks.faults import Fault, Faults
from portal.workbooks.opening import MAX_UPLOAD, Sheet, Workbook, open_workbook
from portal.workbooks.tables import Row, Table, find_sheet, read_table
from portal.workbooks.writing import Output, write_table, write_tables, xlsx_response

__all__ = [
    "MAX_UPLOAD",
    "Column",
    "Fault",
    "Faults",
    "Output",
    "PartialDate",
    "Row",
    "Sheet",
    "Table",
    "Workbook",
    "find_sheet",
    "open_workbook",
    "read_table",
    "write_table",
    "write_tables",
    "xlsx_response",
]
