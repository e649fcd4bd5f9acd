"""Is this a mark on the scale? Text from a phone, a paper form or a spreadsheet becomes a Decimal, or is refused."""

import re
from dataclasses import dataclass
from decimal import Decimal

from .exact import plain

NUMBER = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?")
COMMA = re.compile(r"[+-]?[0-9]+[,、。·;][0-9]+")
# Full-width digits and signs to ordinary ones. Not NFKC: that would read 9² as 92.
ORDINARY = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {ord("\u3000"): " ", ord("−"): "-"}
LONGEST = 12  # characters; nobody writes a longer mark
MOST_DECIMALS = 4


class ScoreRefused(ValueError):
    """What was entered is no mark on this scale; the message says why in Chinese and names the scale."""


@dataclass(frozen=True, slots=True)
class Scale:
    """From `low` to `high`, both allowed, with at most so many decimals: Scale(0, 100, 1), Scale(90, 100, 2)."""

    low: Decimal
    high: Decimal
    decimals: int = 0

    def __str__(self):
        digits = f"最多 {self.decimals} 位小数" if self.decimals else "只填整数"
        return f"应在 {plain(self.low)} 到 {plain(self.high)} 之间，{digits}"

    def check(self, given):
        """The mark as a Decimal at the scale's decimals; ScoreRefused for anything else."""
        text = _tidy(given)
        if not text:
            raise ScoreRefused(f"没有填分数，{self}。")
        if len(text) > LONGEST:
            raise ScoreRefused(f"填写的内容过长，不是分数，{self}。")
        if COMMA.fullmatch(text):
            raise ScoreRefused(f"“{text}”不是分数，小数点请用“.”，{self}。")
        if not NUMBER.fullmatch(text):
            raise ScoreRefused(f"“{text}”不是分数，请填数字，{self}。")
        return self._on_scale(Decimal(text))

    def _on_scale(self, mark):
        if not self.low <= mark <= self.high:
            raise ScoreRefused(f"“{plain(mark)}”超出评分范围，{self}。")
        at_place = mark.quantize(Decimal(f"1E-{self.decimals}"))
        if at_place != mark:
            raise ScoreRefused(f"“{plain(mark)}”小数位数过多，{self}。")
        return at_place or abs(at_place)  # -0 is 0


def check_scale(scale):
    """Faults of a scale at set-up, in Chinese; an empty list when it can be used."""
    faults = []
    if scale.low < 0:
        faults.append("评分下限不能小于 0。")
    if scale.low >= scale.high:
        faults.append(f"评分下限 {plain(scale.low)} 应小于上限 {plain(scale.high)}。")
    if not 0 <= scale.decimals <= MOST_DECIMALS:
        faults.append(f"评分的小数位数应在 0 到 {MOST_DECIMALS} 之间。")
    return faults


def _tidy(given):
    """One line of text with ordinary digits; a Decimal or int is written out, anything else is no number."""
    if isinstance(given, Decimal):
        # 1E+999999 would be a million characters; NaN and Infinity fall through as the words they are.
        return format(given, "f") if given.is_finite() and abs(given.adjusted()) < LONGEST else str(given)
    if given is None:
        return ""
    return str(given).translate(ORDINARY).strip()
