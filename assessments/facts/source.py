from collections.abc import Callable
from dataclasses import dataclass, field

from assessments.facts.params import ROWS, Param
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
        """All of them, with the default for what was not said or makes no sense (`faults` says so)."""
        return {param.name: param.value_in(params) for param in self.params}

    def faults(self, params, committee):
        """All that is wrong with these params, in words: [] when they will do."""
        if not isinstance(params, dict):
            return ["来源参数应为一组名称和值。"]
        unknown = [
            f"来源“{self.label}”没有参数“{name}”。" for name in params.keys() - {param.name for param in self.params}
        ]
        found = [param.fault(params.get(param.name), self._known(param, committee)) for param in self.params]
        return [*sorted(unknown), *filter(None, found)]

    @staticmethod
    def _known(param, committee):
        return set(param.rows(committee).values_list("pk", flat=True)) if param.type in ROWS else set()
