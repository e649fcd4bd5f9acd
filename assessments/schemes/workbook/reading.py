"""From a workbook to a Draft, or all its faults at once with sheet, row and column."""

import re
from decimal import Decimal

from assessments.models import Grade, Indicator
from assessments.schemes import sources
from assessments.schemes.building import MOST_GRADES, MOST_INDICATORS
from assessments.schemes.workbook import settings
from assessments.schemes.workbook.columns import (
    EXTRA,
    GRADES,
    INDICATORS,
    LEVELS,
    NEEDED,
    POINTS,
    SETTINGS,
)
from assessments.schemes.workbook.drafts import Draft, implied
from assessments.scoring import notation
from assessments.scoring.faults import RuleFaults
from portal.workbooks import Fault, Faults, open_workbook, read_table
from portal.workbooks.cells import is_empty, shown
from portal.workbooks.headers import find_header, letters

EXTRA_NAMES = re.compile(r"(加分|减分|扣分|加减分|附加)(项|指标|项目)?(\(.*\)|（.*）)?")
NUMBER_FIRST = re.compile(r"(\d+(?:\.\d+)*)\s*(.*)", re.DOTALL)
HUNDRED = Decimal(100)
OFFICIAL = "一级指标、二级指标、分值、评分标准、计分方式、数据来源"


def read(file, committee, name="", **given):
    """`given`: what is said beside the workbook, by the names of 方案设置 (名称, 考核期间, 考核对象, 依据文件)."""
    workbook = open_workbook(file, name)
    found = [sheet for sheet in workbook.sheets if find_header(sheet, INDICATORS)[0]]
    if not found:
        raise Faults(_no_table(workbook))
    if len(found) > 1:
        raise Faults([Fault(sheet.name, None, "", "有不止一张指标表，请只保留一张") for sheet in found[1:]])
    return _Reading(workbook, found[0], committee, given).draft()


def _no_table(workbook):
    """Of the sheet that comes nearest: a header of which only some columns are missing is named with its row."""
    tries = [find_header(sheet, INDICATORS)[1] for sheet in workbook.sheets]
    near = next((faults for faults in tries if any(fault.row is not None for fault in faults)), None)
    return near or [Fault("", None, "", f"没有找到指标表，应有这些列：{OFFICIAL}")]


class _Reading:
    """One workbook on its way; `faults` grows until the end."""

    def __init__(self, workbook, sheet, committee, given):
        self.sheet, self.committee, self.given = sheet, committee, given
        self.header = find_header(sheet, INDICATORS)[0]
        self.table = read_table(sheet, INDICATORS)
        self.faults, self.known = [], set()
        self.others = {
            kind: next((one for one in workbook.sheets if one is not sheet and _has(one, columns)), None)
            for kind, columns in (("grades", GRADES), ("settings", SETTINGS))
        }
        self.lists = sources.Lists(committee)
        self.nodes, self.lines, self.path = {}, {}, ()

    def draft(self):
        points_wrong = self._points_faults()
        self.faults += [fault for fault in self.table.faults if (fault.row, fault.column) not in points_wrong]
        self._needed_columns()
        for row in self.table.rows:
            self._take(row)
        said = self._said()
        scheme, categories = settings.scheme_of(self.committee, said, self.given)
        self.faults += said.faults
        indicators = self._settled()
        draft = Draft(scheme, indicators, categories=categories)
        self._grades(draft)
        places = {kind: other.name if other else "" for kind, other in self.others.items()}
        self.faults += draft.faults({"indicators": self.sheet.name, **places}, self.known, self.lists)
        if self.faults:
            raise Faults(sorted(self.faults, key=lambda fault: (fault.sheet != self.sheet.name, fault.row or 0)))
        return draft

    def _needed_columns(self):
        absent = [column.name for column in NEEDED if column.name not in self.table.present]
        if absent:
            message = f"表头缺少这些列：{'、'.join(absent)}"
            self.faults.append(Fault(self.sheet.name, self.table.header_line, "", message))
            self.known |= {(row.line, what) for row in self.table.rows for what in ("rule", "points")}
        if not self.table.rows and not self.table.faults:
            self.faults.append(Fault(self.sheet.name, self.table.header_line, "", "表头下面没有指标"))
        if len(self.table.rows) > MOST_INDICATORS:
            self.faults.append(Fault(self.sheet.name, None, "", f"一个方案最多{MOST_INDICATORS}个指标"))

    def _points_faults(self):
        """分值 has to be a number in a cell of its own: merged cells and text are never guessed right."""
        place = self.header.places.get(POINTS.name)
        if place is None:
            return set()
        rows = {row.line for row in self.table.rows} | {fault.row for fault in self.table.faults}
        wrong = {}
        for (top, left), (bottom, right) in self.sheet.merged:
            covered = range(top + 1, min(bottom, len(self.sheet.rows) - 1) + 2)
            if left <= place <= right and top > self.header.row and not rows.isdisjoint(covered):
                where = f"{letters(place)}{top + 1}:{letters(place)}{bottom + 1}"
                message = f"分值单元格 {where} 是合并的，请取消合并，每个指标各写各的分值"
                wrong |= {line: message for line in covered if line not in wrong and line in rows}
        for number, row in enumerate(self.sheet.rows[self.header.row + 1 :], start=self.header.row + 2):
            raw = row[place]
            if number in rows and number not in wrong and isinstance(raw, str) and not is_empty(raw):
                wrong[number] = f"分值单元格 {letters(place)}{number} 是文字“{shown(raw)}”，请改成数字"
        said = set()
        for line, message in sorted(wrong.items()):
            self.known.add((line, "points"))
            if message not in said:
                said.add(message)
                self.faults.append(Fault(self.sheet.name, line, POINTS.name, message))
        return {(line, POINTS.name) for line in wrong}

    def _take(self, row):
        path = self._path_of(row)
        if path is None:
            return
        if path in self.nodes and self.nodes[path].pk > 0:
            self.faults.append(
                row.fault(LEVELS[len(path) - 1].name, f"“{path[-1]}”写了两次（第{self.nodes[path].pk}行已有）")
            )
            return
        if path in self.nodes:
            self.faults.append(row.fault(LEVELS[len(path) - 1].name, f"“{path[-1]}”自己的一行应写在它的下级前面"))
            return
        shared = _shared(self.path, path)
        for size in range(1, len(path)):
            if path[:size] not in self.nodes:
                self._add(path[:size], implied(row.line, size), None)
            elif size > shared:
                name = path[size - 1]
                self.faults.append(
                    row.fault(LEVELS[size - 1].name, f"“{name}”的各行没有连在一起，请把它的下级排在一处")
                )
                return
        self._add(path, row.line, row)
        self.path = path

    def _path_of(self, row):
        """The names down to the indicator; an empty cell means the same as above."""
        names = [row[level.name] for level in LEVELS]
        if not any(names):
            if not {level.name for level in LEVELS} & row.faulty:
                self.faults.append(row.fault(LEVELS[0].name, "没有写指标名称"))
            return None
        depth = max(place for place, name in enumerate(names) if name) + 1
        path = []
        for place, name in enumerate(names[:depth]):
            if name is None:
                if len(self.path) <= place or tuple(path) != self.path[:place]:
                    self.faults.append(row.fault(LEVELS[place].name, "没有写，上面也没有可以接着用的"))
                    return None
                name = self.path[place]
            path.append(name)
        return tuple(path)

    def _add(self, path, line, row):
        parent = self.nodes[path[:-1]].pk if len(path) > 1 else None
        self.nodes[path] = indicator = Indicator(pk=line, parent_id=parent, name=path[-1])
        self.lines[line] = path
        if row is None:
            indicator.is_extra = len(path) == 1 and self._is_extra(None, path)
            return
        indicator.points = row[POINTS.name]
        if POINTS.name in row.faulty:
            self.known.add((line, "points"))
        indicator.weight = HUNDRED if row["权重（%）"] is None else row["权重（%）"]
        indicator.is_extra = self._is_extra(row[EXTRA.name], path)
        indicator.cap, indicator.floor = row["本项最高"], row["本项最低"]
        indicator.standard = row["评分标准"] or ""
        indicator.takes_claims = row["可补充"] is not False
        self._read_rule(indicator, row)
        self._read_source(indicator, row)

    def _is_extra(self, said, path):
        """Said in its column; where the table has none, by the name of the first level (加分项, 减分项)."""
        if EXTRA.name in self.table.present:
            return bool(said)
        return bool(EXTRA_NAMES.fullmatch(path[0]))

    def _read_rule(self, indicator, row):
        text = row["计分方式"]
        if text is None:
            if "计分方式" in row.faulty:
                self.known.add((indicator.pk, "rule"))
            return
        try:
            indicator.rule = notation.read(text, indicator.points).as_json()
            if (indicator.pk, "points") in self.known:  # it was read, and cannot be checked against points
                self.known.add((indicator.pk, "rule"))
        except RuleFaults as found:
            self.known.add((indicator.pk, "rule"))
            self.faults += [row.fault("计分方式", str(fault)) for fault in found.faults]

    def _read_source(self, indicator, row):
        try:
            indicator.source, indicator.source_params = sources.read(row["数据来源"], self.lists)
        except ValueError as why:
            self.known.add((indicator.pk, "source"))
            self.faults.append(row.fault("数据来源", str(why)))

    def _settled(self):
        """Points of parents that say none are the sum of what stands below; a parent without a row of its own joins its
        children by weight where they have weights."""
        below = {}
        for path in self.nodes:
            below.setdefault(path[:-1], []).append(self.nodes[path])
        for path in sorted(self.nodes, key=len, reverse=True):
            indicator, children = self.nodes[path], [one for one in below.get(path, ()) if not one.is_extra]
            if indicator.pk < 0 and any(one.weight != HUNDRED for one in children):
                indicator.rule = {"kind": "weighted_components"}
            if indicator.points is None or indicator.pk < 0:
                points = sum((Decimal(one.points or 0) * one.weight / 100 for one in children), Decimal(0))
                indicator.points = points.quantize(Decimal("0.01"))
        return list(self.nodes.values())

    def _said(self):
        said = settings.from_preamble(self.table)
        if (sheet := self.others["settings"]) is not None:
            table = read_table(sheet, SETTINGS)
            told = settings.from_sheet(table)
            told.faults += table.faults
            told.values = {**said.values, **told.values}
            return told
        return said

    def _grades(self, draft):
        sheet = self.others["grades"]
        if sheet is None:
            return
        table = read_table(sheet, GRADES)
        self.faults += table.faults
        if len(table.rows) > MOST_GRADES:
            self.faults.append(Fault(sheet.name, None, "", f"一个方案最多{MOST_GRADES}个等次"))
        numbers = {number: row for row, _, number in draft.branching.rows}
        for row in table.rows:
            if row["等次"] is None:
                self.faults.append(row.fault("等次", "没有写名称"))
                continue
            draft.grades.append(
                Grade(
                    pk=row.line,
                    name=row["等次"],
                    minimum=row["最低分"],
                    quota=row["名额（%）"],
                    stars=row["星级"],
                    follow_up=row["评后措施"] or "",
                    order_number=len(draft.grades) + 1,
                )
            )
            draft.needs[row.line] = list(self._needs(row, numbers))

    def _needs(self, row, numbers):
        """“2.1 创新项目；3 …”: by number, the name beside it must be the same; or by a name that is there once."""
        for text in filter(None, map(str.strip, re.split(r"[；;]", row["须得分的指标"] or ""))):
            match = NUMBER_FIRST.fullmatch(text)
            indicator = numbers.get(match[1]) if match else None
            if indicator is None or (match[2] and match[2] != indicator.name):
                named = [one for one in numbers.values() if one.name == text]
                indicator = named[0] if len(named) == 1 else None
            if indicator is None:
                self.faults.append(
                    row.fault("须得分的指标", f"指标表里没有“{text[:30]}”，请写序号和名称，如 2.1 创新项目")
                )
            else:
                yield indicator.pk


def _has(sheet, columns):
    header = find_header(sheet, columns)[0]
    return header is not None and len(header.places) > 1


def _shared(before, path):
    """How many names two paths begin with together."""
    size = 0
    for one, other in zip(before, path, strict=False):
        if one != other:
            break
        size += 1
    return size
