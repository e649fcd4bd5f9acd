"""优秀率 ≥ 90 % 得 200: the share that some kinds of vote have in all."""

from fractions import Fraction

from assessments.scoring.faults import RuleFault
from assessments.scoring.figures import equals, said

from .base import Rule
from .params import COUNT, NAMES, TIERS, Param
from .tiers import Ladder


class TierByVoteShare(Rule):
    kind = "tier_by_vote_share"
    label = "按得票率分档"
    help = "指定票种占有效票的百分比落在哪一档，得那一档的分。"
    needs = frozenset({"votes"})
    own = (
        Param("levels", "票种", NAMES, required=True, help="哪些票算数，如“优秀”，或“优秀、良好”。"),
        Param("tiers", "档次", TIERS, required=True, help="得票率（%），含起点、不含止点。"),
        Param("ignored", "不计票", NAMES, default=(), help="不作为有效票的，如“弃权”。"),
        Param("least", "最少票数", COUNT, default=1, help="有效票少于它的不计分。"),
    )

    def prepare(self):
        self._ladder = Ladder(self.tiers)

    def faults(self, depth=0):
        for tier in self.tiers:
            if any(end is not None and not 0 <= end <= 100 for end in (tier.low, tier.high)):
                yield RuleFault(f"“{tier}”超出 0 至 100（%）。", ("档次",))
        if both := set(self.levels) & set(self.ignored):
            yield RuleFault(f"“{'、'.join(sorted(both))}”既算数又不计票。")
        if not depth and self.full:
            high = max(tier.points for tier in self.tiers)
            if high > self.full and self.cap is None:
                yield RuleFault(f"最高一档{said(high)}分，超过分值{said(self.full)}分。", ("档次",))

    def count(self, facts):
        """(votes that speak for it, all valid votes)"""
        valid = sum(number for name, number in facts.votes.items() if name not in self.ignored)
        return sum(facts.votes.get(name, 0) for name in self.levels), valid

    def answered(self, facts, frame):
        return self.count(facts)[1] >= max(self.least, 1)

    def raw(self, facts, frame):
        given, valid = self.count(facts)
        return self._ladder.of(Fraction(100 * given, valid)) if valid >= max(self.least, 1) else 0

    def reach(self, full):
        low, high = self._ladder.reach()
        return min(low, 0), max(high, 0)

    def sentence(self):
        least = f"，有效票不足{self.least}张不计分" if self.least > 1 else ""
        return f"“{'、'.join(self.levels)}”票占有效票的比率（%）：{self._ladder.words()}{least}"

    def formula(self):
        return f"“{'、'.join(self.levels)}”票 ÷ 有效票 × 100% → {self._ladder.words()}"

    def before(self, facts, frame):
        given, valid = self.count(facts)
        if valid:
            yield f"{given} ÷ {valid} × 100% {equals(Fraction(100 * given, valid))}%"

    def arithmetic(self, facts, frame):
        given, valid = self.count(facts)
        if not self.answered(facts, frame):
            return "没有有效票" if not valid else f"有效票 {valid} 张，不足 {self.least} 张"
        return self._ladder.said(Fraction(100 * given, valid))

    def inputs(self, facts, frame):
        given, valid = self.count(facts)
        return f"有效票 {valid} 张，其中“{'、'.join(self.levels)}” {given} 张"

    def acts(self, facts, frame):
        given, valid = self.count(facts)
        if self.answered(facts, frame):
            share = Fraction(100 * given, valid)
            yield from ((f"得票率{text}", gain) for text, gain in self._ladder.better(share, "%"))
