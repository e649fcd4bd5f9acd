"""From a workbook to three tables of typed rows, with every fault that needs no database to see."""

import re
from dataclasses import dataclass, field
from datetime import date
from functools import partial

from branches.roster.columns import BRANCHES, ORGANIZATIONS, SEATS
from portal.workbooks import Fault, Table, open_workbook, read_table
from portal.workbooks.cells import is_empty, parse
from portal.workbooks.headers import find_header, normalised

KINDS = {"organizations": ORGANIZATIONS, "seats": SEATS, "branches": BRANCHES}
TITLES = {"organizations": "党组织花名册", "seats": "联盟分组", "branches": "党支部花名册"}
SUMMED = {"organizations": ("党员数", "支部数"), "branches": ("党员数",)}
SINCE = re.compile(r"执行时间[:：]\s*(\d{4})年(\d{1,2})月(\d{1,2})日")
UNIT = re.compile(r"填报单位[:：]\s*(\S+)")


@dataclass
class Roster:
    """What the workbook says; a table that is not in it is None."""

    organizations: Table | None = None
    seats: Table | None = None
    branches: Table | None = None
    faults: list[Fault] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    @property
    def tables(self):
        return [table for table in (self.organizations, self.seats, self.branches) if table]

    @property
    def since(self) -> date | None:
        """“执行时间：2026年1月1日起” above the grouping."""
        match = self._said(SINCE, self.seats)
        try:
            return date(*map(int, match.groups())) if match else None
        except ValueError:
            return None

    @property
    def unit(self) -> str:
        """“填报单位：市直机关工委” above any table."""
        match = next(filter(None, (self._said(UNIT, table) for table in self.tables)), None)
        return match[1] if match else ""

    @staticmethod
    def _said(pattern, table):
        return next(filter(None, map(pattern.search, table.preamble)), None) if table else None


def read_roster(file, name="") -> Roster:
    """Raises Faults when the file cannot be opened at all."""
    workbook = open_workbook(file, name)
    roster = Roster()
    unknown = []
    for sheet in workbook.sheets:
        kind = next((kind for kind, columns in KINDS.items() if find_header(sheet, columns)[0]), None)
        if kind is None:
            unknown.append(sheet)
        elif getattr(roster, kind) is not None:
            first = getattr(roster, kind).sheet
            roster.faults.append(Fault(sheet.name, None, "", f"与“{first}”一样是{TITLES[kind]}，请只保留一张"))
        else:
            _take(roster, kind, sheet)
    _explain_unknown(roster, unknown)
    return roster


def _take(roster, kind, sheet):
    table = read_table(sheet, KINDS[kind])
    setattr(roster, kind, table)
    roster.faults += table.faults
    if not table.rows and not table.faults:
        roster.warnings.append(f"工作表“{sheet.name}”只有表头，没有内容。")
    for column in SUMMED.get(kind, ()):
        roster.warnings += _total_differs(table, sheet, KINDS[kind], column)


def _explain_unknown(roster, sheets):
    """A sheet nobody knows is a fault when it is nearly a table or when there is no table at all, else only named."""
    filled = [sheet for sheet in sheets if any(not is_empty(value) for row in sheet.rows for value in row)]
    for sheet in filled:
        nearest = max((find_header(sheet, columns)[1] for columns in KINDS.values()), key=_nearness)
        if _nearness(nearest) or not roster.tables:
            roster.faults += nearest
        else:
            roster.warnings.append(f"工作表“{sheet.name}”不是花名册，没有读取。")
    if not filled and not roster.tables:
        expected = "、".join(TITLES.values())
        roster.faults.append(Fault("", None, "", f"没有找到表头：工作簿里应有{expected}之一"))


def _nearness(faults):
    """A header of which only some columns are missing is named with its row."""
    return sum(fault.row is not None for fault in faults)


def _total_differs(table, sheet, columns, name):
    """The 合计 row against the rows above it."""
    header, _ = find_header(sheet, columns)
    if name not in table.present or header is None or table.faults:
        return
    place = header.places[name]
    column = next(column for column in columns if column.name == name)
    found = sum(map(partial(_number, name), table.rows))
    for number, row in enumerate(sheet.rows[header.row + 1 :], start=header.row + 2):
        if any(normalised(value).startswith("合计") for value in row[:3]):
            try:
                stated = parse(row[place], column) if not is_empty(row[place]) else None
            except ValueError:
                stated = None
            if stated is not None and stated != found:
                yield f"{sheet.name} 第{number}行 {name}：合计写的是{stated}，各行相加是{found}。"


def _number(name, row):
    return row[name] or 0
