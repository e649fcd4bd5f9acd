from portal.workbooks import write_table


def duty_workbook(committee, found):
    """The matrix as a sheet: words with their count and day, 已办 / 应办 at the bottom."""
    columns = ["联盟", "片长单位", *(column.label for column in found.columns)]
    groups = [("", 2), *((group.label, group.span) for group in found.groups)]
    rows = [[row.alliance.short_name, row.lead, *map(_words, row.cells)] for row in found.rows]
    totals = ["已办 / 应办", None, *map(_total, found.columns)]
    return write_table(
        f"{found.year}年度联盟任务",
        columns,
        rows,
        unit=committee.name,
        as_of=found.day,
        groups=groups,
        totals=totals,
    )


def _words(cell):
    parts = [cell.word]
    if cell.count:
        parts.append(f"{cell.count}{cell.column.unit}")
    if cell.day:
        parts.append(f"{cell.day:%Y-%m-%d}")
    return " ".join(parts)


def _total(column):
    return f"{column.met} / {column.owed}（{column.held}场次）" if column.is_due else "未到期"
