"""A paragraph was edited: where do its figures stand now?

No marker is kept inside the text, so that people write plain words. A number that says the figure of a mark keeps that
mark, wherever it went; of the others a mark goes with what was written in its place, and is then found to be wrong. A
figure that was taken out loses its mark, and gets it back where the same words turn up in another paragraph.
"""

from difflib import SequenceMatcher

from desk.reports import numbers
from desk.reports.checking import says, stands, unbacked, unit_behind
from desk.reports.filling import Filled, Mark, fill_typed, value_of
from desk.reports.placeholders import CHANGE, GROWTH
from desk.reports.reading import numbers_in

SLOW = 1_000_000  # characters compared with characters; above that a coarser comparison


def edit(before: Filled, text: str, book) -> tuple[Filled, list[Mark]]:
    """The new text with its marks, placeholders typed into it filled; and the marks that found no place."""
    typed = fill_typed(text, book)
    taken, left = list(typed.marks), list(before.marks)
    places = _Places(before.text, typed.text)
    for follow in (_same_place, _same_claim, _changed):
        for mark in list(left):
            moved = follow(mark, typed.text, places, book)
            if moved and not any(moved.start < other.end and other.start < moved.end for other in taken):
                taken.append(moved)
                left.remove(mark)
    return Filled(typed.text, tuple(sorted(taken, key=lambda mark: mark.start))), left


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
    moved = _changed(mark, text, places, book)
    return moved if moved and stands(moved, text, book) else None


def _same_claim(mark, text, places, book):
    """Anywhere in the paragraph, a number that says this figure in this unit."""
    if not _is_single(mark):
        return None
    found = [number for number in numbers_in(text) if _says(mark, text, number.start)]
    return _at(mark, text, found[0]) if len(found) == 1 else None


def _changed(mark, text, places, book):
    """Whatever was written in its place: for a figure the number there, for words the words there."""
    start, end = places.of(mark.start, mark.end)
    if not _is_single(mark):
        return mark._replace(start=start, end=end) if places.keeps(mark.start, mark.end) else None
    near = [number for number in numbers_in(text) if number.start < max(end, start + 1) and start < number.end]
    return _at(mark, text, near[0]) if near else None


def _is_single(mark):
    """One number with its unit, rather than a comparison or a date."""
    return mark.figure is not None and mark.asked.style not in (CHANGE, GROWTH)


def _says(mark, text, start):
    value = value_of(mark.asked, mark.figure)
    return value is not None and says(text, start, value, unit_behind(mark))


def _at(mark, text, number):
    unit = numbers.parts_of(unit_behind(mark)).name
    return mark._replace(start=number.start, end=number.end + (len(unit) if text.startswith(unit, number.end) else 0))


class _Places:
    """Where a stretch of the old text is in the new one."""

    def __init__(self, old, new):
        coarsely = len(old) * len(new) > SLOW
        self.blocks = SequenceMatcher(None, old, new, autojunk=coarsely).get_opcodes()

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
