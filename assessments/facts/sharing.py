"""An activity that many units share: how much of it is each one's? Scheme.sharing says so, exactly.

full   one for each of them: the units' sum exceeds the city's by what is repeated
host   one for whoever leads it, nothing for the others
equal  one divided by how many they are

Units that share: organizations that took part and the host; of alliances those that hold it together. Shares of units
that are not scored (chambers, another category, no seat on the day) are nobody's: they are not spread over the others.
"""

from fractions import Fraction
from functools import lru_cache

from assessments.models import Scheme

FULL, HOST, EQUAL = Scheme.Sharing.FULL, Scheme.Sharing.HOST, Scheme.Sharing.EQUAL


def sharers(act, kind):
    return act.holders if kind == "alliance" else act.took_part


def leader(act, kind):
    return act.alliance if kind == "alliance" else act.host


@lru_cache(maxsize=512)
def part_of(number):
    """Of one, among so many."""
    return Fraction(1, number) if number > 1 else 1


def share(sharing, act, unit):
    """Of one: 1, 0 or a Fraction."""
    if sharing == HOST:
        return int(leader(act, unit.kind) == unit.pk)
    if sharing == EQUAL:
        return part_of(len(sharers(act, unit.kind)))
    return 1


def share_words(sharing, act, unit):
    """What follows the name of the activity: “，6家平均分摊”, or ""."""
    if sharing == HOST and leader(act, unit.kind) != unit.pk:
        return "，只计牵头单位，不计入"
    if sharing == EQUAL and (number := len(sharers(act, unit.kind))) > 1:
        return f"，{number}家平均分摊"
    return ""


def credits(sharing, act, kind):
    """{unit: its share of one}, of all that share it, scored or not: by host or equal they add up to one."""
    them = sharers(act, kind)
    if sharing == HOST:
        return {leader(act, kind): 1} if leader(act, kind) is not None else {}
    return {pk: Fraction(1, len(them)) if sharing == EQUAL else 1 for pk in them}


def is_credited(sharing, act, kind):
    """Whether it is anybody's at all: what the committee leads itself is no unit's where only the host counts."""
    return leader(act, kind) is not None if sharing == HOST else bool(sharers(act, kind))
