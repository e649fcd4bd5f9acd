"""附表 as text: pasted from a sheet, the first line is the head, cells are divided by tabs (or by “|” when typed)."""

import csv

from letters.tables import MOST_COLUMNS, MOST_ROWS
from letters.texts import kept, one_line


def grid_of(table):
    return "\n".join("\t".join(cells) for cells in [table["columns"], *table["rows"]])


def table_of(title, grid):
    """{title, columns, rows} of a pasted grid; ValueError in words when it is none."""
    columns, *rows = _cells(grid)
    if len(columns) > MOST_COLUMNS:
        raise ValueError(f"表头有 {len(columns)} 栏，最多 {MOST_COLUMNS} 栏。")
    if len(rows) > MOST_ROWS:
        raise ValueError(f"表格有 {len(rows)} 行，最多 {MOST_ROWS} 行；更长的请作为文件附上。")
    for number, row in enumerate(rows, start=2):
        if any(row[len(columns) :]):
            raise ValueError(f"第 {number} 行有 {len(row)} 格，表头只有 {len(columns)} 栏，请对齐。")
    rows = [(row + [""] * len(columns))[: len(columns)] for row in rows]
    return {"title": one_line(title), "columns": columns, "rows": rows}


def _cells(grid):
    lines = [line for line in kept(grid).split("\n") if line.strip()]
    mark = "|" if "\t" not in grid and "|" in lines[0] else "\t"
    quoting = csv.QUOTE_NONE if grid.count('"') % 2 else csv.QUOTE_MINIMAL  # a lone mark opens nothing
    try:
        rows = [[one_line(cell) for cell in row] for row in csv.reader(lines, delimiter=mark, quoting=quoting)]
    except csv.Error as error:
        raise ValueError("表格里有读不懂的内容，请重新复制粘贴。") from error
    while rows[0] and not rows[0][-1]:
        rows[0].pop()
    if not all(rows[0]) or not rows[0]:
        raise ValueError("第一行是表头，每一栏都要有名称。")
    return rows
