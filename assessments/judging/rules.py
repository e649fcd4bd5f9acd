"""The rule by which judges' sheets are joined, fixed at set-up: also what happens when there are too few sheets."""

from dataclasses import dataclass

MEAN, MEDIAN, TRIMMED = "mean", "median", "trimmed"
REFUSE = "refuse"
BY_TOTAL, BY_CRITERION = "total", "criterion"
POINTS, WEIGHTED = "points", "weighted"  # how one sheet adds up


@dataclass(frozen=True, slots=True)
class Rule:
    """`kind` mean, median, trimmed; `per` total or criterion; `when_few` refuse, mean, median.

    `least` is the number of sheets below which `when_few` steps in. A trimmed mean that would drop every sheet counts
    as too few as well, whatever `least` says.
    """

    kind: str = MEAN
    drop_high: int = 0
    drop_low: int = 0
    per: str = BY_TOTAL
    least: int = 1
    when_few: str = REFUSE

    @property
    def drops(self):
        return self.drop_high + self.drop_low if self.kind == TRIMMED else 0

    @property
    def needed(self):
        """Sheets without which the rule itself does not apply."""
        return max(self.least, self.drops + 1)

    def kind_for(self, sheets):
        """The kind that applies to so many sheets; None when there is to be no value."""
        if sheets >= self.needed:
            return self.kind
        return None if sheets == 0 or self.when_few == REFUSE else self.when_few

    def refusal(self, sheets):
        if sheets == 0:
            return "没有有效评分表。"
        return f"有效评分表 {sheets} 份，少于规定的 {self.needed} 份，不计分。"

    def __str__(self):
        where = "各项分别" if self.per == BY_CRITERION else ""
        if self.kind == MEDIAN:
            return f"{where}取中位数"
        if self.kind == MEAN or not self.drops:
            return f"{where}取平均"
        return f"{where}去掉 {self.drop_high} 个最高分、{self.drop_low} 个最低分，其余取平均"


def check_rule(rule, judges):
    """Faults of a rule for so many judges (the fewest that any entry may have), in Chinese; empty when it can work."""
    faults = list(_wrong_words(rule))
    if rule.drop_high < 0 or rule.drop_low < 0:
        faults.append("去掉的最高分、最低分个数不能为负数。")
    if rule.least < 1:
        faults.append("最少评分表份数应不少于 1 份。")
    if judges < 1:
        faults.append("还没有评委。")
    if faults:
        return faults
    if rule.when_few == REFUSE and rule.drops >= rule.least:
        faults.append(
            f"最少 {rule.least} 份评分表，却要去掉 {rule.drops} 个分数，可能一个不剩："
            f"最少份数应不少于 {rule.drops + 1} 份，或规定评分表不足时改取平均或中位数。"
        )
    if judges < rule.least:
        faults.append(f"评委 {judges} 位，少于规定的最少 {rule.least} 份评分表。")
    if judges <= rule.drops:
        faults.append(f"评委 {judges} 位，去掉 {rule.drops} 个分数后一个不剩。")
    return faults


def _wrong_words(rule):
    if rule.kind not in {MEAN, MEDIAN, TRIMMED}:
        yield f"不认识的合成办法“{rule.kind}”。"
    if rule.per not in {BY_TOTAL, BY_CRITERION}:
        yield f"不认识的合成范围“{rule.per}”。"
    if rule.when_few not in {REFUSE, MEAN, MEDIAN}:
        yield f"不认识的不足时办法“{rule.when_few}”。"
