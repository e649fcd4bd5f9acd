"""Awards with quotas, handed down the list of places. Entries that share a place never get different awards."""

from dataclasses import dataclass
from itertools import groupby

EXTEND, TAKE = "extend", "take"


@dataclass(frozen=True, slots=True)
class Award:
    """`quota` None: everybody who is left (优秀奖)."""

    id: int
    name: str
    quota: int | None


@dataclass(frozen=True, slots=True)
class Granted:
    """One award and its entries in order of place; `words` says how the quota was used."""

    award: int
    name: str
    entries: tuple[int, ...]
    words: str


def grant(placed, awards, when_tied=EXTEND):
    """Placed entries and awards, best first → a Granted for each award.

    A tie across the edge of a quota gets the better award. `extend`: the next award keeps its quota. `take`: what was
    given too much is taken out of the next quota (and of the one after, should that not suffice).
    """
    groups = [tuple(row.entry for row in tied) for tied in _tied(placed)]
    granted, owed = [], 0
    for award in awards:
        room = None if award.quota is None else max(0, award.quota - owed)
        given = _take_groups(groups, room)
        words = _in_words(award.quota, room, len(given))
        granted.append(Granted(award.id, award.name, given, words))
        if when_tied == TAKE and award.quota is not None:
            owed = max(0, owed - award.quota) + max(0, len(given) - room)
    return granted


def check_awards(awards):
    """Faults of the awards at set-up, in Chinese."""
    faults = [f"“{one.name}”的名额应不少于 1 个。" for one in awards if one.quota is not None and one.quota < 1]
    if any(one.quota is None for one in awards[:-1]):
        faults.append("只有最后一个奖项可以不限名额。")
    return faults


def _tied(placed):
    with_place = [row for row in placed if row.place is not None]
    return [list(tied) for _, tied in groupby(with_place, key=lambda row: row.place)]


def _take_groups(groups, room):
    """Whole groups from the front while there is room; the last one may go over the edge. `groups` shrinks."""
    given = []
    while groups and (room is None or len(given) < room):
        given.extend(groups.pop(0))
    return tuple(given)


def _in_words(quota, room, given):
    if quota is None:
        return f"不限名额，共 {given} 个"
    words = f"名额 {quota} 个"
    if room < quota:
        words += f"，因上一奖项并列占用，余 {room} 个"
    if given > room:
        return f"{words}，末位并列，实授 {given} 个"
    return f"{words}，实授 {given} 个" if given < room else words
