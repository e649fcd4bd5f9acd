"""12个月或四季得分取平均: the rule inside is applied to each quarter or month, and the mean of them counts."""

from dataclasses import replace
from fractions import Fraction
from functools import lru_cache

from assessments.judging.exact import mean
from assessments.scoring.faults import RuleFault
from assessments.scoring.figures import exact, said
from assessments.scoring.frame import Frame
from portal.quarters import months_of, quarters_of

from .base import Rule
from .params import CHOICE, RULE, Param

QUARTER, MONTH = "quarter", "month"
EVERY = {QUARTER: quarters_of, MONTH: months_of}
WORDS = ((QUARTER, "按季"), (MONTH, "按月"))


@lru_cache(maxsize=512)
def frames_within(full, first_day, last_day, every):
    """The Frames of the quarters or months that lie wholly within these days."""
    years = range(first_day.year, last_day.year + 1)
    periods = (period for year in years for period in EVERY[every](year))
    return tuple(
        Frame(full, period) for period in periods if first_day <= period.first_day and period.last_day <= last_day
    )


class PeriodAverage(Rule):
    """Without a rule inside, the amounts of a period's records are that period's points.

    Only quarters or months that lie wholly within the frame's period count. Where records are given they decide, each
    by its day; a bare figure, and the whole it is a share of, are spread evenly.
    """

    kind = "period_average"
    label = "分期平均"
    help = "每季（每月）分别计分，再取平均；没有内层的，记录的数量就是该期得分。"
    needs = frozenset({"items", "amount"})
    own = (
        Param("every", "分期", CHOICE, default=QUARTER, choices=WORDS, said=True),
        Param("inner", "内层", RULE, help="每一期怎样计分。"),
    )

    def prepare(self):
        if self.inner:
            self.needs = self.inner.needs

    def faults(self, depth=0):
        if self.inner and (self.inner.can_veto or not self.inner.needs <= {"items", "amount", "whole"}):
            yield RuleFault(f"“{self.inner.label}”不能分期计：只有按记录或数量计分的才可以。", ("内层",))

    def frames(self, frame):
        if frame.period is None:
            return ()
        return frames_within(frame.full, frame.period.first_day, frame.period.last_day, self.every)

    def split(self, facts, frame):
        """[(frame of a period, its facts)]"""
        frames = self.frames(frame)
        if not frames:
            return []
        number = len(frames)
        whole = None if facts.whole is None else Fraction(exact(facts.whole), number)
        spread = None if facts.items or facts.amount is None else Fraction(facts.figure) / number
        of = {each.period.key: [] for each in frames}
        for item in facts.items:
            if item.day is not None:
                for each in frames:
                    if each.period.first_day <= item.day <= each.period.last_day:
                        of[each.period.key].append(item)
                        break
        return [
            (each, replace(facts, items=tuple(of[each.period.key]), amount=spread, whole=whole, excused=0))
            for each in frames
        ]

    def one(self, facts, frame):
        return self.inner.value(facts, frame) if self.inner else facts.figure

    def raw(self, facts, frame):
        return mean(self.one(found, each) for each, found in self.split(facts, frame)) or 0

    def reach(self, full):
        return self.inner.bounds(full) if self.inner else (0, None)

    def answered(self, facts, frame):
        parts = self.split(facts, frame)
        return bool(parts) and (not self.inner or all(self.inner.answered(found, each) for each, found in parts))

    def period_word(self):
        return "季度" if self.every == QUARTER else "月"

    def sentence(self):
        each = self.inner.words().removesuffix("。") if self.inner else "记录的数量就是该期得分"
        return f"每个{self.period_word()}分别计分再取平均（只计完整的{self.period_word()}）：{each}"

    def formula(self):
        each = f"（{self.inner.formula()}）" if self.inner else "得分"
        return f"各{self.period_word()}{each}之和 ÷ {self.period_word()}数"

    def before(self, facts, frame):
        for each, found in self.split(facts, frame):
            lines = self.inner.lines(found, each) if self.inner else [said(self.one(found, each))]
            yield f"{each.period.label}：{'；'.join(lines)}"

    def arithmetic(self, facts, frame):
        parts = [said(self.one(found, each)) for each, found in self.split(facts, frame)]
        return f"（{' + '.join(parts)}）÷ {len(parts)}" if parts else f"没有完整的{self.period_word()}"

    def notes(self, facts, frame):
        frames = self.frames(frame)
        if not frames:
            yield f"考核期内没有完整的{self.period_word()}，未计分"
        undated = sum(1 for item in facts.counted if item.day is None)
        if undated:
            yield f"{undated} 条没有日期，不能归入{self.period_word()}，未计"
        outside = sum(1 for item in facts.counted if item.day and not any(item.day in each.period for each in frames))
        if frames and outside:
            yield f"{outside} 条不在完整的{self.period_word()}内，未计"
        if self.inner:
            for each, found in self.split(facts, frame):
                yield from (f"{each.period.label}：{bite}" for bite in self.inner.bites(found, each))

    def inputs(self, facts, frame):
        count = f"{len(facts.counted)} 条" if facts.items else said(facts.figure)
        return f"{count}，{len(self.frames(frame))} 个{self.period_word()}"

    def inside(self, facts, frame):
        return tuple((self.inner, found, each) for each, found in self.split(facts, frame)) if self.inner else ()

    def acts(self, facts, frame):
        parts = self.split(facts, frame) if self.inner else ()
        for each, found in parts:
            yield from (
                (f"{each.period.label}：{text}", Fraction(gain) / len(parts))
                for text, gain in self.inner.acts(found, each)
            )
