"""kind → class, and the reading of a rule from data: every fault at once, each with its place."""

from assessments.scoring.faults import RuleFault, RuleFaults
from assessments.scoring.figures import said

from . import given, highest, levels, marks, occurrences, parents, peers, periods, rates, tiers, vetoes, votes
from . import multiplier as multipliers
from .params import DEEPEST, RULE, read

KINDS = {
    kind.kind: kind
    for kind in (
        occurrences.DeductPerOccurrence,
        occurrences.BonusPerOccurrence,
        given.DiscretionaryRange,
        given.ManualByMeeting,
        levels.Levels,
        tiers.TierRule,
        rates.Proportion,
        rates.Threshold,
        rates.AttendanceRate,
        votes.TierByVoteShare,
        peers.RatioToTop,
        peers.RankStep,
        marks.TrimmedMean,
        periods.PeriodAverage,
        highest.TakeHighest,
        multipliers.Multiplier,
        vetoes.VetoRule,
        parents.Sum,
        parents.WeightedComponents,
    )
}
LEAF_KINDS = {name: kind for name, kind in KINDS.items() if not kind.for_parent}
PARENT_KINDS = {name: kind for name, kind in KINDS.items() if kind.for_parent}
GRADES = "grade_by_threshold_and_quota"  # is no rule of an indicator: grades.py


def rule_from_json(data, full=None, depth=0):
    """The rule that this data is; RuleFaults with everything that is wrong. `full`: the points of its leaf."""
    if not isinstance(data, dict):
        raise RuleFaults([RuleFault("没有计分方式。" if data in (None, "") else "计分方式不是一组参数。")])
    kind = KINDS.get(data.get("kind")) if isinstance(data.get("kind"), str) else None
    if kind is None:
        raise RuleFaults([_unknown(data.get("kind"))])
    if depth and kind.for_parent:
        raise RuleFaults([RuleFault(f"“{kind.label}”只用于有下级的指标，不能放在别的计分方式里。")])
    if depth > DEEPEST:
        raise RuleFaults([RuleFault(f"计分方式最多套{DEEPEST}层。")])
    values, faults = _read_params(kind, data, lambda inner: rule_from_json(inner, full, depth + 1))
    if not faults:
        rule = kind(values, full)
        faults = [*_limits(rule), *rule.faults(depth)]
        if not faults:
            return rule
    raise RuleFaults(fault.under(kind.label) for fault in faults)


def _unknown(name):
    if not name:
        return RuleFault("没有写明是哪种计分方式。")
    if name == GRADES:
        return RuleFault("按分数线和名额评等次，在“等次”里设定，不是指标的计分方式。")
    return RuleFault(f"不认识的计分方式“{str(name)[:30]}”。")


def _read_params(kind, data, inner):
    values, faults = {}, []
    known = {param.name: param for param in kind.params}
    faults += [RuleFault(f"不认识的参数“{str(key)[:30]}”。") for key in data if key != "kind" and key not in known]
    for name, param in known.items():
        if data.get(name) in (None, "", [], {}):
            if param.required:
                faults.append(RuleFault("没有填写。", (param.label,)))
            continue
        try:
            values[name] = read(param, data[name], inner)
        except RuleFaults as wrong:
            place = () if param.type == RULE else (param.label,)
            faults += [fault.under(*place) for fault in wrong.faults]
    return values, faults


def _limits(rule):
    if None not in (rule.cap, rule.floor) and rule.cap < rule.floor:
        yield RuleFault(f"最高{rule.cap}分低于最低{rule.floor}分。")
        return
    low, high = rule.limits(rule.full)
    if None not in (low, high) and low > high:
        at = ("最高",) if rule.cap is not None and rule.cap == high else ("最低",)
        yield RuleFault(f"得分在{said(low)}分以上、{said(high)}分以下，没有可能。", at)
