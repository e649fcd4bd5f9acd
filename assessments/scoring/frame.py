"""What a rule sees besides the facts of one unit: the full mark, the days, and the same measure of all units."""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from portal.quarters import Period


@dataclass(frozen=True)
class Frame:
    """Make one for each leaf and use it for all units: what it works out of the peers is kept.

    full    the points of the leaf
    period  the days of the round: anything with first_day and last_day
    peers   `rule.measure(facts)` of every unit that takes part, this one too; only where "peers" is in `rule.needs`
    """

    full: Fraction
    period: Period | None = None
    peers: tuple[Fraction, ...] = ()

    def __post_init__(self):
        object.__setattr__(self, "full", Fraction(self.full))

    @cached_property
    def top(self):
        return max(self.peers, default=0)

    @cached_property
    def _ascending(self):
        return sorted(self.peers)

    def place(self, measure, least_first=False):
        """1 + the number of units that are better; equals share a place."""
        if least_first:
            return bisect_left(self._ascending, measure) + 1
        return len(self.peers) - bisect_right(self._ascending, measure) + 1
