"""A paragraph of a template, filled from a snapshot: the text, and which figure stands where in it.

Nothing is worked out but what the snapshot says, and nothing is said of what happened: that is for people to write.
"""

import re
from calendar import monthrange
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from desk.reports import numbers
from desk.reports.placeholders import (
    BARE,
    BEFORE,
    BY_HAND,
    CHANGE,
    DROP,
    EXACT,
    GROWTH,
    PLACEHOLDER,
    Asked,
    named,
    parse,
)

CLAUSE = re.compile(r"(?:[{｛][^{}｛｝\n]{1,100}[}｝]|[^，；。！？\n])*[，；。！？\n]?")
ENDS = "；。！？\n"
BLANK = re.compile(r"【(?:由工委填写|待填)[^】\n]*】")
TO_WRITE = f"【{BY_HAND}】"


class Mark(NamedTuple):
    start: int
    end: int
    asked: Asked
    figure: object = None  # of the snapshot: key, name, unit, value, before; None for a word such as 截至


class Filled(NamedTuple):
    text: str
    marks: tuple[Mark, ...] = ()


class Book:
    """What one snapshot can say. `figures`: its rows."""

    def __init__(self, snapshot, figures):
        self.snapshot = snapshot
        by_key = {figure.key: figure for figure in figures}
        pairs = [(key, figure.name) for key, figure in by_key.items()]
        self.figures = {name: by_key[key] for name, key in named(pairs).items()}
        self.words = words_of(snapshot)

    def knows(self, name):
        return name in self.figures or name in self.words

    def say(self, asked: Asked) -> str | None:
        """None where this snapshot has nothing to say: it may be older than the measure."""
        if asked.name in self.words:
            return self.words[asked.name]
        figure = self.figures.get(asked.name)
        return figure and say(asked, figure)

    def is_zero(self, asked: Asked) -> bool:
        figure = self.figures.get(asked.name)
        return figure is not None and not value_of(asked, figure)


def fill(source: str, book: Book) -> Filled:
    """A paragraph of a template: placeholders once, from left to right; what the snapshot cannot say is left open."""
    return _spelled("".join(_without_empty_clauses(source, book)), book, lambda asked: True)


def fill_typed(text: str, book: Book) -> Filled:
    """What somebody wrote into a draft: a placeholder this snapshot knows becomes its figure, other braces stay."""
    return _spelled(text, book, lambda asked: book.knows(asked.name))


def say(asked: Asked, figure) -> str | None:
    value, before = figure.value, figure.before
    if asked.style == CHANGE:
        return _written(numbers.change, value, before or Decimal(), figure.unit)
    if asked.style == GROWTH:
        return _written(numbers.growth, value, before or Decimal())
    if asked.style == BEFORE and before is None:
        return None
    value = value_of(asked, figure)
    if not value and asked.zero and asked.zero != DROP:
        return asked.zero
    if asked.style == EXACT:
        return _written(numbers.exact, value, figure.unit)
    return _written(numbers.official, value, unit_of(asked, figure))


def value_of(asked: Asked, figure) -> Decimal | None:
    return figure.before if asked.style == BEFORE else figure.value


def unit_of(asked: Asked, figure) -> str:
    """Without the unit a 万元 is still counted in 万: the writer adds 元."""
    name = numbers.parts_of(figure.unit).name
    return figure.unit.removesuffix(name) if asked.style == BARE and name else figure.unit


def words_of(snapshot) -> dict[str, str]:
    since, until = snapshot.since, snapshot.until
    year = "" if since.year == until.year else f"{until.year}年"
    return {
        "截至": until_words(until),
        "截至日期": day_words(until),
        "期间": f"{day_words(since)}至{year}{until.month}月{until.day}日",
        "年份": f"{until.year}年",
        "工委": snapshot.committee.short_name,
        BY_HAND: TO_WRITE,
    }


def until_words(day: date) -> str:
    """“7月底” on the last day of a month, “7月15日” on another."""
    if day.day == monthrange(day.year, day.month)[1]:
        return f"{day.month}月底"
    return f"{day.month}月{day.day}日"


def day_words(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def _spelled(source, book, is_meant):
    parts, marks, at, length = [], [], 0, 0
    for match in PLACEHOLDER.finditer(source):
        asked = _asked(match)
        if asked is None or not is_meant(asked):
            continue
        before = source[at : match.start()]
        words = book.say(asked)
        at, start = match.end(), length + len(before)
        if words and asked.name != BY_HAND:
            marks.append(Mark(start, start + len(words), asked, book.figures.get(asked.name)))
        words = f"【待填：{asked.name}】" if words is None else words
        parts += [before, words]
        length = start + len(words)
    return Filled("".join([*parts, source[at:]]), tuple(marks))


def _asked(match):
    """None where the braces hold what cannot be a placeholder."""
    try:
        return parse(match[1])
    except ValueError:
        return None


def _without_empty_clauses(source, book):
    """A clause whose figure is zero and may be left out goes, its sentence too when no other figure stays in it."""
    sentence = []
    for match in CLAUSE.finditer(source):
        if match[0]:
            sentence.append(match[0])
        if not match[0] or match[0][-1] in ENDS:
            yield from _sentence(sentence, book)
            sentence = []


def _sentence(clauses, book):
    kept = [clause for clause in clauses if not _is_empty(clause, book)]
    if len(kept) == len(clauses):
        return clauses
    line = "\n" if clauses[-1].endswith("\n") else ""
    if not any(_figures(clause, book) for clause in kept):
        return [line]
    if kept[-1] != clauses[-1]:
        kept[-1] = kept[-1].rstrip("，") + (clauses[-1][-1] if clauses[-1][-1] in ENDS else "")
    return kept


def _is_empty(clause, book):
    return any(asked.zero == DROP and book.is_zero(asked) for asked in _figures(clause, book))


def _figures(clause, book):
    found = (_asked(match) for match in PLACEHOLDER.finditer(clause))
    return [asked for asked in found if asked and asked.name in book.figures]


def _written(write, *values):
    """A figure below zero is none that prose can say; the paragraph shows that it is missing."""
    try:
        return write(*values)
    except ValueError:
        return None
