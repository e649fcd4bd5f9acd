"""What a leaf indicator is scored from: records, and what people entered. Numbers are exact (Decimal or Fraction)."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction

Number = Decimal | Fraction | int


@dataclass(frozen=True, slots=True)
class Item:
    """One record behind a figure, or one occurrence that a person entered.

    key      names the record for good: "activity:17", "duty:3:2026Q1", "claim:5"; links and replay rest on it
    text     what people read: 5月28日 业务互学，未参加，无请假记录
    amount   how much it is; shared activities may be a Fraction of one
    label    the name that a tier or level goes by: 省级
    group    of one group only the highest counts (同一项目就高)
    flags    what a multiplier looks for: 催办后
    counts   False: shown, but not counted, and `text` says why
    """

    key: str
    text: str
    amount: Number = 1
    day: date | None = None
    label: str = ""
    group: str = ""
    flags: tuple[str, ...] = ()
    counts: bool = True

    def as_json(self):
        found = {"key": self.key, "text": self.text, "amount": str(Fraction(self.amount))}
        found |= {name: getattr(self, name) for name in ("label", "group") if getattr(self, name)}
        if self.day:
            found["day"] = self.day.isoformat()
        if self.flags:
            found["flags"] = list(self.flags)
        if not self.counts:
            found["counts"] = False
        return found

    @classmethod
    def from_json(cls, data):
        return cls(
            key=data["key"],
            text=data["text"],
            amount=Fraction(data["amount"]),
            day=date.fromisoformat(data["day"]) if "day" in data else None,
            label=data.get("label", ""),
            group=data.get("group", ""),
            flags=tuple(data.get("flags", ())),
            counts=data.get("counts", True),
        )


@dataclass(frozen=True, slots=True)
class Facts:
    """All that a rule may ask of one leaf of one unit.

    items     the records, counted or not
    amount    the figure itself; None: the sum of the items that count
    whole     what `amount` is a share of (应到); None where there is no such thing
    excused   already taken out of `whole` (批准请假), only to be said
    choice    the level that was chosen: 好
    points    what a person gave within a range, or a meeting decided
    decision  the meeting and its document number
    reason    why these points
    votes     level → number of votes
    marks     the marks of several people
    """

    items: tuple[Item, ...] = ()
    amount: Number | None = None
    whole: Number | None = None
    excused: Number = 0
    choice: str = ""
    points: Decimal | None = None
    decision: str = ""
    reason: str = ""
    votes: dict[str, int] = field(default_factory=dict)
    marks: tuple[Decimal, ...] = ()

    @property
    def counted(self):
        return tuple(item for item in self.items if item.counts)

    @property
    def total(self):
        """The figure: given, or summed up from the items."""
        return self.amount if self.amount is not None else sum((item.amount for item in self.counted), 0)

    @property
    def figure(self):
        """`total` exact, of Decimals and Fractions alike."""
        if self.amount is not None:
            return Fraction(self.amount) if isinstance(self.amount, Decimal) else self.amount
        total = 0
        for item in self.items:
            if item.counts:
                amount = item.amount
                total += Fraction(amount) if isinstance(amount, Decimal) else amount
        return total

    def as_json(self):
        found = {"items": [item.as_json() for item in self.items]} if self.items else {}
        for name in ("amount", "whole"):
            if (number := getattr(self, name)) is not None:
                found[name] = str(Fraction(number))
        if self.excused:
            found["excused"] = str(Fraction(self.excused))
        if self.points is not None:
            found["points"] = str(self.points)
        words = ("choice", "decision", "reason", "votes")
        found |= {name: getattr(self, name) for name in words if getattr(self, name)}
        if self.marks:
            found["marks"] = [str(mark) for mark in self.marks]
        return found

    @classmethod
    def from_json(cls, data):
        def number(name):
            return Fraction(data[name]) if name in data else None

        return cls(
            items=tuple(Item.from_json(item) for item in data.get("items", ())),
            amount=number("amount"),
            whole=number("whole"),
            excused=number("excused") or 0,
            choice=data.get("choice", ""),
            points=Decimal(data["points"]) if "points" in data else None,
            decision=data.get("decision", ""),
            reason=data.get("reason", ""),
            votes=data.get("votes", {}),
            marks=tuple(Decimal(mark) for mark in data.get("marks", ())),
        )
