"""The body of a letter as the page shows it: the headings of the document, and the blanks nobody has filled."""

import re
from dataclasses import dataclass

from letters.documents.bodies import heading
from letters.documents.cleaning import clean_lines

OPEN = re.compile(r"(【待填：[^】]*】)")


@dataclass(frozen=True)
class Piece:
    text: str
    level: int  # of heading; 0 is text
    is_open: bool  # 【待填：…】


def lines(body):
    """A list of pieces for each paragraph."""
    return [pieces(line) for line in clean_lines(body)]


def pieces(line):
    level, end = heading(line)
    return [*_parts(line[:end], level), *_parts(line[end:], 0)]


def _parts(text, level):
    return [Piece(part, level, bool(OPEN.fullmatch(part))) for part in OPEN.split(text) if part]
