"""What each placeholder says now, for the list beside an editor."""

from typing import NamedTuple

from desk.reports.filling import Book
from desk.reports.placeholders import BY_HAND, Asked, Known, known_to
from desk.statistics.figures import Scope, figures


class Preset(NamedTuple):
    name: str
    value: str  # "" where there is nothing to say yet
    label: str


class Choice(NamedTuple):
    """The period whose figures are shown: what a snapshot would be of."""

    committee: object
    since: object
    until: object


def presets_now(committee, day) -> tuple[list[Known], list[Preset]]:
    """From New Year to this day, out of the records as they are now. Five queries at any number of rows."""
    choice = Choice(committee, day.replace(month=1, day=1), day)
    known = known_to(committee)
    book = Book(choice, figures(Scope(*choice)))
    return known, [_preset(one.name, book, one.label) for one in known]


def presets_of(book) -> list[Preset]:
    """Out of the snapshot of a draft; what cannot be typed into a draft is left out."""
    names = [name for name in book.words if name != BY_HAND] + list(book.figures)
    return [_preset(name, book, "") for name in names]


def _preset(name, book, label):
    return Preset(name, "" if name == BY_HAND else book.say(Asked(name)) or "", label)
