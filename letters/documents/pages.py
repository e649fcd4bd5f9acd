"""Pages: paper, margins, grid, and what stands in the margins. Every section says these again."""

from letters.documents.markup import border, paragraph, run, tag
from letters.documents.measures import (
    BOTTOM,
    GRID_ADDS,
    LEFT,
    LINE,
    PAPER,
    RIGHT,
    SIZE_FOUR,
    TOP,
    indent,
    twips,
)
from letters.documents.styles import RED

# The dash of the page number starts 7 mm under the type area; it stands in the middle of its line of 14 points.
PAGE_NUMBER_LINE = SIZE_FOUR * 20
PAGE_NUMBER_TO_EDGE = BOTTOM - twips(7) + round(0.44 * PAGE_NUMBER_LINE) - PAGE_NUMBER_LINE
# On its side a page is bound at the top, so its margins are those of the upright page, turned.
TURNED_BOTTOM = RIGHT

# 信函格式: rules of 170 mm in the middle of the page, the second one 20 mm above its lower edge.
LETTER_RULE = twips(170)
LETTER_RULE_LEFT = (PAPER[0] - LETTER_RULE) // 2 - LEFT
LETTER_RULE_RIGHT = (PAPER[0] - LETTER_RULE) // 2 - RIGHT
THICK, THIN = 24, 6  # eighths of a point
DOUBLE = 20 + (THICK + THIN) * 20 // 8  # how high the two rules are together, with the point between them
LETTER_RULE_TO_EDGE = twips(20)
LETTER_MARK_TO_EDGE = twips(30)
FOOTER_OF_LETTER = LETTER_RULE_TO_EDGE - DOUBLE // 2


def letter_rules(*widths, space=0):
    """Red rules, one under the other. Not one double border: programs disagree on which of its lines is above."""
    return "".join(
        paragraph(
            "PageNumber",
            borders=border("bottom", eighths=eighths, space=0 if place else space, colour=RED),
            line=20,
            left=LETTER_RULE_LEFT,
            right=LETTER_RULE_RIGHT,
        )
        for place, eighths in enumerate(widths)
    )


def page_number(side, lift=0):
    """“— 1 —”, one blank from the edge of the type area; `lift` is room under it."""
    number = f'<w:fldSimple w:instr=" PAGE ">{run("1")}</w:fldSimple>'
    blank = {side: indent(1, SIZE_FOUR)}
    under = paragraph("PageNumber", line=lift) if lift else ""
    return paragraph("PageNumber", run("— "), number, run(" —"), align=side, **blank) + under


def section(*, references="", landscape=False, letter=False, first=False):
    """The properties that end a section. Footers carry over from section to section; only the first may differ."""
    wide, high = PAPER
    top, right, bottom, left = TOP, RIGHT, BOTTOM, LEFT
    if landscape:
        wide, high = high, wide
        top, right, bottom, left = LEFT, TOP, RIGHT, BOTTOM
    header = LETTER_MARK_TO_EDGE if letter and not landscape else twips(15)
    footer = FOOTER_OF_LETTER if letter else PAGE_NUMBER_TO_EDGE
    if landscape:
        footer -= BOTTOM - TURNED_BOTTOM
    inside = (
        references
        + tag("pgSz", w=wide, h=high, orient="landscape" if landscape else None)
        + tag("pgMar", top=top, right=right, bottom=bottom, left=left, header=header, footer=footer, gutter=0)
        + (tag("titlePg") if letter and first else "")
        + tag("docGrid", type="linesAndChars", linePitch=LINE, charSpace=GRID_ADDS)
    )
    return f"<w:sectPr>{inside}</w:sectPr>"
