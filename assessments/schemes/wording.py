"""Does the wording of an indicator meet the negative list of the rules against formalism? A warning, never a block."""

from dataclasses import dataclass

from assessments.models import Indicator


@dataclass(frozen=True)
class Warning:
    indicator: Indicator
    word: str
    reason: str
    better: str


def lint(thing):
    """Of one indicator, or of all of a scheme."""
    return []
