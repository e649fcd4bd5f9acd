"""The table of a year's notice, as a file that staff enter: every fault of every row first, then all days or none.

Columns as in `data/workdays_*.csv`, by their English or Chinese names: date 日期, weekday 星期 (may be missing), kind
类别 (休 or 班), festival 节日. Comma-separated (UTF-8 or GB18030) or a workbook.
"""

import csv
from io import StringIO
from pathlib import Path

from django.db import transaction

from portal.models import SpecialDay, fault_of
from portal.workbooks import MAX_UPLOAD, Column, Faults, Sheet, find_sheet, open_workbook, read_table
from portal.workbooks.faults import refused

WEEKDAYS = "一二三四五六日"
MOST_ROWS = 366
COLUMNS = [
    Column("日期", kind="date", aliases=("date",), required=True),
    Column("星期", aliases=("weekday", "周")),
    Column(
        "类别",
        kind="choice",
        aliases=("kind", "休班"),
        choices={"休": SpecialDay.Kind.OFF, "班": SpecialDay.Kind.WORK},
        required=True,
    ),
    Column("节日", aliases=("festival",), max_length=20, required=True),
]


def read_days(file, name, year):
    """[(day, kind, festival)] of the year, in order; raises Faults."""
    table = _table(file, name)
    faults = list(table.faults)
    if not table.rows and not faults:
        raise refused("表中没有日期。")
    seen = {}
    for row in table.rows:
        if row["日期"] and not row.faulty:
            faults += _faults_of(row, year, seen)
    if faults:
        raise Faults(sorted(faults, key=lambda fault: fault.row or 0))
    return sorted((row["日期"], row["类别"].value, row["节日"]) for row in table.rows)


@transaction.atomic
def enter(notice, days):
    """The days become the notice's own: others of the same document and year go, corrections by hand stay."""
    known = {special.day: special for special in SpecialDay.objects.filter(day__in=[day for day, _, _ in days])}
    for day, kind, festival in days:
        special = known.get(day, SpecialDay(day=day))
        if (special.kind, special.festival, special.document) != (kind, festival, notice.document):
            special.kind, special.festival, special.document = kind, festival, notice.document
            special.save()
    listed = [day for day, _, _ in days]
    for gone in SpecialDay.objects.filter(day__year=notice.year, document=notice.document).exclude(day__in=listed):
        gone.delete()


@transaction.atomic
def rename(notice, before):
    """The number of the document was corrected: the notice's days bear it too."""
    if before and before != notice.document:
        for special in SpecialDay.objects.filter(day__year=notice.year, document=before):
            special.document = notice.document
            special.save()


def _table(file, name):
    if Path(name).suffix.lower() == ".csv":
        return read_table(_sheet(file), COLUMNS)
    workbook = open_workbook(file, name)
    return read_table(find_sheet(workbook, COLUMNS) or workbook.sheets[0], COLUMNS)


def _sheet(file):
    data = file.read(MAX_UPLOAD + 1)
    try:
        rows = list(csv.reader(StringIO(_text(data), newline="")))
    except csv.Error as error:
        raise refused("文件不是逗号分隔的表格（.csv）。") from error
    if len(rows) > MOST_ROWS + 1:
        raise refused(f"一年的放假安排不超过{MOST_ROWS}行。")
    width = max(map(len, rows), default=0)
    return Sheet("", [[*row, *[None] * (width - len(row))] for row in rows])


def _text(data):
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise refused("文件的编码既不是 UTF-8 也不是 GB18030，请另存为 .csv 或 .xlsx 后再上传。")


def _faults_of(row, year, seen):
    day, weekday = row["日期"], f"周{WEEKDAYS[row['日期'].weekday()]}"
    if day in seen:
        yield row.fault("日期", f"{day}与第{seen[day]}行重复")
    seen.setdefault(day, row.line)
    # The days off around New Year may begin in the last days of December.
    if day.year != year and (day.year, day.month) != (year - 1, 12):
        yield row.fault("日期", f"{day}不属于{year}年")
    if row["星期"] and row["星期"].replace("星期", "周").replace("周天", "周日") != weekday:
        yield row.fault("星期", f"{day}是{weekday}，不是{row['星期']}")
    if fault := fault_of(day, row["类别"]):
        yield row.fault("类别", fault.split("；")[0])
