"""Real workbooks for tests: the sample, edited as somebody in an office would edit it.

`python -m tests.imports.workbooks` writes the two edited rosters in sample/ anew.
"""

from io import BytesIO
from pathlib import Path

from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook

SAMPLE = Path(__file__).resolve().parents[2] / "sample"
ROSTER = SAMPLE / "roster-2026.xlsx"
ORGANIZATIONS, SEATS, BRANCHES = "党组织花名册", "联盟分组", "党支部花名册"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def edited(path=ROSTER, *edits):
    """The workbook after each `edit(workbook)`, as an upload."""
    workbook = load_workbook(path)
    for edit in edits:
        edit(workbook)
    buffer = BytesIO()
    workbook.save(buffer)
    return upload(buffer.getvalue(), path.name)


def upload(content, name="名册.xlsx"):
    return SimpleUploadedFile(name, content, content_type=XLSX)


def roster(*edits):
    return edited(ROSTER, *edits)


def put(sheet, line, title, value):
    """An edit that writes one cell, found by the title of its column."""

    def edit(workbook):
        cells = workbook[sheet]
        cells.cell(line, column_of(cells, title)).value = value

    return edit


def column_of(cells, title):
    for row in cells.iter_rows(max_row=10):
        for cell in row:
            if isinstance(cell.value, str) and cell.value.strip() == title:
                return cell.column
    raise KeyError(title)


def line_of(workbook, sheet, text):
    """The first line that has this text in any cell."""
    return next(row[0].row for row in workbook[sheet].iter_rows(min_row=5) if text in [cell.value for cell in row])


def change_roster(workbook):
    """A later roster: a new unit with two branches, some new figures and names, two units that changed alliances."""
    units, seats, branches = (workbook[name] for name in (ORGANIZATIONS, SEATS, BRANCHES))
    units.cell(7, 7, 66)  # 市委宣传部, 64 members before
    units.cell(7, 10, "示例干事102")
    units.cell(8, 12, "2024.12")  # 市委统战部: the day is no longer known
    new = [89, "黄山市示例发展集团有限公司", "示例集团", "机关党总支", "市属国有企业", "屯溪区", 21, 2]
    for column, value in enumerate(
        [*new, "示例书记089", "示例干事089", "10100000089", "20260618", 3, "新组建"], start=1
    ):
        units.cell(94, column, value)
    units.cell(95, 7, 11852 + 2 + 21)
    units.cell(95, 8, 608)
    seats.cell(2, 1, "执行时间：2026年7月1日起")
    first, second = line_of(workbook, SEATS, "市地震局"), line_of(workbook, SEATS, "市统计局")
    seats.cell(first, 3, "市统计局")
    seats.cell(second, 3, "市地震局")
    for column, value in enumerate(["美丽城市党建联盟", "成员单位", "示例集团"], start=1):
        seats.cell(100, column, value)
    branches.cell(5, 3, "示例支部书记701")
    branches.cell(7, 6, "四星")
    for name in ("第一党支部", "第二党支部"):
        branches.append(["示例集团", name, "示例支部书记702", 10, "20260618", "未评"])


def spoil_roster(workbook):
    """The later roster with mistakes as they happen."""
    change_roster(workbook)
    workbook[ORGANIZATIONS].cell(9, 7, "约七十")
    workbook[ORGANIZATIONS].cell(10, 12, "2024年2月31日")
    workbook[SEATS].cell(6, 2, "片长单位")
    workbook[BRANCHES].cell(9, 4, -3)


def main():
    for name, edit in (("roster-2026-changed.xlsx", change_roster), ("roster-2026-faulty.xlsx", spoil_roster)):
        (SAMPLE / name).write_bytes(roster(edit).read())


if __name__ == "__main__":
    main()
