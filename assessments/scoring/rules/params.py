"""The parameters of a rule: what a form asks for, and how each is read from data and written back."""

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from itertools import pairwise
from typing import Any

from assessments.judging.exact import plain
from assessments.scoring.faults import RuleFault, RuleFaults

NUMBER, COUNT, TEXT, CHOICE, NAMES, TIERS, LEVELS, RULE = (
    "number", "count", "text", "choice", "names", "tiers", "levels", "rule",
)  # fmt: skip

LARGEST = Decimal(10**7)
DECIMALS = 6
SMALLEST = Decimal(10) ** -DECIMALS
LONGEST = 60
DEEPEST = 5  # rules within rules
CONTROL = re.compile(r"[\x00-\x1f\x7f\u2028\u2029]")


@dataclass(frozen=True, slots=True)
class Param:
    """One parameter of a kind.

    type     number · count (0, 1, 2 …) · text · choice · names (list of words) · rule (the one inside) ·
             tiers [{"from": …, "to": …, "points": …}], from included, to not · levels [{"name": …, "points": …}]
    choices  of a choice: (value, words)
    said     the notation writes it even where it is the default
    """

    name: str
    label: str
    type: str = NUMBER
    required: bool = False
    default: Any = None
    help: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    said: bool = False


@dataclass(frozen=True, slots=True)
class Tier:
    """From `low` (included; None: from anywhere) to `high` (not included; None: without end)."""

    low: Decimal | None
    high: Decimal | None
    points: Decimal

    def __str__(self):
        if self.low is None:
            return f"{plain(self.high)}以下"
        return f"{plain(self.low)}以上" if self.high is None else f"{plain(self.low)}至{plain(self.high)}"


@dataclass(frozen=True, slots=True)
class Level:
    name: str
    points: Decimal


def read(param, data, inner):
    """The value of a parameter, or RuleFaults. `inner` reads a rule."""
    return inner(data) if param.type == RULE else READERS[param.type](param, data)


def written(param, value):
    return WRITERS.get(param.type, lambda same: same)(value)


def number(data):
    """An exact number, from text or a number; ValueError with the reason in Chinese."""
    if isinstance(data, bool) or not isinstance(data, (int, float, str, Decimal)):
        raise ValueError("应为数字")
    if isinstance(data, int) and abs(data) > LARGEST:
        raise ValueError("数字太大")
    try:
        found = Decimal(str(data).strip().replace("−", "-").replace("－", "-").replace("＋", "+"))
    except InvalidOperation:
        raise ValueError(f"“{str(data)[:20]}”不是数字") from None
    if not found.is_finite():
        raise ValueError(f"“{found}”不是数字")
    if found.adjusted() > LARGEST.adjusted() or abs(found) > LARGEST:
        raise ValueError("数字太大")
    kept = found.quantize(SMALLEST)
    if found != kept:
        raise ValueError(f"最多{DECIMALS}位小数")
    return Decimal(plain(kept)) if kept else Decimal(0)  # no 0.500000, no −0


def _number(param, data):
    try:
        return number(data)
    except ValueError as why:
        raise RuleFaults([RuleFault(f"{why}。")]) from None


def _count(param, data):
    found = _number(param, data)
    if found < 0 or found != found.to_integral_value():
        raise RuleFaults([RuleFault("应为 0、1、2 这样的整数。")])
    return int(found)


def _text(param, data):
    if not isinstance(data, str):
        raise RuleFaults([RuleFault("应为文字。")])
    text = data.strip()
    if len(text) > LONGEST:
        raise RuleFaults([RuleFault(f"最多{LONGEST}个字。")])
    if CONTROL.search(text):
        raise RuleFaults([RuleFault("不能换行。")])
    return text


def _choice(param, data):
    for value, words in param.choices:
        if data in (value, words):
            return value
    allowed = "、".join(words for _, words in param.choices)
    raise RuleFaults([RuleFault(f"应为{allowed}之一。")])


def _names(param, data):
    names, faults = [], []
    for position, one in enumerate(_list(data), start=1):
        try:
            name = _text(param, one)
        except RuleFaults as found:
            faults += [fault.under(f"第{position}个") for fault in found.faults]
            continue
        if not name:
            faults.append(RuleFault("不能为空。", (f"第{position}个",)))
        elif name in names:
            faults.append(RuleFault(f"“{name}”重复。"))
        names.append(name)
    if faults:
        raise RuleFaults(faults)
    return tuple(names)


def _levels(param, data):
    faults, levels = [], []
    rows = _list(data)
    if not rows:
        faults.append(RuleFault("一个也没有。"))
    for position, row in enumerate(rows, start=1):
        found = _row(row, position, {"name": _text, "points": _number}, faults)
        if found and not found["name"]:
            faults.append(RuleFault("没有名称。", (f"第{position}级",)))
        elif found:
            levels.append(Level(**found))
    names = [level.name for level in levels]
    faults += [RuleFault(f"“{name}”重复。") for name in dict.fromkeys(names) if names.count(name) > 1]
    if faults:
        raise RuleFaults(faults)
    return tuple(levels)


def _tiers(param, data):
    faults, tiers = [], []
    rows = _list(data)
    if not rows:
        faults.append(RuleFault("一个也没有。"))
    for position, row in enumerate(rows, start=1):
        found = _row(row, position, {"from": _number, "to": _number, "points": _number}, faults, {"from", "to"})
        if found is None:
            continue
        tier = Tier(found.get("from"), found.get("to"), found["points"])
        if tier.low is None and tier.high is None:
            faults.append(RuleFault("起、止至少写一个。", (f"第{position}档",)))
        elif tier.low is not None and tier.high is not None and tier.low >= tier.high:
            faults.append(RuleFault(f"起点{plain(tier.low)}应小于止点{plain(tier.high)}。", (f"第{position}档",)))
        else:
            tiers.append(tier)
    faults += _neighbours(tiers)
    if faults:
        raise RuleFaults(faults)
    return tuple(sorted(tiers, key=_start))


def _start(tier):
    return -LARGEST - 1 if tier.low is None else tier.low


def _neighbours(tiers):
    """Overlaps and gaps between tiers; and whether they run up or down, not to and fro."""
    if tiers != sorted(tiers, key=_start) and tiers != sorted(tiers, key=_start, reverse=True):
        yield RuleFault("各档次序混乱，应从低到高（或从高到低）。")
    ordered = sorted(tiers, key=_start)
    for lower, upper in pairwise(ordered):
        if upper.low is None or lower.high is None or upper.low < lower.high:
            yield RuleFault(f"“{lower}”与“{upper}”重叠。")
        elif upper.low > lower.high:
            yield RuleFault(f"“{lower}”与“{upper}”之间有空档。每档含起点、不含止点，前一档的止点就是后一档的起点。")


def _list(data):
    if not isinstance(data, (list, tuple)):
        raise RuleFaults([RuleFault("应为列表。")])
    if len(data) > LONGEST:
        raise RuleFaults([RuleFault(f"最多{LONGEST}个。")])
    return data


WORDS = {"name": "名称", "points": "分值", "from": "起", "to": "止"}


def _row(row, position, readers, faults, optional=()):
    """One row of a list as a dict; None when it has faults, which are added."""
    place = f"第{position}{'档' if 'from' in readers else '级'}"
    if not isinstance(row, dict):
        faults.append(RuleFault("应有名称和分值。" if "name" in readers else "应有起止和分值。", (place,)))
        return None
    before = len(faults)
    faults += [RuleFault(f"不认识“{key}”。", (place,)) for key in row if key not in readers]
    found = {}
    for key, reader in readers.items():
        if row.get(key) in (None, ""):
            if key not in optional:
                faults.append(RuleFault("没有填写。", (place, WORDS[key])))
            continue
        try:
            found[key] = reader(None, row[key])
        except RuleFaults as wrong:
            faults += [fault.under(place, WORDS[key]) for fault in wrong.faults]
    return found if len(faults) == before else None


def _tier_as_json(tier):
    ends = {"from": tier.low, "to": tier.high, "points": tier.points}
    return {name: plain(end) for name, end in ends.items() if end is not None}


READERS = {
    NUMBER: _number,
    COUNT: _count,
    TEXT: _text,
    CHOICE: _choice,
    NAMES: _names,
    TIERS: _tiers,
    LEVELS: _levels,
}
WRITERS = {
    NUMBER: plain,
    NAMES: list,
    TIERS: lambda tiers: [_tier_as_json(tier) for tier in tiers],
    LEVELS: lambda levels: [{"name": level.name, "points": plain(level.points)} for level in levels],
    RULE: lambda rule: rule.as_json(),
}
