"""Does a text still say what the snapshot says? Taken apart: figures that stand, that are wrong, that nobody backs.

A number without a figure behind it is no error: it is shown, so that whoever signs knows which numbers are whose.
"""

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise

from desk.reports import numbers
from desk.reports.filling import BLANK, Filled, Mark, say, unit_of, value_of
from desk.reports.placeholders import BARE, CHANGE, DROP, GROWTH
from desk.reports.reading import number_at, numbers_in

MORE = re.compile("增|多|上升|提高|提升")
LESS = re.compile("减|少|下降|降低")
AS_OF = re.compile(r"截至((?P<year>\d{4}年)?(?P<day>\d{1,2}月(?:\d{1,2}日|底)))")
PLAIN, FIGURE, WRONG, UNBACKED, TO_WRITE = "plain", "figure", "wrong", "unbacked", "blank"


@dataclass(frozen=True)
class Piece:
    """A stretch of a paragraph. `note`: the number of its footnote; `expected`: what the snapshot would say there."""

    kind: str
    text: str
    mark: Mark | None = None
    expected: str = ""


def pieces_of(filled: Filled, book) -> list[Piece]:
    text, at, pieces = filled.text, 0, []
    for start, end, piece in sorted(_stretches(filled, book), key=lambda stretch: stretch[:2]):
        if start < at:
            continue
        if start > at:
            pieces.append(Piece(PLAIN, text[at:start]))
        pieces.append(piece)
        at = end
    if at < len(text):
        pieces.append(Piece(PLAIN, text[at:]))
    return _with_units(pieces)


def _with_units(pieces):
    """A unit that people wrote behind a bare number belongs to it: the footnote of “1100余” 次 stands behind 次."""
    for place, (piece, following) in enumerate(pairwise(pieces)):
        if piece.mark is None or piece.mark.asked.style != BARE or following.kind != PLAIN:
            continue
        unit = piece.mark.figure.unit
        ends = [unit[start:] for start in range(len(unit)) if following.text.startswith(unit[start:])]
        if ends:
            pieces[place] = replace(piece, text=piece.text + ends[0])
            pieces[place + 1] = replace(following, text=following.text.removeprefix(ends[0]))
    return pieces


def title_faults(title: str, book) -> list[str]:
    """What the title says otherwise, in words. It has no footnotes, so any figure of the snapshot may back a number."""
    faults = [
        f"标题里的“{number.words}”，快照里没有这个数，请核对。"
        for number in numbers_in(title)
        if not any(_is_backed(title, number, figure) for figure in book.figures.values())
    ]
    return faults + [
        f"标题写作“截至{match[1]}”，快照截至{book.words['截至日期']}。"
        for match in AS_OF.finditer(title)
        if (match["year"] or "") + match["day"] not in _days_said(book)
    ]


def _days_said(book):
    """7月底, 7月31日, 2023年7月31日, 2023年7月底."""
    year, day = book.words["年份"], book.words["截至日期"]
    short = {book.words["截至"], day.removeprefix(year)}
    return short | {year + words for words in short}


def _is_backed(text, number, figure):
    values = [value for value in (figure.value, figure.before) if value is not None]
    return any(says(text, number.start, value, figure.unit) for value in values)


def stands(mark: Mark, text: str, book) -> bool:
    """Do the words at this mark say the figure?"""
    words = text[mark.start : mark.end]
    if words == expected(mark, book):
        return True
    if mark.figure is None:
        return False
    if mark.asked.style in (CHANGE, GROWTH):
        return _compares(words, mark)
    if says_none(mark) and not numbers_in(words):
        return True
    value = value_of(mark.asked, mark.figure)
    return value is not None and says(text, mark.start, value, unit_behind(mark))


def says_none(mark: Mark) -> bool:
    """Zero that the template says in words, which people may choose themselves."""
    return mark.asked.zero not in ("", DROP) and not value_of(mark.asked, mark.figure)


def expected(mark: Mark, book) -> str:
    """What this snapshot says there, in official style."""
    if mark.figure is None:
        return book.words.get(mark.asked.name, "")
    return say(mark.asked, mark.figure) or ""


def says(text: str, start: int, value: Decimal, unit: str) -> bool:
    """Is there at this place a number which claims the value, with the unit behind it?"""
    number = number_at(text, start)
    scale, name = numbers.parts_of(unit)
    if number is None:
        return False
    if number.is_percent:
        return unit in numbers.PERCENT and number.claims(value)
    return number.claims(value * scale) and text.startswith(name, number.end)


def unit_behind(mark: Mark) -> str:
    return unit_of(mark.asked, mark.figure) if mark.asked.style == BARE else mark.figure.unit


def _stretches(filled, book):
    for mark in filled.marks:
        kind = FIGURE if stands(mark, filled.text, book) else WRONG
        piece = Piece(kind, filled.text[mark.start : mark.end], mark, expected(mark, book))
        yield mark.start, mark.end, piece
    for match in BLANK.finditer(filled.text):
        yield match.start(), match.end(), Piece(TO_WRITE, match[0])
    for number in unbacked(filled):
        yield number.start, number.end, Piece(UNBACKED, number.words)


def unbacked(filled: Filled):
    return [
        number
        for number in numbers_in(filled.text)
        if not any(number.start < mark.end and mark.start < number.end for mark in filled.marks)
    ]


def _compares(words, mark):
    """“增加了12场次” beside 比上年同期: the direction and one number have to be right."""
    value, before = mark.figure.value, mark.figure.before
    found = numbers_in(words)
    if not before or len(found) != 1 or value == before:
        return False
    right, wrong = (MORE, LESS) if value > before else (LESS, MORE)
    if not right.search(words) or wrong.search(words):
        return False
    if found[0].is_percent:
        tenths = (abs(value - before) * 100 / before).quantize(Decimal("0.1"), numbers.ROUND_HALF_UP)
        return found[0].claims(tenths)
    return says(words, found[0].start, abs(value - before), mark.figure.unit)
