"""联合活动对账: what units share, reckoned at unit, alliance and city level, from the records as they are today.

Of every leaf that `Scheme.sharing` concerns: the units' sums by alliance, less what is counted for several of them,
plus what is nobody's (the committee's own, units that are not scored), makes the city's figure with every record once.
"""

from collections import defaultdict
from dataclasses import dataclass
from fractions import Fraction

from assessments.facts import city, take, units_of
from assessments.facts.records import Records


@dataclass(frozen=True)
class Record:
    """One shared record: what it is worth, what all units together were credited with, and how many they are."""

    key: str
    text: str
    whole: Fraction
    credited: Fraction
    units: int

    @property
    def repeated(self):
        return max(self.credited - self.whole, Fraction(0))

    @property
    def nobodys(self):
        return max(self.whole - self.credited, Fraction(0))


@dataclass(frozen=True)
class Line:
    """A leaf. `by_alliance`: alliance pk (None: without a seat) → the sum of its units."""

    indicator: object
    by_alliance: dict
    records: tuple[Record, ...]
    city: Fraction
    strangers: int  # records that a unit was credited with, and the city does not know

    @property
    def units(self):
        return sum(self.by_alliance.values(), Fraction(0))

    @property
    def repeated(self):
        return sum((record.repeated for record in self.records), Fraction(0))

    @property
    def nobodys(self):
        return sum((record.nobodys for record in self.records), Fraction(0))

    @property
    def agrees(self):
        return not self.strangers and self.units - self.repeated + self.nobodys == self.city


def reconcile(scheme, *, day):
    """A Line for each leaf that sharing concerns, in their order; a fixed number of queries."""
    records = Records(scheme, day)
    wholes = city(scheme, day=day, records=records)
    if not wholes:
        return []
    by_alliance = {leaf: defaultdict(Fraction) for leaf in wholes}
    credited = {leaf: defaultdict(list) for leaf in wholes}
    for unit, found in take(scheme, units_of(scheme), day=day, records=records, leaves=list(wholes)):
        for leaf in wholes:
            for item in found[leaf].counted:
                alliance = unit.alliance_on(item.day) if item.day else unit.alliance
                by_alliance[leaf][alliance] += Fraction(item.amount)
                credited[leaf][item.key].append(Fraction(item.amount))
    indicators = scheme.indicators.in_bulk(wholes)
    lines = [_line(indicators[leaf], wholes[leaf], by_alliance[leaf], credited[leaf]) for leaf in wholes]
    return sorted(lines, key=lambda line: (line.indicator.order_number, line.indicator.pk))


def _line(indicator, whole, by_alliance, credited):
    records = tuple(
        Record(
            item.key, item.text, Fraction(item.amount), sum(credited.get(item.key, ()), Fraction(0)),
            len(credited.get(item.key, ())),
        )
        for item in whole.counted
    )  # fmt: skip
    known = {record.key for record in records}
    return Line(indicator, dict(by_alliance), records, Fraction(whole.figure), len(credited.keys() - known))
