"""得分明细: an entry's way from every judge's mark to its total, as the locked result has it."""

from dataclasses import dataclass, field
from decimal import Decimal

from assessments.judging.exact import plain, rounded
from assessments.judging.rules import POINTS

UNROUNDED = 6  # decimals by which an unrounded value is shown


@dataclass
class Line:
    """One judge's sheet in a stage."""

    judge: str
    marks: list
    total: str
    note: str = ""


@dataclass
class StagePassport:
    name: str
    value: str  # rounded
    place: int | None
    criteria: list
    rule: str
    lines: list
    means: list
    calculation: str
    unrounded: str
    asides: list
    deduction: str
    advance: str
    weight: str
    few: bool = False
    dropped: list = field(default_factory=list)


def stage_passports(outcome, entry, names):
    """A StagePassport for each stage in which the entry stood. `names`: judge id → name (评委3, to staff with who)."""
    sheets = {(sheet.stage, sheet.judge): sheet for sheet in outcome.contest.sheets if sheet.entry == entry}
    seconds = {one.stage: one.seconds for one in outcome.contest.timings if one.entry == entry}
    made = []
    for stage, of_stage in zip(outcome.contest.stages, outcome.stages, strict=True):
        row = of_stage.row(entry)
        if row:
            made.append(_passport(stage, of_stage, row, sheets, names, seconds.get(stage.id)))
    return made


def sum_words(outcome, row):
    """89.5 × 40% + 92.25 × 60% = 91.15"""
    places = outcome.contest.decimals
    terms = " + ".join(f"{_exact(term.value)} × {plain(term.weight)}%" for term in row.terms)
    if row.placed.value is None:
        return terms
    total = _exact(row.placed.value)
    return f"{terms} = {total}" + (f"，四舍五入到 {places} 位小数得 {row.placed.total}")


def award_words(outcome, row):
    return next((f"{one.name}：{one.words}" for one in outcome.awards if row.entry in one.entries), "")


def _passport(stage, of_stage, row, sheets, names, seconds):
    joined = row.joined
    total = joined.total
    lines = [
        Line(
            judge=names[judge],
            marks=[plain(sheets[stage.id, judge].marks[one.id]) for one in stage.criteria],
            total=plain(given),
            note=_drop_note(total, judge),
        )
        for judge, given in joined.judge_totals.items()
    ]
    means = [_exact(joined.criterion_means[one.id]) if joined.criterion_means else "" for one in stage.criteria]
    return StagePassport(
        name=stage.name,
        value=str(row.placed.total) if row.placed.total is not None else "",
        place=row.placed.place,
        criteria=[(one.name, plain(one.weight), stage.scoring == POINTS) for one in stage.criteria],
        rule=_rule_words(stage, joined),
        lines=lines,
        means=means,
        calculation=_calculation(stage, row, names),
        unrounded=_exact(row.value),
        asides=[(names[one.judge], one.reason) for one in row.asides],
        deduction=_deduction_words(stage, row, seconds),
        advance=of_stage.advance.words if of_stage.advance else "",
        weight=plain(stage.weight),
        few=joined.few,
        dropped=_dropped_by_criterion(stage, joined, names),
    )


def _drop_note(part, judge):
    if part is None:
        return ""
    return "去掉的最高分" if judge in part.high else "去掉的最低分" if judge in part.low else ""


def _rule_words(stage, joined):
    if joined.few and joined.rule_used:
        used = {"mean": "取平均", "median": "取中位数"}[joined.rule_used]
        return f"{stage.rule}；有效评分表{joined.sheets}份，不足{stage.rule.needed}份，按规定改{used}"
    return str(stage.rule)


def _calculation(stage, row, names):
    joined = row.joined
    if joined.value is None:
        return joined.why_none
    if joined.total is not None:
        kept = " + ".join(plain(joined.judge_totals[judge]) for judge in joined.total.kept)
        words = f"（{kept}）÷ {joined.divisor} = {_exact(joined.value)}"
    else:
        parts = [
            _exact(joined.by_criterion[one.id].value) + ("" if stage.scoring == POINTS else f" × {plain(one.weight)}%")
            for one in stage.criteria
        ]
        words = f"{' + '.join(parts)} = {_exact(joined.value)}"
    if row.deduction.points:
        words += f"；{_exact(joined.value)} − {plain(row.deduction.points)} = {_exact(row.value)}"
    return words


def _dropped_by_criterion(stage, joined, names):
    found = []
    for one in stage.criteria:
        part = joined.by_criterion.get(one.id)
        if part and part.dropped:
            out = "、".join(names[judge] for judge in part.dropped)
            found.append(f"{one.name}：去掉{out}，其余{part.divisor}个取平均")
    return found


def _deduction_words(stage, row, seconds):
    if stage.time_limit is None:
        return ""
    if seconds is None:
        return f"限时{stage.time_limit}秒，未登记用时，不扣分"
    return f"限时{stage.time_limit}秒，用时{seconds}秒：{row.deduction}"


def _exact(value):
    """An exact figure where six decimals suffice, else so many of it and the sign …"""
    if value is None:
        return ""
    shown = rounded(value, UNROUNDED)
    return plain(Decimal(shown)) + ("" if value == shown else "…")
