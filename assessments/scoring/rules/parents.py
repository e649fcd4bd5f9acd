"""The joins of a parent indicator. tree.py does the arithmetic, for only it sees the children."""

from .base import Rule


class Join(Rule):
    for_parent = True

    def formula(self):
        return self.sentence()


class Sum(Join):
    kind = "sum"
    label = "合计"
    help = "下级指标得分相加。"

    def sentence(self):
        return "下级指标得分相加"


class WeightedComponents(Join):
    """平时×50%+年度×50%: the children's weights add up to 100; extra children are added at their own weight."""

    kind = "weighted_components"
    label = "加权合计"
    help = "下级指标得分按各自权重（%）折算后相加，权重合计为 100。"

    def sentence(self):
        return "下级指标得分按权重折算后相加"
