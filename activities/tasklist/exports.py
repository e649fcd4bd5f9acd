from portal.workbooks import write_table

COLUMNS = (
    *("任务名称", "具体要求", "来源", "来源说明", "季度清单", "承办", "提出"),
    *("期限", "状态", "办理情况", "办结日期"),
)
MOST_ROWS = 10_000


def task_workbook(tasks, *, title, unit, day):
    rows = [_row(task) for task in tasks[:MOST_ROWS]]
    closed = sum(task[-1] is not None for task in rows)
    totals = ["合计", *[None] * 6, f"{len(rows)} 项", f"办结 {closed} 项", None, None]
    return write_table(title, COLUMNS, rows, unit=unit, as_of=day, totals=totals)


def _row(task):
    return [
        task.title,
        task.asked,
        task.get_source_display(),
        task.source_text,
        task.quarter_label,
        task.owner_name,
        task.raiser_name,
        task.due_on,
        task.status["label"],
        task.evidence,
        task.closed_on,
    ]
