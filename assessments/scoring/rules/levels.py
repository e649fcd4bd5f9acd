"""好20/较好15/一般10/差0: a level is chosen, or voted for."""

from fractions import Fraction

from assessments.scoring.faults import RuleFault
from assessments.scoring.figures import said

from .base import Rule
from .params import CHOICE, LEVELS, Param

CHOSEN, VOTED = "choice", "votes"


class Levels(Rule):
    kind = "levels"
    label = "等级"
    help = "评定一个等级，得该等级的分；或按各等级票数取平均。"
    own = (
        Param("levels", "等级", LEVELS, required=True, help="好 20、较好 15、一般 10、差 0。"),
        Param("by", "依据", CHOICE, default=CHOSEN, choices=((CHOSEN, "评定"), (VOTED, "按票数平均"))),
    )

    def prepare(self):
        self._points = {level.name: Fraction(level.points) for level in self.levels}
        self.needs = frozenset({self.by})

    def faults(self, depth=0):
        if not depth and self.full:
            for level in self.levels:
                if level.points > self.full:
                    yield RuleFault(f"“{level.name}”{said(level.points)}分，超过分值{said(self.full)}分。", ("等级",))

    def valid(self, facts):
        """level → votes, of the levels there are."""
        return {name: facts.votes[name] for name in self._points if facts.votes.get(name)}

    def raw(self, facts, frame):
        if self.by == CHOSEN:
            return self._points.get(facts.choice, 0)
        votes = self.valid(facts)
        number = sum(votes.values())
        return Fraction(sum(self._points[name] * given for name, given in votes.items())) / number if number else 0

    def reach(self, full):
        points = self._points.values()
        return min(points), max(points)

    def bounds(self, full):
        low, high = super().bounds(full)
        return min(low, 0), high  # 0 until somebody has chosen

    def answered(self, facts, frame):
        return facts.choice in self._points if self.by == CHOSEN else bool(self.valid(facts))

    def sentence(self):
        levels = "、".join(f"{level.name}{said(level.points)}分" for level in self.levels)
        return f"{levels}，按票数取平均" if self.by == VOTED else f"评定等级：{levels}"

    def formula(self):
        if self.by == VOTED:
            votes = " + ".join(f"{said(level.points)} × “{level.name}”票" for level in self.levels)
            return f"（{votes}）÷ 有效票"
        return " / ".join(f"{level.name} {said(level.points)}" for level in self.levels)

    def arithmetic(self, facts, frame):
        if self.by == CHOSEN:
            return f"“{facts.choice}”" if facts.choice in self._points else "未评定"
        votes = self.valid(facts)
        if not votes:
            return "没有有效票"
        parts = " + ".join(f"{said(self._points[name])} × {number}" for name, number in votes.items())
        return f"（{parts}）÷ {sum(votes.values())}"

    def notes(self, facts, frame):
        if self.by == CHOSEN and facts.choice and facts.choice not in self._points:
            yield f"“{facts.choice}”不在等级之列，未计"
        others = {name: number for name, number in facts.votes.items() if number and name not in self._points}
        if self.by == VOTED and others:
            yield "不计票：" + "、".join(f"{name} {number} 票" for name, number in sorted(others.items()))

    def inputs(self, facts, frame):
        if self.by == CHOSEN:
            return f"评为“{facts.choice}”" if facts.choice else "尚未评定"
        return "、".join(f"{name} {number} 票" for name, number in self.valid(facts).items()) or "尚无票"

    def acts(self, facts, frame):
        if self.by == CHOSEN:
            best = max(self.levels, key=lambda level: level.points)
            yield f"评为“{best.name}”", self._points[best.name] - self.value(facts, frame)
