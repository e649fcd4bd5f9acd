"""去一个最高一个最低取平均，保留两位: the marks of several people. The one kind that may round, as its scheme says."""

from fractions import Fraction

from assessments.judging.exact import rounded
from assessments.judging.joining import bring_to_one
from assessments.judging.rules import MEAN, MEDIAN, REFUSE, TRIMMED, check_rule
from assessments.judging.rules import Rule as Joining
from assessments.scoring.faults import RuleFault
from assessments.scoring.figures import said

from .base import Rule
from .params import CHOICE, COUNT, Param
from .rates import needs_full

MANY = 10**6
FEW = ((REFUSE, "不足不计分"), (MEAN, "不足取平均"), (MEDIAN, "不足取中位数"))


class TrimmedMean(Rule):
    kind = "trimmed_mean"
    label = "去高去低平均"
    help = "去掉几个最高分、几个最低分，其余取平均，可保留几位小数；可由百分制折算为分值。"
    needs = frozenset({"marks"})
    own = (
        Param("drop_high", "去高", COUNT, default=1, said=True),
        Param("drop_low", "去低", COUNT, default=1, said=True),
        Param("decimals", "保留小数", COUNT, help="平均分四舍五入；不填为不取舍。"),
        Param("least", "最少份数", COUNT, help="评分少于它的为不足；不填为去掉之后至少剩一份。"),
        Param("when_few", "不足时", CHOICE, default=REFUSE, choices=FEW),
        Param("out_of", "满分制", help="评分的满分，如 100，折算为分值；不填则评分就是得分。"),
    )

    def prepare(self):
        least = self.least if self.least is not None else self.drop_high + self.drop_low + 1
        kind = TRIMMED if self.drop_high or self.drop_low else MEAN
        self.joining = Joining(kind, self.drop_high, self.drop_low, least=least, when_few=self.when_few)

    def faults(self, depth=0):
        yield from (RuleFault(text) for text in check_rule(self.joining, MANY))
        if self.decimals is not None and self.decimals > 6:
            yield RuleFault("最多6位小数。", ("保留小数",))
        if self.out_of is not None:
            yield from needs_full(self)
            if self.out_of <= 0:
                yield RuleFault("应大于 0。", ("满分制",))

    def part(self, facts):
        """(judging's Part, the kind used), or None with too few marks."""
        kind = self.joining.kind_for(len(facts.marks))
        if kind is None:
            return None, None
        return bring_to_one({place: Fraction(mark) for place, mark in enumerate(facts.marks)}, kind, self.joining), kind

    def mean(self, facts):
        part, _ = self.part(facts)
        if part is None:
            return None
        return part.value if self.decimals is None else Fraction(rounded(part.value, self.decimals))

    def raw(self, facts, frame):
        mean = self.mean(facts)
        if mean is None:
            return 0
        return mean if self.out_of is None else frame.full * mean / Fraction(self.out_of)

    def natural(self, full):
        return 0, (full if full else None)

    def natural_words(self):
        return "最低0分", "不超过分值"

    def reach(self, full):
        return self.natural(full)

    def answered(self, facts, frame):
        return self.joining.kind_for(len(facts.marks)) is not None

    def sentence(self):
        decimals = f"，保留{self.decimals}位小数" if self.decimals is not None else ""
        scale = f"，{said(self.out_of)}分制折算为{self.full_said()}分" if self.out_of is not None else ""
        few = f"；不足{self.joining.needed}份的{dict(FEW)[self.when_few].removeprefix('不足')}"
        return f"{str(self.joining).replace(' ', '')}{decimals}{scale}{few}"

    def formula(self):
        scale = f" × {self.full_said()} ÷ {said(self.out_of)}" if self.out_of is not None else ""
        return f"{str(self.joining).replace(' ', '')}{scale}"

    def before(self, facts, frame):
        part, _ = self.part(facts)
        if part is None:
            return
        for words, dropped in (("最高", part.high), ("最低", part.low)):
            if dropped:
                yield f"去掉{words} {self.listed(facts, dropped)}"
        kept = self.listed(facts, part.kept).replace("、", " + ")
        cut = f"，保留{self.decimals}位小数" if self.mean(facts) != part.value else ""
        yield f"平均（{kept}）÷ {part.divisor}{cut} = {said(self.mean(facts))}" if part.divisor > 1 or cut else kept

    def listed(self, facts, places):
        return "、".join(said(mark) for mark in sorted(facts.marks[place] for place in places))

    def arithmetic(self, facts, frame):
        mean = self.mean(facts)
        if mean is None:
            return self.joining.refusal(len(facts.marks)).removesuffix("。")
        return f"{said(frame.full)} × {said(mean)} ÷ {said(self.out_of)}" if self.out_of is not None else "平均分"

    def notes(self, facts, frame):
        if facts.marks and len(facts.marks) < self.joining.needed:
            few = dict(FEW)[self.when_few].removeprefix("不足")
            yield f"评分 {len(facts.marks)} 份，少于 {self.joining.needed} 份，{few}"

    def inputs(self, facts, frame):
        return f"评分 {len(facts.marks)} 份" + (
            f"：{self.listed(facts, range(len(facts.marks)))}" if facts.marks else ""
        )
