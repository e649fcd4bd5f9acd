"""Read a table by the names of its columns: typed rows and, at once, every fault of every row."""

import re
from dataclasses import dataclass, field
from itertools import islice

from portal.workbooks.cells import NO_FORMULA, is_empty, parse, shown
from portal.workbooks.faults import Fault
from portal.workbooks.headers import find_header, is_header_again, normalised
from portal.workbooks.shifts import shift_of

TOTAL = re.compile(r"(合计|小计|总计|共计|累计)([:(].*)?")
FOOTER = re.compile(
    r"\(?(填[表报](人|单位|时间|日期|说明)|审[核批]人?|制[表单]人?|经办人|复核人?|(单位|主要|分管)?负责人(签[字名])?|联系人|联系电话"
    r"|(单位)?[盖公]章|注\d?|备注|说明)(\([^()]*\))?([:)]|$)"
)


@dataclass
class Row:
    sheet: str
    line: int  # as the office counts, from 1
    values: dict
    faulty: frozenset = frozenset()
    said: dict = field(default_factory=dict)  # column → 无, —, 不详: what was written where the value is none

    def __getitem__(self, column):
        return self.values[column]

    def fault(self, column: str, message: str) -> Fault:
        return Fault(self.sheet, self.line, column, message)


@dataclass
class Table:
    sheet: str
    rows: list[Row] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    present: frozenset = frozenset()
    header_line: int | None = None
    preamble: list[str] = field(default_factory=list)


def find_sheet(workbook, columns):
    """The first sheet that has this header, or None."""
    return next((sheet for sheet in workbook.sheets if find_header(sheet, columns)[0]), None)


def read_table(sheet, columns) -> Table:
    """A column that is not found is None in every row; rows that stand under the wrong titles are faults only."""
    header, faults = find_header(sheet, columns)
    table = Table(sheet.name, faults=faults)
    if header is None:
        return table
    table.header_line = header.row + 1
    table.present = frozenset(header.places)
    table.preamble = [
        value.strip() for row in sheet.rows[: header.row] for value in row if isinstance(value, str) and value.strip()
    ]
    absent = {column.name: [] if column.kind == "list" else None for column in columns if not _found(column, header)}
    merged = _merged_values(sheet, header, columns)
    for number, row in enumerate(sheet.rows[header.row + 1 :], start=header.row + 1):
        _read_row(table, sheet, number, row, header, columns, absent, merged)
    return table


def _found(column, header):
    return column.name in header.places


def _read_row(table, sheet, number, row, header, columns, absent, merged):
    places = [(header.places[column.name], column) for column in columns if _found(column, header)]
    formulas = [column.name for place, column in places if (number, place) in sheet.marks.formulas]
    blank = not formulas and all(is_empty(row[place]) for place, _ in places)
    if blank or _is_footer(row):
        return
    if is_header_again(row, header):
        table.faults.append(
            Fault(sheet.name, number + 1, "", f"再次出现表头（第{table.header_line}行已有），请只保留一个")
        )
        return
    values, faults, said = dict(absent), [], {}
    for place, column in places:
        try:
            values[column.name] = _value(sheet, number, place, row, column, merged)
            if values[column.name] is None and isinstance(row[place], str) and (text := row[place].strip()):
                said[column.name] = text
        except ValueError as error:
            faults.append(Fault(sheet.name, number + 1, column.name, str(error)))
            values[column.name] = [] if column.kind == "list" else None
    if faults and not formulas and (shift := shift_of(row, header, columns)):
        table.faults.append(Fault(sheet.name, number + 1, "", shift))
        return
    table.faults += faults
    table.rows.append(Row(sheet.name, number + 1, values, frozenset(fault.column for fault in faults), said))


def _value(sheet, number, place, row, column, merged):
    raw = row[place]
    if (number, place) in sheet.marks.formulas:
        raise ValueError(f"{NO_FORMULA}" + ("" if is_empty(raw) else f"（现为“{shown(raw)}”）"))
    if (number, place) in sheet.marks.errors:
        raise ValueError("单元格是错误值（如 #REF!、#N/A），请改正")
    if column.fill_down and is_empty(raw):
        raw = merged.get((number, place), raw)
    return parse(raw, column, quoted=(number, place) in sheet.marks.quoted)


def _is_footer(row):
    """合计, 小计, signatures and notes below a table: told by the first words of the row."""
    texts = [normalised(value) for value in islice((value for value in row if not is_empty(value)), 2)]
    if any(TOTAL.fullmatch(text) for text in texts):
        return True
    return bool(texts and FOOTER.match(texts[0]))


def _merged_values(sheet, header, columns):
    """(row, column) → the value of the merged cell over it, for the columns that fill down."""
    places = {header.places[column.name] for column in columns if column.fill_down and _found(column, header)}
    values = {}
    for (top, left), (bottom, _) in sorted(sheet.merged):
        # Merged cells do not overlap in an honest sheet; in another one the first of them counts.
        if left in places and header.row < top < len(sheet.rows) and (top + 1, left) not in values:
            for number in range(top + 1, min(bottom + 1, len(sheet.rows))):
                values[number, left] = sheet.rows[top][left]
    return values
