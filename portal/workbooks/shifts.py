"""Has somebody deleted or inserted a cell, so that the row stands under the wrong titles?

Never guessed right again, only reported: a row whose values fit far better one place aside, or whose numbers stand
where words belong while its words stand where numbers belong.
"""

from portal.workbooks.cells import is_empty, looks_numeric, parse, shown

NUMERIC = {"int", "decimal"}
WORDS = {"text", "choice", "list"}


def shift_of(row, header, columns) -> str | None:
    """What to tell about a row that has faults already; None when it is not shifted."""
    places = sorted(
        ((header.places[column.name], column) for column in columns if column.name in header.places), key=_place
    )
    if _misfits(row, places, header) >= 2:
        for start, column in places:
            if _fits(_without(row, start), places, header):
                return f"疑似错列：从“{column.name}”起各格似乎向右错了一列，请核对"
            kept = [(place, column) for place, column in places if place != start]
            if _fits(_with_gap(row, start), kept, header):
                return f"疑似错列：从“{column.name}”起各格似乎向左错了一列，请核对"
    return _swapped(row, places)


def _place(pair):
    return pair[0]


def _without(row, start):
    """The row before somebody inserted an empty cell there."""
    return [*row[:start], *row[start + 1 :], None] if is_empty(row[start]) else row


def _with_gap(row, start):
    """The row before somebody deleted the cell that stood there."""
    return [*row[:start], None, *row[start:]]


def _misfits(row, places, header):
    return _outside(row, header) + sum(_misfit(row[place], column) for place, column in places)


def _fits(row, places, header):
    return not _outside(row, header) and not any(_misfit(row[place], column) for place, column in places)


def _outside(row, header):
    """Something stands to the right of the last title."""
    return any(not is_empty(value) for value in row[max(header.titles) + 1 :])


def _misfit(raw, column):
    if is_empty(raw):
        return column.required and not column.fill_down
    if column.kind == "text" and isinstance(raw, int | float):
        return True
    try:
        parse(raw, column)
    except ValueError:
        return True
    return False


def _swapped(row, places):
    filled = [(row[place], column) for place, column in places if not is_empty(row[place])]
    words = [(raw, column) for raw, column in filled if column.kind in NUMERIC and not looks_numeric(raw)]
    numbers = [(raw, column) for raw, column in filled if column.kind in WORDS and looks_numeric(raw)]
    if not words or not numbers:
        return None
    (word, number_column), (number, word_column) = words[0], numbers[0]
    return (
        f"疑似错列：“{number_column.name}”应填数字，现为“{shown(word)}”；"
        f"“{word_column.name}”应填文字，现为“{shown(number)}”，请核对"
    )
