"""Workbooks in the official layout, for WPS, LibreOffice and Excel alike.

    write_table(title, columns, rows, unit=…, as_of=day, groups=…, totals=…) -> bytes
    write_tables([Output(…), Output(…)]) -> bytes, one sheet each
    xlsx_response(title, as_of, data) -> download named “title（截至2025年7月31日）.xlsx”

Row 1 merged title, row 2 “填报单位：… 填报时间：…”, an optional grouped header, the header, 序号 first. `columns` are
names (or Columns, whose names count); a row is a sequence of values in their order. Texts stay texts: leading zeros
are kept and nothing is ever a formula. What is written here is read by `read_table` without a difference.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from urllib.parse import quote

from django.http import HttpResponse
from django.utils import timezone
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
RISKY = ("=", "+", "-", "@", "\t", "\r")
UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")  # in a workbook “_x000D_” is a line break
BAD_IN_SHEET_NAME = re.compile(r"[\\/*?:\[\]]")
BAD_IN_FILE_NAME = re.compile(r'[\\/:*?"<>|\x00-\x1f]')
MAX_CELL = 32_767
A4 = 9
BOX = Border(*(Side(style="thin") for _ in range(4)))
LEFT = Alignment(horizontal="left", vertical="center", wrap_text=True)
CENTRE = Alignment(horizontal="center", vertical="center", wrap_text=True)
NUMBER_COLUMN = "序号"


@dataclass
class Output:
    """One sheet."""

    title: str
    columns: Sequence
    rows: Iterable[Sequence]
    sheet_name: str = ""
    unit: str = ""
    as_of: date | None = None
    groups: Sequence[tuple[str, int]] = ()  # (words, over how many columns), not counting 序号
    totals: Sequence | None = None  # a value or None for each column
    numbers: Sequence[int] = ()  # 序号 of each row where it means the official order; else 1, 2, 3 …


def write_table(title, columns, rows, **layout) -> bytes:
    return write_tables([Output(title, columns, rows, **layout)])


def write_tables(outputs: Sequence[Output]) -> bytes:
    book = Workbook(write_only=True)
    names = set()
    for output in outputs:
        name = _sheet_name(output.sheet_name or output.title, names)
        _write(book.create_sheet(name), output)
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def xlsx_response(title: str, as_of: date | None, data: bytes) -> HttpResponse:
    name = BAD_IN_FILE_NAME.sub("_", title) + (f"（截至{_chinese(as_of)}）" if as_of else "") + ".xlsx"
    response = HttpResponse(data, content_type=XLSX)
    response["Content-Disposition"] = f"attachment; filename=\"export.xlsx\"; filename*=UTF-8''{quote(name, safe='')}"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _write(sheet, output):
    names = [getattr(column, "name", column) for column in output.columns]
    width = len(names) + 1
    rows = [[_value(value) for value in row] for row in output.rows]
    header = 4 if output.groups else 3
    _lay_out(sheet, header, width, _widths(names, rows))
    _merge(sheet, 1, 1, width)
    _merge(sheet, 2, 1, width)
    sheet.append([_cell(sheet, output.title, Font(bold=True, size=16), CENTRE, border=None)])
    sheet.append([_cell(sheet, _second_line(output), None, LEFT, border=None)])
    if output.groups:
        sheet.append(_group_row(sheet, output.groups, width))
    sheet.append([_cell(sheet, name, Font(bold=True), CENTRE) for name in (NUMBER_COLUMN, *names)])
    for number, row in zip(output.numbers or range(1, len(rows) + 1), rows, strict=True):
        sheet.append([_cell(sheet, number, None, CENTRE), *(_cell(sheet, value) for value in row)])
    if output.totals:
        totals = [_value(value) for value in output.totals]
        sheet.append([_cell(sheet, "合计", Font(bold=True), CENTRE), *(_cell(sheet, value) for value in totals)])


def _lay_out(sheet, header, width, widths):
    for place, size in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(place)].width = size
    sheet.row_dimensions[1].height = 30
    sheet.freeze_panes = f"A{header + 1}"
    sheet.print_title_rows = f"{header - 1 if header == 4 else header}:{header}"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = A4
    sheet.page_setup.fitToWidth = 1
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_options.horizontalCentered = True
    sheet.oddFooter.center.text = "第 &P 页 共 &N 页"


def _group_row(sheet, groups, width):
    row, place = [_cell(sheet, None)], 2
    for words, span in groups:
        _merge(sheet, 3, place, place + span - 1)
        row += [_cell(sheet, words, Font(bold=True), CENTRE), *(_cell(sheet, None) for _ in range(span - 1))]
        place += span
    return row + [_cell(sheet, None) for _ in range(width - len(row))]


def _merge(sheet, row, first, last):
    if last > first:
        sheet.merged_cells.add(f"{get_column_letter(first)}{row}:{get_column_letter(last)}{row}")


def _cell(sheet, value, font=None, alignment=LEFT, border=BOX):
    cell = WriteOnlyCell(sheet)
    cell.value = value
    if isinstance(value, str):
        cell.data_type = "s"  # or “=…” would become a formula
        cell.quotePrefix = value.startswith(RISKY)
        cell.number_format = "@"
    elif isinstance(value, date):
        cell.number_format = "yyyy-mm-dd"
    if font:
        cell.font = font
    cell.alignment = alignment
    if border:
        cell.border = border
    return cell


def _value(value):
    """What a cell can hold: texts without control characters, exact numbers, plain days."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if value is None or isinstance(value, int | Decimal | float):
        return value
    if isinstance(value, datetime):
        return f"{timezone.localtime(value) if timezone.is_aware(value) else value:%Y-%m-%d %H:%M}"
    if isinstance(value, date):
        return value
    if isinstance(value, list | tuple | set):
        value = "、".join(map(str, value))
    return ESCAPE.sub("_x005F_", UNPRINTABLE.sub("", str(value)))[:MAX_CELL]


def _widths(names, rows):
    yield 6
    for place, name in enumerate(names):
        longest = max((_breadth(row[place]) for row in rows[:500] if place < len(row)), default=0)
        yield min(max(longest, _breadth(name)) + 2, 40)


def _breadth(value):
    text = "" if value is None else str(value)
    return sum(2 if ord(character) > 0x2E7F else 1 for character in text[:60])


def _second_line(output):
    unit = f"填报单位：{output.unit}" if output.unit else ""
    day = f"填报时间：{_chinese(output.as_of)}" if output.as_of else ""
    return "        ".join(filter(None, [unit, day]))


def _chinese(day):
    return f"{day.year}年{day.month}月{day.day}日"


def _sheet_name(wanted, taken):
    base = BAD_IN_SHEET_NAME.sub("", wanted).strip("'")[:28] or "Sheet"
    name, number = base, 1
    while name.lower() in taken:
        number += 1
        name = f"{base}{number}"
    taken.add(name.lower())
    return name
