"""Which figures does a text name, and what does each of them claim?

“28万余元” claims more than 280,000 and less than 290,000; “近3000” a little less than 3,000; “32件” claims 32. Dates,
ordinals and the numbers of headings are no figures. Numbers in Chinese characters (三项) are not read: too many of them
are words (一支部一品牌).
"""

import re
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from desk.reports.numbers import SCALES, step_of

LOOSELY = Decimal("0.05")  # how far 近 and 约 may be from the figure when a person writes them
KEPT = 64  # texts: of one draft each is asked for many times
DIGITS_KEPT = 30  # longer ones are no figure of ours; Decimal would cut them silently

FIGURE = re.compile(
    r"(?P<about>(?<![最附靠])近|(?<![节预公契合签])约|超过|超|逾)?"  # not 最近3次, 节约3万元
    r"(?P<digits>(?:\d{1,3}(?:[,，]\d{3})+(?!\d)|\d+)(?:[.．]\d+)?)"
    r"(?P<more>余|多)?(?P<scale>[万亿]*)(?P<more_after>余|多)?(?P<percent>[%％])?"
)
NOT_BEFORE = re.compile(r"(?:第|[A-Za-z0-9+＋〔\[【.．/／_-]|\d[:：])$")  # 第3次, 1+7+N, 〔2023〕
NOT_AFTER = re.compile(
    r"(?:[—–~～至、-]\d+)?[年月日号时点]|[:：]\d|[+＋〕\]】A-Za-z_/／]"
)  # 2023年7月31日, 1至7月, 8:30
HEADING = re.compile(r"^\s*[（(]?(?P<number>\d+)[)）.．、](?!\d)", re.MULTILINE)
MORE, NEAR, ROUGHLY = "余多", "近", "约"
OVER = ("超过", "超", "逾")


class Number(NamedTuple):
    start: int
    end: int
    words: str
    low: Decimal
    high: Decimal
    has_low: bool  # does the claim include its ends?
    has_high: bool
    is_percent: bool

    def claims(self, value):
        """Is this figure within what the words say?"""
        return (self.low <= value if self.has_low else self.low < value) and (
            value <= self.high if self.has_high else value < self.high
        )


def numbers_in(text: str) -> list[Number]:
    return list(_by_start(text).values())


def number_at(text: str, start: int) -> Number | None:
    """The one that begins at this place."""
    return _by_start(text).get(start)


@lru_cache(KEPT)
def _by_start(text):
    headings = {match.start("number") for match in HEADING.finditer(text)}
    return {
        match.start(): _number(match)
        for match in FIGURE.finditer(text)
        if not NOT_BEFORE.search(text[max(match.start() - 2, 0) : match.start()])
        and not NOT_AFTER.match(text, match.end())
        and match.start("digits") not in headings
        and len(match["digits"]) <= DIGITS_KEPT
    }


def _number(match):
    base = Decimal(re.sub("[,，]", "", match["digits"]).replace("．", "."))
    scale = Decimal(1)
    for word in match["scale"]:
        scale *= SCALES[word]
    said = base * scale
    bounds = _claim(said, scale, match["about"] or "", bool(match["more"] or match["more_after"]))
    return Number(match.start(), match.end(), match[0], *bounds, bool(match["percent"]))


def _claim(said, scale, about, more):
    if about == NEAR:
        return said * (1 - LOOSELY), said, True, False
    if about == ROUGHLY:
        return said * (1 - LOOSELY), said * (1 + LOOSELY), True, True
    if more or about in OVER:
        return said, said + _step(said, scale), False, False
    return said, said, True, True


def _step(said, scale):
    """余 stands for less than one of the last place said, and never for more than our own rounding step."""
    last = Decimal(10) ** said.normalize().as_tuple().exponent if said else scale
    return min(last, step_of(said) or last)
