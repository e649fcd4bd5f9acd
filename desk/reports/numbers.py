"""How office prose writes a figure: “28万余元”, “1100余次”, “近3000人次”, “32件”."""

from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

HUNDRED, THOUSAND, WAN, YI = Decimal(100), Decimal(1000), Decimal(10_000), Decimal(100_000_000)
SCALES = {"万": WAN, "亿": YI}  # that a unit of measurement may begin with: 万元, 亿元
PERCENT = ("%", "％")
JUST_UNDER = Decimal("0.01")  # of the round number: the most that 近 may add


class Unit(NamedTuple):
    """万元 is ten thousand times 元."""

    scale: Decimal
    name: str


def official(value: int | Decimal, unit: str = "") -> str:
    """The figure with its unit, as a report says it.

    1. Below 1,000 the figure stands as it is: 32 → “32件”, 999 → “999次”, 32.50 → “32.5小时”.
    2. From 1,000 on it is cut to a rounding step, never rounded up: to hundreds below 1万, to tenths of 万 below 10万,
       to whole 万 below 1亿, to tenths of 亿 above. So at least two digits are said of every figure.
    3. 余 stands where something was cut off, behind 万 or 亿 and before the unit: 1,126 → “1100余次”,
       283,600 → “28万余元”.
    4. A figure that is a whole number of steps is said without 余: 1,200 → “1200次”, 300,000 → “30万元”.
    5. 近 stands before a round number (one digit and zeros: 3000, 2万, 1亿) that the figure stays under by at most one
       hundredth of it and by less than one step: 2,980 → “近3000人次”, but 2,960 → “2900余人次”. One hundredth,
       because there “2900余” hides most of a step, while nobody is misled by 近; one step, so that 近 is never the
       coarser word. What is itself a whole number of steps keeps rule 4: 9,900 → “9900人次”.
    6. 万 is said from 10,000 and 亿 from 100,000,000 on, smaller figures in digits: 9,800 → “9800元”, 10,000 → “1万元”.
    7. A unit that begins with 万 or 亿 is counted out first: 12,000 of 万元 → “1.2亿元”, 0.5 of 万元 → “5000元”.
    8. Zero is “0” with its unit as it is: 0 → “0件”, 0 of 万元 → “0万元”. Whether a sentence says it is for the
       template to decide (filling.py).
    9. Decimals follow the same rules: 8,843.5 → “8800余小时”.
    10. A percentage is never cut: 1,250.5 → “1250.5%”.
    11. Nothing negative, no NaN and no infinity is written: ValueError. What fell is said in words (`change`).
    """
    if unit in PERCENT or not value:
        return exact(value, unit)
    scale, name = parts_of(unit)
    return _about(_checked(value) * scale) + name


def exact(value: int | Decimal, unit: str = "") -> str:
    """As it was recorded, without superfluous zeros: 283,600.00 → “283600元”, 28.36 of 万元 → “28.36万元”."""
    return _plain(_checked(value)) + unit


def change(value: int | Decimal, before: int | Decimal, unit: str = "") -> str:
    """Beside the same day last year: “比上年同期增加12场次”, “比上年同期减少3件”, “与上年同期持平”.

    A year before without any record is not the same as one in which nothing happened, so nothing is compared with zero.
    """
    difference = _checked(value) - _checked(before)
    if not before:
        return "上年同期无记录"
    if not difference:
        return "与上年同期持平"
    return f"比上年同期{'增加' if difference > 0 else '减少'}{official(abs(difference), unit)}"


def growth(value: int | Decimal, before: int | Decimal) -> str:
    """The same in percent, to a tenth, half upwards: “比上年同期增长12.5%”."""
    if not _checked(before):
        return "上年同期无记录"
    tenths = ((_checked(value) - before) * 100 / before).quantize(Decimal("0.1"), ROUND_HALF_UP)
    if not tenths:
        return "与上年同期持平" if value == before else "与上年同期基本持平"
    return f"比上年同期{'增长' if tenths > 0 else '下降'}{_plain(abs(tenths))}%"


def parts_of(unit: str) -> Unit:
    scale = SCALES.get(unit[:1])
    return Unit(scale, unit[1:]) if scale else Unit(Decimal(1), unit)


def step_of(number: Decimal) -> Decimal | None:
    """To what a figure is cut (rule 2); None where it stands as it is."""
    for limit, step in ((THOUSAND, None), (WAN, HUNDRED), (10 * WAN, THOUSAND), (YI, WAN)):
        if number < limit:
            return step
    return YI / 10


def _about(number):
    step = step_of(number)
    if step is None:
        return _plain(number)
    steps, rest = divmod(number, step)
    if not rest:
        return _scaled(number)
    target = _next_round(number)
    if target - number < step and target - number <= target * JUST_UNDER:
        return f"近{_scaled(target)}"
    return f"{_scaled(steps * step)}余"


def _next_round(number):
    """The next number of one digit and zeros."""
    place = Decimal(10) ** number.adjusted()
    return (number // place + 1) * place


def _scaled(number):
    for word, scale in reversed(SCALES.items()):
        if number >= scale:
            return _plain(number / scale) + word
    return _plain(number)


def _plain(number):
    return f"{number.normalize():f}" if number else "0"


def _checked(value):
    number = Decimal(value)
    if not number.is_finite() or number < 0:
        raise ValueError(f"not a figure of a report: {value}")
    return number
