"""Rules and facts drawn at random, valid ones."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from hypothesis import strategies as st

from assessments.scoring.facts import Facts, Item
from assessments.scoring.faults import RuleFaults
from assessments.scoring.rules import rule_from_json

WORDS = st.sampled_from(["镇", "县", "市", "省", "次（场）", "a=b；c", "“引”", "催办后"])
POINTS = st.decimals("0", "20", places=2).map(str)
SIGNED = st.decimals("-20", "20", places=2).map(str)
POSITIVE = st.decimals("0.01", "20", places=2).map(str)
FULLS = st.sampled_from([Decimal(0), Decimal(5), Decimal("12.5"), Decimal(100)])


def maybe(**params):
    """A dict with each of these parameters or without it."""
    return st.fixed_dictionaries({}, optional=params)


def data(kind, /, optional=None, **params):
    return st.builds(
        lambda given, more: {"kind": kind, **given, **more}, st.fixed_dictionaries(params), maybe(**(optional or {}))
    )


def levels(points=SIGNED):
    return st.dictionaries(WORDS, points, min_size=1, max_size=5).map(
        lambda drawn: [{"name": name, "points": each} for name, each in drawn.items()]
    )


@st.composite
def tiers(draw, most=40):
    ends = sorted(draw(st.sets(st.integers(0, most), min_size=1, max_size=4)))
    edges = [None, *ends, None] if draw(st.booleans()) else [*ends, None]
    rows = [{"from": low, "to": high, "points": draw(SIGNED)} for low, high in pairwise(edges)]
    return [{name: str(end) for name, end in row.items() if end is not None} for row in rows]


NAMES = st.lists(WORDS, min_size=1, max_size=3, unique=True)
RATE = st.sampled_from(["rate", "amount"])
EMPTY = st.sampled_from(["full", "zero"])
BASE = st.sampled_from(["full", "zero"])
SIMPLE = [
    data(
        "deduct_per_occurrence",
        {"unit": WORDS, "beyond": POINTS, "base": BASE, "end": st.sampled_from(["empty", "below"])},
        each=POSITIVE,
    ),
    data("bonus_per_occurrence_with_cap", {"unit": WORDS, "beyond": POINTS, "cap": POINTS}, each=POSITIVE),
    data("tier", {"per": st.sampled_from(["total", "item"]), "unit": WORDS, "base": BASE}, tiers=tiers()),
    data("tier", {"per": st.sampled_from(["total", "item"]), "base": BASE}, labels=levels()),
    data("proportion", {"empty": EMPTY, "unit": WORDS}),
    data("threshold_all_or_nothing", {"by": RATE, "otherwise": SIGNED, "empty": EMPTY}, threshold=POSITIVE),
]
OTHERS = [
    data("discretionary_range", {"floor": SIGNED}, low=SIGNED, high=SIGNED),
    data("manual_by_meeting", {"cap": SIGNED}, low=SIGNED, high=SIGNED),
    data("levels", {"by": st.sampled_from(["choice", "votes"])}, levels=levels()),
    data("tier_by_vote_share", {"ignored": NAMES, "least": st.integers(0, 9)}, levels=NAMES, tiers=tiers(100)),
    data("ratio_to_top", {"by": RATE}),
    data(
        "rank_step",
        {
            "by": RATE,
            "step_in": st.sampled_from(["percent", "points"]),
            "order": st.sampled_from(["most_first", "least_first"]),
        },
        step=POSITIVE,
    ),
    data(
        "trimmed_mean",
        {
            "drop_high": st.integers(0, 2),
            "drop_low": st.integers(0, 2),
            "decimals": st.integers(0, 4),
            "least": st.integers(1, 6),
            "when_few": st.sampled_from(["refuse", "mean", "median"]),
            "out_of": st.sampled_from(["10", "100"]),
        },
    ),
    data(
        "veto",
        {"condition": WORDS, "at_least": POSITIVE},
        effect=st.sampled_from(["total_zero", "no_grade"]),
    ),
    data("veto", {"condition": WORDS}, effect=st.just("grade_at_most"), grade=WORDS),
]


def nested(inner):
    return st.one_of(
        data("multiplier", {"flag": WORDS, "cap": SIGNED, "floor": SIGNED}, factor=POSITIVE, inner=inner),
        data("take_highest_dedupe", {"cap": SIGNED}, inner=inner),
        data("attendance_rate", {"empty": EMPTY, "then": inner}),
        data("period_average", {"every": st.sampled_from(["month", "quarter"]), "inner": inner}),
    )


@st.composite
def rules(draw):
    """A rule of any leaf kind, with rules inside: what makes no sense together is drawn again."""
    full = draw(FULLS)
    simple = st.one_of(*SIMPLE)
    kinds = st.one_of(simple, *OTHERS, nested(simple), nested(nested(simple)), nested(st.one_of(*OTHERS)))
    return draw(kinds.map(lambda drawn: try_rule(drawn, full)).filter(bool))


def try_rule(drawn, full):
    try:
        return rule_from_json(drawn, full)
    except RuleFaults:
        return None


DAYS = st.integers(-40, 400).map(lambda days: date(2026, 1, 1) + timedelta(days))
AMOUNTS = st.one_of(st.integers(0, 5), st.fractions(0, 3, max_denominator=7), st.decimals("0", "5", places=1))


@st.composite
def facts(draw):
    number = draw(st.integers(0, 6))
    items = tuple(
        Item(
            f"a{place}",
            f"记录{place}",
            draw(AMOUNTS),
            draw(st.none() | DAYS),
            draw(st.just("") | WORDS),
            draw(st.sampled_from(["", "甲", "乙"])),
            tuple(draw(st.lists(WORDS, max_size=2))),
            draw(st.booleans()),
        )
        for place in range(number)
    )
    return Facts(
        items=items,
        amount=draw(st.none() | AMOUNTS),
        whole=draw(st.none() | AMOUNTS),
        excused=draw(st.integers(0, 2)),
        choice=draw(st.just("") | WORDS),
        points=draw(st.none() | st.decimals("-30", "30", places=1)),
        decision=draw(st.sampled_from(["", "纪要〔2026〕8号"])),
        reason=draw(st.sampled_from(["", "理由"])),
        votes=draw(st.dictionaries(WORDS, st.integers(0, 40), max_size=4)),
        marks=tuple(draw(st.lists(st.decimals("0", "100", places=1), max_size=7))),
    )


PEERS = st.lists(st.fractions(0, 5, max_denominator=7), max_size=5).map(tuple)


def last_number(line):
    """What a line of arithmetic ends with."""
    return Fraction(line.rpartition("= " if "= " in line else "≈ ")[2].replace("−", "-").strip())
