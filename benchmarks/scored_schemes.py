"""A scheme of 40 leaves that asks every source and has all kinds of rule but few; and a small one for branches.

A leaf is (name, points, source, its params, rule); without a source people enter it: `ENTERED` says what.
"""

from activities.models import ActivityType, Measure
from assessments.models import Grade, Indicator, Scheme
from assessments.scoring.facts import Facts

DONE, MISSED = {"count": "done"}, {"count": "missed"}
LEAVES = 40
WHY = "按文件规定评定"
VOTES = {"好": 18, "较好": 6, "一般": 1}
CHOICES = ("好", "较好", "一般")
GRADES = (("优秀", 85, 30), ("良好", 70, 50), ("合格", 60, None), ("基本合格", None, None))


def create_unit_scheme(committee, year):
    types = list(ActivityType.objects.filter(committee=committee).order_by("pk").values_list("pk", flat=True))
    measures = list(Measure.objects.filter(committee=committee).order_by("pk").values_list("pk", flat=True))
    return _create(
        committee,
        year,
        "成员单位考核",
        (
            ("基本任务", 50, {"kind": "sum"}, _tasks(types)),
            ("活动成效", 30, {"kind": "sum"}, _effects(types, measures)),
            ("民主评议", 20, {"kind": "weighted_components"}, _judged()),
            ("加减分", None, {"kind": "sum", "cap": 5, "floor": -10}, _extras(measures)),
        ),
    )


def create_branch_scheme(committee, year):
    return _create(
        committee, year, "党支部考核", (("支部建设", 100, {"kind": "sum"}, _of_branches()),), audience="branch"
    )


def _create(committee, year, title, parts, **fields):
    scheme = Scheme.objects.create(
        committee=committee,
        title=f"{year}年度示例{title}办法",
        period_key=str(year),
        basis_title="示例文件",
        shows=Scheme.Shows.PLACES,
        shown_to=Scheme.ShownTo.ALL,
        sharing=Scheme.Sharing.EQUAL,
        **fields,
    )
    for place, (name, points, rule, leaves) in enumerate(parts, start=1):
        extra = points is None
        parent = Indicator.objects.create(
            scheme=scheme, order_number=place, name=name, points=points or 0, rule=rule, is_extra=extra
        )
        Indicator.objects.bulk_create(
            Indicator(
                scheme=scheme,
                parent=parent,
                order_number=at,
                name=f"{name}第{at}项",
                points=worth,
                weight=weight,
                is_extra=extra,
                source=source,
                source_params=params,
                rule=leaf_rule,
                standard="按文件规定计分。",
            )
            for at, (worth, weight, source, params, leaf_rule) in enumerate(leaves, start=1)
        )
    Grade.objects.bulk_create(
        Grade(scheme=scheme, order_number=at, name=name, minimum=minimum, quota=quota)
        for at, (name, minimum, quota) in enumerate(GRADES, start=1)
    )
    return scheme


def _leaf(points, source, params, kind, **rule):
    return points, 100, source, params, {"kind": kind, **rule}


def _tasks(types):
    half = {"kind": "deduct_per_occurrence", "each": "0.5"}
    return (
        _leaf(4, "duties_met", DONE, "proportion"),
        _leaf(4, "duties_on_time", MISSED, "multiplier", flag="催办后", factor=2, inner=half),
        _leaf(4, "yearly_duties", DONE, "threshold_all_or_nothing", threshold=100),
        _leaf(3, "duties_met", {**DONE, "type": types[0]}, "proportion"),
        _leaf(3, "duties_met", {**DONE, "period": "year"}, "tier", tiers=_tiers((0, 0), (2, "1.5"), (4, 3))),
        _leaf(4, "tasks_closed", DONE, "proportion"),
        _leaf(4, "attendance", DONE, "attendance_rate"),
        _leaf(4, "attendance", MISSED, "multiplier", flag="无故缺席", factor=2, inner=half),
        _leaf(
            3,
            "attendance",
            {**DONE, "type": types[0]},
            "attendance_rate",
            then={"kind": "tier", "tiers": _tiers((0, 0), (60, 1), (80, 3))},
        ),
        _leaf(4, "active_periods", DONE, "proportion"),
        _leaf(3, "active_periods", {**MISSED, "by": "month"}, "deduct_per_occurrence", each="0.25"),
        _leaf(3, "report_delay", DONE, "proportion"),
        _leaf(3, "letters_answered", MISSED, "deduct_per_occurrence", each="0.5"),
        _leaf(2, "terms_on_time", MISSED, "deduct_per_occurrence", each=1),
        _leaf(2, "terms_on_time", {**DONE, "whose": "organizations"}, "threshold_all_or_nothing", threshold=100),
    )


def _effects(types, measures):
    once = {"kind": "threshold_all_or_nothing", "threshold": "0.05", "by": "amount"}
    return (
        _leaf(4, "theme_days", {}, "ratio_to_top"),
        _leaf(3, "theme_days", {"type": types[0]}, "period_average", every="quarter", inner=once),
        _leaf(2, "theme_days", {"role": "host"}, "rank_step", step=2),
        _leaf(2, "theme_days", {"type": types[1]}, "bonus_per_occurrence_with_cap", each="0.5", cap=2),
        _leaf(3, "cross_alliance", {}, "bonus_per_occurrence_with_cap", each=1, cap=3),
        _leaf(1, "cross_alliance", {"type": types[2]}, "tier", tiers=_tiers((0, 0), ("0.1", 1))),
        _leaf(3, "outcome", {"measure": measures[0]}, "tier", tiers=_tiers((0, 0), (1, 1), (3, 3))),
        _leaf(3, "outcome", {"measure": measures[1]}, "ratio_to_top"),
        _leaf(2, "outcome", {"measure": measures[0], "type": types[0]}, "bonus_per_occurrence_with_cap", each=1, cap=2),
        _leaf(3, "brand_coverage", DONE, "proportion"),
        _leaf(2, "brand_coverage", MISSED, "deduct_per_occurrence", each="0.2"),
        _leaf(2, "branch_stars", {**DONE, "least": 4}, "proportion"),
    )


def _judged():
    levels = [{"name": name, "points": points} for name, points in (("好", 20), ("较好", 15), ("一般", 10))]
    shares = _tiers((0, 0), (60, 15), (80, 20))
    return (
        (20, 30, "review_meeting", {}, {"kind": "proportion"}),
        (20, 20, "", {}, {"kind": "levels", "levels": levels}),
        (20, 20, "", {}, {"kind": "tier_by_vote_share", "levels": ["好", "较好"], "tiers": shares}),
        (20, 15, "", {}, {"kind": "trimmed_mean", "out_of": 100}),
        (20, 10, "", {}, {"kind": "discretionary_range", "low": 0, "high": 20}),
        (20, 5, "", {}, {"kind": "manual_by_meeting", "low": 0, "high": 20}),
    )


def _extras(measures):
    honours = [{"name": name, "points": points} for name, points in (("省级", 3), ("市级", 2), ("县级", 1))]
    awards = [{"name": name, "points": points} for name, points in (("一等奖", 2), ("二等奖", 1), ("三等奖", "0.5"))]
    stars = [{"name": "五星", "points": 1}, {"name": "四星", "points": "0.5"}]
    highest = {"kind": "tier", "labels": awards, "per": "item"}
    return (
        _leaf(0, "brand_level", {}, "tier", labels=honours, cap=3),
        _leaf(0, "brand_level", {"which": "all", "when": "period"}, "tier", labels=honours, per="item", cap=3),
        _leaf(0, "contest_place", {}, "take_highest_dedupe", inner=highest, cap=2),
        _leaf(0, "branch_stars", {}, "tier", labels=stars, per="total", cap=1),
        _leaf(0, "terms_on_time", {**MISSED, "whose": "branches"}, "tier", tiers=_tiers((0, 0), (3, "-0.5")), cap=0),
        _leaf(0, "outcome", {"measure": measures[1]}, "bonus_per_occurrence_with_cap", each="0.1", beyond=3, cap=1),
        _leaf(0, "duties_met", MISSED, "veto", effect="grade_at_most", grade="合格", at_least=5),
    )


def _of_branches():
    levels = [{"name": name, "points": points} for name, points in zip(CHOICES, (20, 15, 10), strict=True)]
    honours = [{"name": name, "points": points} for name, points in (("省级", 10), ("市级", 8), ("县级", 6))]
    stars = [{"name": name, "points": points} for name, points in (("五星", 10), ("四星", 8), ("三星", 6))]
    return (
        _leaf(20, "brand_coverage", DONE, "proportion"),
        _leaf(10, "brand_level", {}, "tier", labels=honours),
        _leaf(10, "branch_stars", {}, "tier", labels=stars),
        _leaf(10, "terms_on_time", DONE, "threshold_all_or_nothing", threshold=100),
        _leaf(20, "", {}, "levels", levels=levels),
        _leaf(30, "", {}, "discretionary_range", low=0, high=30),
    )


def _tiers(*steps):
    """(from, points) in order; the last one has no end."""
    ends = [start for start, _ in steps[1:]]
    return [
        {"from": start, "points": points} | ({"to": end} if end is not None else {})
        for (start, points), end in zip(steps, [*ends, None], strict=True)
    ]


ENTERED = {  # kind of rule: what people enter, for a score and as facts
    "levels": lambda at: {"choice": CHOICES[at % 3]},
    "tier_by_vote_share": lambda at: {"votes": {**VOTES, "差": at % 7}},
    "trimmed_mean": lambda at: {"marks": [str(80 + (at + judge) % 20) for judge in range(7)]},
    "discretionary_range": lambda at: {"points": str(12 + at % 8), "reason": WHY},
    "manual_by_meeting": lambda at: {"points": str(15 + at % 5), "decision": "示例会议纪要", "reason": WHY},
}


def entered_facts(kind, at):
    """What a person enters for the unit with this number, as a rule wants it."""
    return Facts.from_json(ENTERED[kind](at))
