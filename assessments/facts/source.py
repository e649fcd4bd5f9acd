from collections.abc import Callable
from dataclasses import dataclass, field

from assessments.facts.params import Param
from assessments.models import Scheme
from assessments.scoring.facts import Facts

ALLIANCE, ORGANIZATION, BRANCH = Scheme.Audience.ALLIANCE, Scheme.Audience.ORGANIZATION, Scheme.Audience.BRANCH


@dataclass(frozen=True)
class Source:
    """Where a leaf gets its facts from.

    sentence      what it counts, over which dates, by which seats: one sentence for people
    audiences     whom it can be asked about: values of Scheme.Audience
    gives         what a rule may rest on: "items", "amount", "whole", "labels", "flags", "points" (as in Rule.needs)
    params        what it may be told
    uses_sharing  whether Scheme.sharing changes what it finds
    labels, flags the words that its items may bear, for a tier or a multiplier; empty labels: names the committee gave
    find          (records, unit, params) → Facts; pure, params complete
    city          (records, params) → every record once, however many units share it; only where sharing matters
    """

    key: str
    label: str
    sentence: str
    audiences: frozenset[str]
    gives: frozenset[str]
    find: Callable[..., Facts] = field(repr=False)
    params: tuple[Param, ...] = ()
    uses_sharing: bool = False
    labels: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    city: Callable[..., tuple] | None = field(default=None, repr=False)

    def complete(self, params):
        """All of them, with the default for what was not said or makes no sense (`Param.fault` says so)."""
        return {param.name: param.value_in(params) for param in self.params}
