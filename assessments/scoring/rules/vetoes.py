"""一票否决: 积分归0, 不得评三星以上, 不评等次. It bites the whole result; the leaf itself has 0 points, or its own."""

from fractions import Fraction

from assessments.scoring.faults import RuleFault
from assessments.scoring.figures import said
from assessments.scoring.working import GRADE_AT_MOST, NO_GRADE, TOTAL_ZERO, Veto

from .base import Rule
from .params import CHOICE, TEXT, Param

EFFECTS = ((TOTAL_ZERO, "总分归零"), (GRADE_AT_MOST, "限最高等次"), (NO_GRADE, "不评等次"))
NAMED = 3  # records named in the reason


class VetoRule(Rule):
    """否决后不得评三星以上 is `grade_at_most` 二星: `grade` is the best that may still be had."""

    kind = "veto"
    label = "一票否决"
    help = "出现规定情形的，总分归零、最高只能评为某一等次，或不评等次。"
    needs = frozenset({"items", "amount"})
    can_veto = True
    own = (
        Param("effect", "后果", CHOICE, required=True, choices=EFFECTS, said=True),
        Param("grade", "最高等次", TEXT, default="", help="限最高等次的填写：“不得评三星以上”填“二星”。"),
        Param("condition", "情形", TEXT, default=""),
        Param("at_least", "达到", default=1, help="达到几次才否决。"),
    )

    def prepare(self):
        self._at_least = Fraction(self.at_least)

    def faults(self, depth=0):
        if self.effect == GRADE_AT_MOST and not self.grade:
            yield RuleFault("限最高等次的，应填写等次名称。", ("最高等次",))
        if self.effect != GRADE_AT_MOST and self.grade:
            yield RuleFault(f"后果是“{dict(EFFECTS)[self.effect]}”，不应再限最高等次。", ("最高等次",))
        if self.at_least <= 0:
            yield RuleFault("应大于 0，否则没有发生也会否决。", ("达到",))

    def bitten(self, facts):
        return facts.figure >= self._at_least

    def raw(self, facts, frame):
        return 0 if self.bitten(facts) else frame.full

    def veto(self, facts, frame):
        if not self.bitten(facts):
            return None
        texts = [item.text for item in facts.counted]
        named = "；".join(texts[:NAMED]) + (f" 等 {len(texts)} 条" if len(texts) > NAMED else "")
        return Veto(self.effect, self.grade, "：".join(filter(None, (self.condition, named))))

    def sentence(self):
        start = self.condition or "出现规定情形"
        often = f"达到{said(self.at_least)}次" if self.at_least != 1 else ""
        return f"一票否决：{start}{often}的，{Veto(self.effect, self.grade).says}"

    def formula(self):
        return f"{self.condition or '规定情形'} ≥ {said(self.at_least)} 次 → {Veto(self.effect, self.grade).says}"

    def arithmetic(self, facts, frame):
        return "一票否决" if self.bitten(facts) else "没有否决情形"

    def inputs(self, facts, frame):
        return f"{said(facts.figure)} 次"
