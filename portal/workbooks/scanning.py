"""What the fast reader does not tell: where formulas, error values and cells marked as text stand, how big a sheet is.

One streaming pass over the XML, without a tree, before the reader sees the part. Document types (entity bombs) are
refused.
"""

import re
from dataclasses import dataclass, field
from xml.parsers import expat

from portal.asked import whole_number

MAX_ROWS = 100_000
MAX_COLUMNS = 200
MAX_CELLS = 3_000_000
MAX_TEXT = 64_000_000  # characters of all cells of a sheet, repeated shared texts counted each time
REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")


class Malformed(ValueError):
    """Not the XML of a workbook."""


class TooLarge(ValueError):
    """More cells than any ledger has."""


@dataclass
class Marks:
    """Positions are (row, column), both from 0."""

    formulas: set = field(default_factory=set)
    errors: set = field(default_factory=set)
    quoted: set = field(default_factory=set)
    cells: int = 0
    shared: int = 0


def parse(data: bytes, start, text=None) -> None:
    """`start(name, attributes)` for every element, prefixes removed."""

    def started(name, attributes):
        start(name.rpartition(":")[2], attributes)

    def refuse(*_):
        raise Malformed("document type")

    parser = expat.ParserCreate()
    parser.StartElementHandler = started
    parser.StartDoctypeDeclHandler = refuse
    if text:
        parser.buffer_text = True
        parser.CharacterDataHandler = text
    try:
        parser.Parse(data, True)
    except (expat.ExpatError, ValueError, LookupError) as error:
        if isinstance(error, TooLarge):
            raise
        raise Malformed(str(error)) from error


def sheet_parts(workbook: bytes, relations: bytes) -> tuple[dict[str, str], str]:
    """Part name of every worksheet by its name, and the part of the shared texts ("" when there is none)."""
    targets, kinds, sheets = {}, {}, {}

    def relation(name, attributes):
        if name == "Relationship" and attributes.get("TargetMode") != "External":
            target = attributes.get("Target", "")
            identity = attributes.get("Id", "")
            targets[identity] = target if target.startswith(("/", "xl/")) else f"xl/{target}"
            kinds[identity] = attributes.get("Type", "").rpartition("/")[2]

    def sheet(name, attributes):
        if name == "sheet":
            identity = next((value for key, value in attributes.items() if key.endswith(":id")), "")
            if kinds.get(identity) == "worksheet":
                sheets[attributes.get("name", "")] = targets[identity]

    parse(relations, relation)
    parse(workbook, sheet)
    shared = next((targets[identity] for identity, kind in kinds.items() if kind == "sharedStrings"), "")
    return sheets, shared


def quoted_styles(styles: bytes) -> set[str]:
    """Style numbers by which Excel marks a cell “this is text” (the leading apostrophe)."""
    quoted, state = set(), {"inside": False, "number": 0}

    def element(name, attributes):
        if name in ("cellXfs", "cellStyles", "dxfs"):
            state["inside"] = name == "cellXfs"
        elif name == "xf" and state["inside"]:
            if attributes.get("quotePrefix") in ("1", "true"):
                quoted.add(str(state["number"]))
            state["number"] += 1

    parse(styles, element)
    return quoted


def text_lengths(shared: bytes) -> list[int]:
    lengths = []

    def element(name, _):
        if name == "si":
            lengths.append(0)

    def text(characters):
        if lengths:
            lengths[-1] += len(characters)

    parse(shared, element, text)
    return lengths


def scan_sheet(data: bytes, quoted: set[str], lengths: list[int]) -> Marks:
    marks = Marks()
    row = column = -1
    kind = style = None
    columns = {}

    def element(name, attributes):
        nonlocal row, column, kind, style
        if name == "c":
            reference = attributes.get("r")
            if reference is None:
                column += 1
            else:
                match = REFERENCE.fullmatch(reference)
                if not match:
                    raise Malformed("reference")
                letters, number = match.groups()
                row = int(number) - 1
                column = columns.get(letters)
                if column is None:
                    column = columns[letters] = column_number(letters)
            kind, style = attributes.get("t"), attributes.get("s")
        elif name in ("v", "is", "f"):
            if row >= MAX_ROWS or column >= MAX_COLUMNS:
                raise TooLarge
            if name == "f":
                marks.formulas.add((row, column))
                return
            marks.cells += 1
            if kind == "s":
                marks.shared += 1
            elif kind == "e":
                marks.errors.add((row, column))
            if style in quoted:
                marks.quoted.add((row, column))
        elif name == "row":
            number = attributes.get("r")
            row = row + 1 if number is None else int(number) - 1
            column = -1

    parse(data, element)
    if marks.cells > MAX_CELLS:
        raise TooLarge
    # Only when the worst case would be too much is it worth counting exactly.
    if marks.shared * max(lengths, default=0) > MAX_TEXT and _shared_text(data, lengths) > MAX_TEXT:
        raise TooLarge
    return marks


def column_number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def _shared_text(data, lengths):
    total, kind, index = 0, None, ""

    def close():
        nonlocal total, index
        number = whole_number(index)
        if number is not None and number < len(lengths):
            total += lengths[number]
        index = ""

    def element(name, attributes):
        nonlocal kind
        close()
        if name == "c":
            kind = attributes.get("t")

    def text(characters):
        nonlocal index
        if kind == "s" and len(index) < 10:
            index += characters.strip()

    parse(data, element, text)
    close()
    return total
