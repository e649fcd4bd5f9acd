"""The lines found, as a table for WPS or as plain CSV. Neither holds a formula."""

import csv
from io import StringIO

from django.http import HttpResponse
from django.utils import timezone

from desk.audit.showing import in_a_cell
from portal.audit.subjects import kind_label
from portal.workbooks import write_table, xlsx_response
from portal.workbooks.writing import RISKY

MOST = 20_000
COLUMNS = [
    "审计序号",
    "时间",
    "操作人",
    "操作",
    "事项",
    "对象类别",
    "对象",
    "对象编号",
    "修改前",
    "修改后",
    "说明",
    "来源地址",
    "页面",
    "校验值",
]
TITLE = "审计记录"


def workbook(lines, unit, today):
    return xlsx_response(TITLE, today, write_table(TITLE, COLUMNS, _rows(lines), unit=unit, as_of=today))


def csv_file(lines, today):
    file = StringIO()
    writer = csv.writer(file)
    writer.writerow(COLUMNS)
    writer.writerows([_harmless(value) for value in row] for row in _rows(lines))
    response = HttpResponse("\ufeff" + file.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="audit-{today}.csv"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _rows(lines):
    for line in lines[:MOST].iterator(chunk_size=1000):
        yield [
            line.number if line.number is not None else "未封存",
            f"{timezone.localtime(line.at):%Y-%m-%d %H:%M:%S}",
            line.actor_name,
            line.get_act_display(),
            line.verb,
            kind_label(line.kind),
            line.name,
            line.object_id,
            in_a_cell(line, "before"),
            in_a_cell(line, "after"),
            line.reason,
            line.address,
            line.page,
            line.hash,
        ]


def _harmless(value):
    text = "" if value is None else str(value)
    return f"'{text}" if text.lstrip().startswith((*RISKY, "\t", "\r")) else text
