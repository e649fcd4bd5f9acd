"""A table of an attachment: its head on every page, no row torn in two, columns as wide as what stands in them."""

import math

from letters.documents.cleaning import clean
from letters.documents.markup import border, paragraph, run, tag
from letters.documents.measures import SIZE_SMALL_FOUR, TEXT_HEIGHT, TEXT_WIDTH, characters

SIDE = 80  # twips of air at either side of a cell
EDGES = ("top", "left", "bottom", "right", "insideH", "insideV")
NARROWEST, WIDEST = 3, 16  # characters of a column before it is stretched to the width of the page
ONE = SIZE_SMALL_FOUR * 20
HIGHEST = 12  # lines of a row that is kept together
NUMERIC = set("0123456789.,%-+－ ")


def is_wide(attachment):
    """More columns than an upright page holds, by what stands in them."""
    if attachment.landscape is not None:
        return attachment.landscape
    rows = grid(attachment)
    return bool(rows) and sum(natural_widths(rows)) > TEXT_WIDTH


def grid(attachment):
    """All rows with the same number of cells; the head is the first where there is one."""
    rows = [tuple(map(str, row)) for row in (attachment.columns, *attachment.rows) if row]
    count = max(map(len, rows), default=0)
    return [row + ("",) * (count - len(row)) for row in rows]


def table(attachment, landscape):
    rows = grid(attachment)
    if not rows:
        return ""
    widths = stretched(natural_widths(rows), TEXT_HEIGHT if landscape else TEXT_WIDTH)
    head = rows[:1] if attachment.columns else []
    centred = [all(is_short(row[place]) for row in rows[len(head) :]) for place in range(len(widths))]
    lines = [row_markup(row, widths, head=True) for row in head]
    lines += [row_markup(row, widths, centred=centred) for row in rows[len(head) :]]
    edges = "".join(border(side, eighths=4) for side in EDGES)
    sides = f"<w:tblCellMar>{tag('left', w=SIDE, type='dxa')}{tag('right', w=SIDE, type='dxa')}</w:tblCellMar>"
    return (
        f"<w:tbl><w:tblPr>{tag('tblW', w=sum(widths), type='dxa')}{tag('jc', val='center')}"
        f"<w:tblBorders>{edges}</w:tblBorders>{tag('tblLayout', type='fixed')}{sides}</w:tblPr>"
        f"<w:tblGrid>{''.join(tag('gridCol', w=width) for width in widths)}</w:tblGrid>{''.join(lines)}</w:tbl>"
    )


def row_markup(row, widths, *, head=False, centred=None):
    # A row that fills half a page may be torn, and such a head is said once: it would leave no room.
    properties = tag("cantSplit") + (tag("tblHeader") if head else "") if height(row, widths) <= HIGHEST else ""
    cells = "".join(
        f"<w:tc><w:tcPr>{tag('tcW', w=width, type='dxa')}{tag('vAlign', val='center')}</w:tcPr>"
        f"{cell_paragraph(text, head, centred[place] if centred else True)}</w:tc>"
        for place, (text, width) in enumerate(zip(row, widths, strict=True))
    )
    return f"<w:tr><w:trPr>{properties}</w:trPr>{cells}</w:tr>"


def height(row, widths):
    """About how many lines the fullest cell has."""
    return max(
        sum(math.ceil(characters(line) * ONE / (width - 2 * SIDE)) or 1 for line in text.split("\n"))
        for text, width in zip(row, widths, strict=True)
    )


def cell_paragraph(text, head, centred):
    if head:
        return paragraph("CellHead", run(clean(text).strip()))
    return paragraph("Cell", run(clean(text).strip()), align="center" if centred else None)


def is_short(text):
    """Figures and words of a few characters stand in the middle of their column."""
    return characters(text) <= 6 or set(text) <= NUMERIC


def natural_widths(rows):
    """Twips: as wide as the longest line, within reason; long texts go on in the next line."""
    longest = [
        max(characters(line) for row in rows for line in row[place].split("\n")) for place in range(len(rows[0]))
    ]
    return [round(min(max(count, NARROWEST), WIDEST) * ONE + 2 * SIDE) for count in longest]


def stretched(widths, full):
    """As wide as the page in all; the last column takes what rounding leaves."""
    widths = [width * full // sum(widths) for width in widths]
    return [*widths[:-1], full - sum(widths[:-1])]
