"""The statistics as a workbook in the official layout: the table with 本期 and 去年同期, then all figures."""

from portal.workbooks import Output, write_tables, xlsx_response

TITLE = "党建联盟活动统计"


def statistics_workbook(asked, table, today):
    """The download, named by the last day of the period."""
    scope = asked.scope
    unit = scope.committee.name
    span = f"{_day(scope.since)}至{_day(scope.until)}"
    words = f"，{asked.words}" if asked.words else ""
    outputs = [
        Output(
            f"{TITLE}（{span}{words}）",
            [table.head, *("本期" if place % 2 == 0 else "去年同期" for place in range(2 * len(table.kinds)))],
            [[row.label, *_numbers(row.cells)] for row in table.rows],
            sheet_name=f"按{table.head}",
            unit=unit,
            as_of=today,
            groups=[("", 1), *((f"{kind.name}（{kind.unit}）", 2) for kind in table.kinds)],
            totals=["，".join(remark.rstrip("。") for remark in table.remarks), *_numbers(table.total)],
        ),
        Output(
            f"{TITLE}总数（{span}{words}）",
            ["指标", "单位", "本期", "去年同期", "增减"],
            [
                [figure.name, figure.unit, _number(figure.value), _number(figure.before), _number(figure.difference)]
                for figure in table.figures
            ],
            sheet_name="总数",
            unit=unit,
            as_of=today,
        ),
    ]
    return xlsx_response(TITLE, scope.until, write_tables(outputs))


def snapshot_workbook(snapshot, title, unit, signed_on):
    """What was signed: all figures, then the tables as they were."""
    rows = [
        [one.name, one.unit, _number(one.value), _number(one.before)]
        for one in snapshot.figures.order_by("order_number", "pk")
    ]
    words = f"{title}（{snapshot.scope_words}，{_day(signed_on)}签定）"
    first = Output(words, ["指标", "单位", "本期", "去年同期"], rows, sheet_name="总数", unit=unit, as_of=signed_on)
    tables = [
        Output(
            f"{title}（{one['title']}）",
            one["columns"],
            one["rows"],
            sheet_name=one["title"],
            unit=unit,
            as_of=signed_on,
            totals=[None, *one["totals"][1:]],
        )
        for one in snapshot.numbered_tables
    ]
    return xlsx_response(title, snapshot.until, write_tables([first, *tables]))


def plain(value):
    """13, 8700.5: as a text that a table of a letter can show."""
    return f"{_number(value)}"


def _numbers(cells):
    return [_number(value) for cell in cells for value in (cell.value, cell.before)]


def _number(value):
    """Whole numbers as such, so that no sheet shows 13.00."""
    return value if value is None or value != value.to_integral_value() else int(value)


def _day(day):
    return f"{day.year}年{day.month}月{day.day}日"
