"""Places: the rounded total first, then an ordered list of tie-breakers; what is equal in all of them shares a place.

Breakers compare unrounded values, so no breaker can tie because of how a number is shown:
    exact      the total itself before rounding (`places`: only up to that decimal, as “看小数第3、4位” asks)
    stage      an entry's value in one stage, after its deduction
    criterion  the mean of one criterion in one stage
    top_marks  how many judges gave this entry their highest total of a stage, a shared highest included
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from itertools import groupby

from .exact import rounded

EXACT_TOTAL, STAGE, CRITERION, TOP_MARKS = "exact", "stage", "criterion", "top_marks"


@dataclass(frozen=True, slots=True)
class Breaker:
    """`stage` and `criterion` are ids; `top_marks` without a stage counts all stages. `label` is said in the result."""

    kind: str
    stage: int | None = None
    criterion: int | None = None
    places: int | None = None
    label: str = ""

    def __str__(self):
        if self.label:
            return self.label
        if self.kind == EXACT_TOTAL:
            return "未取整的总分" if self.places is None else f"总分小数第 {self.places} 位以内"
        return {STAGE: "阶段得分", CRITERION: "单项平均分", TOP_MARKS: "评委最高分个数"}[self.kind]


@dataclass(frozen=True, slots=True)
class Candidate:
    """What an entry brings to a ranking. `value` None: it is listed, but gets no place."""

    entry: int
    value: Fraction | None
    stages: Mapping[int, Fraction] = field(default_factory=dict)  # stage → value
    criteria: Mapping[tuple[int, int], Fraction] = field(default_factory=dict)  # (stage, criterion) → mean
    top_marks: Mapping[int, int] = field(default_factory=dict)  # stage → judges

    def figure(self, breaker):
        """The Fraction this breaker compares; None where the entry has none, which loses to any number."""
        if breaker.kind == EXACT_TOTAL:
            return self.value if breaker.places is None else Fraction(rounded(self.value, breaker.places))
        if breaker.kind == STAGE:
            return self.stages.get(breaker.stage)
        if breaker.kind == CRITERION:
            return self.criteria.get((breaker.stage, breaker.criterion))
        if breaker.kind == TOP_MARKS:
            counts = self.top_marks
            return Fraction(sum(counts.values()) if breaker.stage is None else counts.get(breaker.stage, 0))
        raise ValueError(f"no such breaker: {breaker.kind}")


@dataclass(frozen=True, slots=True)
class Placed:
    """An entry's place. `figures` are what the breakers compared, in their order; `decided` says it in Chinese."""

    entry: int
    place: int | None
    value: Fraction | None
    total: Decimal | None
    decided: str = ""
    tied_with: tuple[int, ...] = ()
    figures: tuple[Fraction | None, ...] = ()


def rank(candidates, decimals, breakers=()):
    """Candidates as a list of Placed, best first: 1, 2, 2, 4. Those without a value come last, without a place."""
    with_value = [(rounded(one.value, decimals), one) for one in candidates if one.value is not None]
    with_value.sort(key=lambda pair: (-pair[0], pair[1].entry))
    placed = []
    for total, group in groupby(with_value, key=lambda pair: pair[0]):
        placed.extend(_order([one for _, one in group], total, breakers, before=len(placed)))
    without = sorted(one.entry for one in candidates if one.value is None)
    return placed + [Placed(entry, None, None, None) for entry in without]


def _order(group, total, breakers, before):
    """Entries with one rounded total; `before`: how many entries stand above them."""
    if len(group) == 1:
        return [Placed(group[0].entry, before + 1, group[0].value, total)]
    figures = {one.entry: tuple(one.figure(breaker) for breaker in breakers) for one in group}
    keys = {entry: tuple((number is not None, number or 0) for number in row) for entry, row in figures.items()}
    group.sort(key=lambda one: one.entry)
    group.sort(key=lambda one: keys[one.entry], reverse=True)  # stable: the tied stay in the order of their ids
    rows = []
    for key, tied in groupby(group, key=lambda one: keys[one.entry]):
        tied = list(tied)
        decided = _in_words(key, tied, keys, breakers)
        place = before + len(rows) + 1
        for one in tied:
            others = tuple(other.entry for other in tied if other is not one)
            rows.append(Placed(one.entry, place, one.value, total, decided, others, figures[one.entry]))
    return rows


def _in_words(key, tied, keys, breakers):
    """Which breakers set these apart from the others with the same total, and whether they tie among themselves."""
    others = {other for other in keys.values() if other != key}
    first_differences = {_first_difference(key, other) for other in others}
    used = "、".join(str(breakers[index]) for index in sorted(first_differences))
    together = f"{len(tied)} 个并列"
    if not used:
        return f"总分相同，{together}" if not breakers else f"总分及各项比较均相同，{together}"
    return f"总分相同，按{used}排定" + (f"，{together}" if len(tied) > 1 else "")


def _first_difference(one, other):
    return next(index for index, (mine, yours) in enumerate(zip(one, other, strict=True)) if mine != yours)


@dataclass(frozen=True, slots=True)
class Advance:
    """The entries that go on to the next stage, best first, and why so many."""

    entries: tuple[int, ...] = ()
    words: str = ""


def advance(placed, count):
    """The first `count` places go on; whoever ties with the last of them goes on, too."""
    through = tuple(row.entry for row in placed if row.place is not None and row.place <= count)
    if len(through) < count:
        return Advance(through, f"应取 {count} 个，有成绩的只有 {len(through)} 个，全部进入下一阶段")
    if len(through) == count:
        return Advance(through, f"取前 {count} 名进入下一阶段")
    last = max(row.place for row in placed if row.entry in through)
    tied = sum(row.place == last for row in placed)
    return Advance(through, f"取前 {count} 名，第 {last} 名有 {tied} 个并列，一并进入，共 {len(through)} 个")
