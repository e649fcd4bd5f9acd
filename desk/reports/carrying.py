"""A paragraph was edited: where do its figures stand now?

No marker is kept inside the text, so that people write plain words. A number that says the figure of a mark keeps that
mark, wherever it went; of the others a mark goes with what was written in its place, and is then found to be wrong. A
figure that was taken out loses its mark, and gets it back where the same words turn up in another paragraph.
"""

from collections import Counter
from difflib import SequenceMatcher

from desk.reports import numbers
from desk.reports.checking import says, says_none, stands, unbacked, unit_behind
from desk.reports.filling import Filled, Mark, fill_typed, value_of
from desk.reports.placeholders import CHANGE, GROWTH
from desk.reports.reading import numbers_in

SLOW = 200_000  # pairs of equal characters; above that a coarser comparison


def edit(before: Filled, text: str, book) -> tuple[Filled, list[Mark]]:
    """The new text with its marks, placeholders typed into it filled; and the marks that found no place."""
    typed = fill_typed(text, book)
    places = _Places(before.text, typed.text)
    taken, left = _Taken(typed.marks), list(before.marks)
    for follow in (_same_place, _same_claim, _changed):
        left = [mark for mark in left if not taken.take(follow(mark, typed.text, places, book))]
    return Filled(typed.text, taken.marks), left


def adopt(filled: Filled, lost: list[Mark], book) -> Filled:
    """A number moved here from another paragraph takes its mark along, when only one of the lost says the same."""
    for number in unbacked(filled):
        saying = [mark for mark in lost if _is_single(mark) and _says(mark, filled.text, number.start)]
        if len({mark.asked for mark in saying}) == 1:
            mark = _at(saying[0], filled.text, number)
            filled = Filled(filled.text, tuple(sorted([*filled.marks, mark], key=lambda mark: mark.start)))
            lost.remove(saying[0])
    return filled


def _same_place(mark, text, places, book):
    """Where the comparison of old and new text leads, if it still says the figure there."""
    return (moved for moved in _changed(mark, text, places, book) if stands(moved, text, book))


def _same_claim(mark, text, places, book):
    """Anywhere in the paragraph, a number that says this figure in this unit."""
    if _is_single(mark):
        yield from (_at(mark, text, number) for number in numbers_in(text) if _says(mark, text, number.start))


def _changed(mark, text, places, book):
    """Whatever was written in its place: for a figure the number there, for words the words there."""
    start, end = places.of(mark.start, mark.end)
    if _is_single(mark):
        near = (number for number in numbers_in(text) if number.start < max(end, start + 1) and start < number.end)
        yield from (_at(mark, text, number) for number in near)
    elif places.keeps(mark.start, mark.end):
        yield mark._replace(start=start, end=end)


def _is_single(mark):
    """One number with its unit, rather than a comparison, a date, or 暂无 for zero."""
    return mark.figure is not None and mark.asked.style not in (CHANGE, GROWTH) and not says_none(mark)


def _says(mark, text, start):
    value = value_of(mark.asked, mark.figure)
    return value is not None and says(text, start, value, unit_behind(mark))


def _at(mark, text, number):
    unit = numbers.parts_of(unit_behind(mark)).name
    return mark._replace(start=number.start, end=number.end + (len(unit) if text.startswith(unit, number.end) else 0))


class _Taken:
    """The marks that have a place; no character belongs to two of them."""

    def __init__(self, marks):
        self._marks, self._covered = [], set()
        for mark in marks:
            self.take([mark])

    def take(self, candidates):
        """The first that is free; whether any was."""
        for mark in candidates:
            if self._covered.isdisjoint(range(mark.start, mark.end)):
                self._marks.append(mark)
                self._covered.update(range(mark.start, mark.end))
                return True
        return False

    @property
    def marks(self):
        return tuple(sorted(self._marks, key=lambda mark: mark.start))


class _Places:
    """Where a stretch of the old text is in the new one."""

    def __init__(self, old, new):
        counts = Counter(new)
        pairs = sum(number * counts[character] for character, number in Counter(old).items())
        self.blocks = SequenceMatcher(None, old, new, autojunk=pairs > SLOW).get_opcodes()

    def of(self, start, end):
        """From the place of its first to that of its last character: what was put in around it is none of it."""
        touched = [block for block in self.blocks if block[1] < end and start < block[2]]
        return _moved(start, touched[0], first=True), _moved(end, touched[-1], first=False)

    def keeps(self, start, end):
        """Is any character of the stretch still there?"""
        return any(kind == "equal" and old < end and start < until for kind, old, until, _, _ in self.blocks)


def _moved(at, block, *, first):
    kind, old_start, _, new_start, new_end = block
    if kind == "equal":
        return new_start + at - old_start
    return new_start if first else new_end
