"""The tables of a 通报, kept with the letter: [{"title": …, "columns": [...], "rows": [[...], …]}], all of it text."""

from letters.texts import one_line

MOST_TABLES, MOST_COLUMNS, MOST_ROWS, LONGEST = 5, 20, 1000, 500


def tidy_tables(tables):
    """Every cell as text that can be kept; what is no table is left for `tables_refusal` to name."""
    return [
        {
            "title": one_line(table["title"]),
            "columns": [one_line(cell) for cell in table["columns"]],
            "rows": [[one_line("" if cell is None else cell) for cell in row] for row in table["rows"]],
        }
        for table in tables
    ]


def tables_refusal(tables):
    """Why these are no tables of a letter, or ""."""
    if not isinstance(tables, list) or not all(map(_is_table, tables)):
        return "附表格式不对：每张表要有标题、栏目和各行，各行与栏目数相同。"
    if len(tables) > MOST_TABLES:
        return f"附表最多{MOST_TABLES}张。"
    for table in tables:
        if not 1 <= len(table["columns"]) <= MOST_COLUMNS or len(table["rows"]) > MOST_ROWS:
            return f"每张附表最多{MOST_COLUMNS}栏、{MOST_ROWS}行。"
        if any(len(cell) > LONGEST for row in [table["columns"], *table["rows"]] for cell in row):
            return f"附表每格最多{LONGEST}字。"
    return ""


def _is_table(table):
    if not isinstance(table, dict) or set(table) != {"title", "columns", "rows"} or not isinstance(table["title"], str):
        return False
    if not isinstance(table["rows"], list) or not _is_row(table["columns"]):
        return False
    return all(_is_row(row) and len(row) == len(table["columns"]) for row in table["rows"])


def _is_row(row):
    return isinstance(row, list) and all(isinstance(cell, str) for cell in row)
