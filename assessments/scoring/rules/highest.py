"""同一项目就高; 同一案件同一部门不累计: of the records of one group only the one that counts most is taken."""

from assessments.scoring.faults import RuleFault

from .base import Holding
from .toggles import with_items


class TakeHighest(Holding):
    """Records without a group all count. Which of several equal ones is taken changes nothing; it is the least key."""

    kind = "take_highest_dedupe"
    label = "同项就高"
    help = "同一项目（事由）的几条记录只计最高的一条，其余不累计；再按内层计分。"
    own = (Holding.INNER,)

    def faults(self, depth=0):
        if "items" not in self.inner.needs:
            yield RuleFault(f"“{self.inner.label}”不看记录，没有什么可就高的。")

    def seen(self, facts):
        dropped = self.dropped(facts)
        if not dropped:
            return facts
        gone = {id(item) for item in dropped}
        return with_items(facts, tuple(item for item in facts.items if id(item) not in gone))

    def dropped(self, facts):
        groups = {}
        for item in facts.items:
            if item.counts and item.group:
                groups.setdefault(item.group, []).append(item)
        return [
            item
            for items in groups.values()
            if len(items) > 1
            for item in sorted(items, key=lambda item: (-self.weight(item), item.key))[1:]
        ]

    def weight(self, item):
        """How much this record alone moves the score, whichever way."""
        return abs(self.inner.item_weight(item))

    def sentence(self):
        return f"同一项目只计最高的一条；{self.inner.words().removesuffix('。')}"

    def formula(self):
        return f"同项就高后：{self.inner.formula()}"

    def notes(self, facts, frame):
        for item in self.dropped(facts):
            yield f"同一项目“{item.group}”就高，不累计：{item.text}"
        yield from super().notes(facts, frame)
