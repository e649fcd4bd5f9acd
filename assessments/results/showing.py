"""A locked result in words and figures, from its frozen arithmetic alone; the database only adds names of units.

standing(outcome, entries) -> rows of the final table; stage_table(…) -> rows of one stage; passport(…) -> one entry,
down to the last mark.
"""

from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from assessments.judging.exact import plain, rounded
from assessments.judging.ranking import Placed
from assessments.judging.rules import MEDIAN, POINTS

LONGEST = 6  # decimals shown of an unrounded figure


@dataclass
class Line:
    """One entry in a table: `scores` one for each stage, or the means of the criteria."""

    entry: object
    placed: Placed
    scores: list
    total: Decimal | None
    award: str = ""
    advances: bool = False
    why_none: str = ""
    deduction: str = ""


@dataclass
class StagePassport:
    """One stage of one entry: the sheets, what was left out, the arithmetic in lines."""

    stage: object
    weight: str
    rule: str
    criteria: tuple
    total: Decimal
    placed: Placed
    marks: list = field(default_factory=list)  # (judge, marks, total, what became of it)
    means: list = field(default_factory=list)
    asides: list = field(default_factory=list)
    lines: list = field(default_factory=list)
    advances: bool | None = None
    cut: str = ""


def standing(outcome, entries):
    """Everybody who stood in any stage, best first; `entries` are the contest's by id."""
    rows = {one.stage: {row.entry: row for row in one.rows} for one in outcome.stages}
    lines = []
    for row in outcome.final:
        if row.entry not in entries:
            continue
        scores = [rows[stage.id].get(row.entry) for stage in outcome.contest.stages]
        lines.append(
            Line(
                entry=entries[row.entry],
                placed=row.placed,
                scores=[one.placed.total if one else None for one in scores],
                total=row.placed.total,
                award=row.award_name,
                why_none=row.why_none,
            )
        )
    return lines


def stage_table(outcome, stage_id, entries):
    """One stage: the mean of each criterion, the total, the place, who goes on."""
    own, decimals = outcome.stage(stage_id), outcome.contest.decimals
    stage = next(one for one in outcome.contest.stages if one.id == stage_id)
    through = set() if own.advance is None else set(own.advance.entries)
    return [
        Line(
            entry=entries[row.entry],
            placed=row.placed,
            scores=[_rounded(row.joined.criterion_means.get(one.id), decimals) for one in stage.criteria],
            total=row.placed.total,
            advances=row.entry in through,
            why_none=row.joined.why_none,
            deduction=plain(row.deduction.points) if row.deduction.points else "",
        )
        for row in own.rows
        if row.entry in entries
    ]


def passport(outcome, entry, judges):
    """The stages of one entry, then the sum of all; `judges`: id → how the reader may know them."""
    stages = [_stage_passport(outcome, one, entry, judges) for one in outcome.stages]
    final = next((row for row in outcome.final if row.entry == entry), None)
    return [one for one in stages if one], final


def sum_words(outcome, final):
    """86.4 × 30% + 91.25 × 70% = 89.795 ≈ 89.80."""
    if final is None or final.placed.value is None:
        return ""
    parts = " + ".join(f"{shown(term.value)} × {plain(term.weight)}%" for term in final.terms)
    return f"{parts} = {_equals(final.placed.value, final.placed.total)}"


def shown(value):
    """An exact figure as people read it: 91.25, or 91.333333… where it never ends."""
    value = Fraction(value)
    if (value * 10**LONGEST).denominator == 1:
        return plain(rounded(value, LONGEST))
    return f"{rounded(value, LONGEST)}…"


def _stage_passport(outcome, own, entry, judges):
    row = own.row(entry)
    if row is None:
        return None
    stage = next(one for one in outcome.contest.stages if one.id == own.stage)
    made = StagePassport(
        stage=stage,
        weight=plain(stage.weight),
        rule=str(stage.rule),
        criteria=stage.criteria,
        total=row.placed.total,
        placed=row.placed,
        marks=_marks(outcome, stage, row, judges),
        means=[_rounded(row.joined.criterion_means.get(one.id), outcome.contest.decimals) for one in stage.criteria],
        asides=[(judges.get(one.judge, ""), one.reason) for one in row.asides],
        lines=list(_arithmetic(stage, row)),
    )
    if own.advance is not None:
        made.advances, made.cut = entry in own.advance.entries, own.advance.words
    return made


def _marks(outcome, stage, row, judges):
    sheets = [one for one in outcome.contest.sheets if (one.stage, one.entry) == (stage.id, row.entry)]
    return [
        {
            "judge": judges.get(sheet.judge, ""),
            "marks": [
                {"value": plain(sheet.marks[one.id]), "dropped": _dropped(row.joined.by_criterion.get(one.id), sheet)}
                for one in stage.criteria
            ],
            "total": plain(row.joined.judge_totals[sheet.judge]),
            "dropped": _dropped(row.joined.total, sheet),
        }
        for sheet in sorted(sheets, key=lambda sheet: sheet.judge)
    ]


def _dropped(part, sheet):
    """去最高, 去最低, or nothing."""
    if part is None:
        return ""
    if sheet.judge in part.high:
        return "去掉（高）"
    return "去掉（低）" if sheet.judge in part.low else ""


def _arithmetic(stage, row):
    """The way from the sheets to the stage's value, line by line."""
    joined = row.joined
    if joined.value is None:
        yield "结果", joined.why_none
        return
    if joined.few:
        yield "评委不足", f"有效评分表{joined.sheets}份，少于规定，按预先定好的办法改用{_name(joined.rule_used)}。"
    if joined.total is not None:
        kept = [plain(joined.judge_totals[judge]) for judge in joined.total.kept]
        yield "合成", f"（{' + '.join(kept)}）÷ {joined.divisor} = {shown(joined.value)}"
    else:
        for one in stage.criteria:
            part = joined.by_criterion[one.id]
            yield one.name, f"{len(part.kept)}位评委的平均 {shown(part.value)}"
        yield "合成", f"{_summed(stage, joined)} = {shown(joined.value)}"
    if stage.time_limit is not None:
        yield "用时", str(row.deduction)
    if row.deduction.points:
        yield "扣分", f"{shown(joined.value)} − {plain(row.deduction.points)} = {shown(row.value)}"
    yield "取整", f"{shown(row.value)} 四舍五入得 {row.placed.total}"


def _summed(stage, joined):
    parts = [(shown(joined.by_criterion[one.id].value), plain(one.weight)) for one in stage.criteria]
    if stage.scoring == POINTS:
        return " + ".join(value for value, _ in parts)
    return " + ".join(f"{value} × {weight}%" for value, weight in parts)


def _name(rule):
    return "中位数" if rule == MEDIAN else "平均分"


def _equals(value, total):
    exact = shown(value)
    return exact if exact == plain(total) else f"{exact}，四舍五入得 {total}"


def _rounded(value, decimals):
    return None if value is None else rounded(value, decimals)
