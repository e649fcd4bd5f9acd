"""版记: at the foot of the last page, its last line on the lower edge of the type area.

It hangs in a text box that is held to that edge; an empty line as high as the box keeps the place in the text, so that
on a page without room both go to the next one.
"""

import math

from letters.documents.cleaning import clean_line
from letters.documents.heads import written
from letters.documents.markup import border, paragraph, run, tag
from letters.documents.measures import LINE, SIZE_FOUR, TEXT_WIDTH, characters, indent

THICK, THIN = 8, 6  # eighths of a point: 0.35 and 0.25 mm
EMU = 635  # units of a drawing in a twip
MOST_IN_A_BOX = 12  # lines
NAMES_LINE = math.floor(TEXT_WIDTH / indent(1, SIZE_FOUR)) - 5  # characters beside “抄送：” and the blanks at the sides


def record(paper):
    """The letter form has neither rules nor the line of the printer."""
    entries = []
    if cc := clean_line(paper.cc).rstrip("。"):
        entries.append((copies(cc), math.ceil((characters(cc) + 1) / NAMES_LINE)))
    printed = clean_line(paper.printed_by), written(paper.printed_on)
    if paper.form != "letter" and any(printed):
        entries.append((printing(*printed), 1))
    if not entries:
        return ""
    ruled = paper.form != "letter"
    rows = "".join(
        row(paragraph("Record", line, **edges), rules(place, len(entries)) if ruled else "")
        for place, ((line, edges), _) in enumerate(entries)
    )
    table = (
        f"<w:tbl><w:tblPr>{tag('tblW', w=TEXT_WIDTH, type='dxa')}{tag('tblInd', w=0, type='dxa')}"
        f"{tag('tblLayout', type='fixed')}<w:tblCellMar>{tag('left', w=0, type='dxa')}{tag('right', w=0, type='dxa')}"
        f"</w:tblCellMar></w:tblPr><w:tblGrid>{tag('gridCol', w=TEXT_WIDTH)}</w:tblGrid>{rows}</w:tbl>"
    )
    lines = sum(lines for _, lines in entries)
    # Names that fill the page go on to the next one, which a box cannot.
    return held_to_the_foot(table, lines * LINE) if lines <= MOST_IN_A_BOX else table + paragraph("SectionEnd")


def row(inside, borders):
    """A line of the record; rules of cells are as wide as the type area, whatever the indent of the text."""
    properties = tag("tcW", w=TEXT_WIDTH, type="dxa") + (f"<w:tcBorders>{borders}</w:tcBorders>" if borders else "")
    return f"<w:tr><w:tc><w:tcPr>{properties}</w:tcPr>{inside}</w:tc></w:tr>"


def copies(names):
    return run(f"抄送：{names}。"), {
        "left": indent(4, SIZE_FOUR),
        "hanging": indent(3, SIZE_FOUR),
        "right": indent(1, SIZE_FOUR),
    }


def printing(issuer, day):
    edge = tag("tab", val="right", pos=TEXT_WIDTH - indent(1, SIZE_FOUR))
    line = run(issuer) + f"<w:r>{tag('tab')}</w:r>" + run(f"{day}印发" if day else "")
    return line, {"left": indent(1, SIZE_FOUR), "tabs": edge}


def rules(place, count):
    """Thick above the first entry and under the last, thin in between."""
    above = border("top", eighths=THICK if place == 0 else THIN)
    return above + (border("bottom", eighths=THICK) if place == count - 1 else "")


def held_to_the_foot(inside, height):
    across, down = TEXT_WIDTH * EMU, height * EMU
    box = (
        '<mc:AlternateContent><mc:Choice Requires="wps"><w:drawing>'
        '<wp:anchor distT="0" distB="0" distL="0" distR="0" simplePos="0" relativeHeight="1" behindDoc="0" '
        'locked="0" layoutInCell="1" allowOverlap="1"><wp:simplePos x="0" y="0"/>'
        '<wp:positionH relativeFrom="margin"><wp:align>left</wp:align></wp:positionH>'
        '<wp:positionV relativeFrom="margin"><wp:align>bottom</wp:align></wp:positionV>'
        f'<wp:extent cx="{across}" cy="{down}"/><wp:effectExtent l="0" t="0" r="0" b="0"/><wp:wrapNone/>'
        '<wp:docPr id="1" name="版记"/><wp:cNvGraphicFramePr/><a:graphic>'
        '<a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><wps:wsp>'
        '<wps:cNvSpPr txBox="1"/><wps:spPr><a:xfrm><a:off x="0" y="0"/>'
        f'<a:ext cx="{across}" cy="{down}"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
        "<a:noFill/><a:ln><a:noFill/></a:ln></wps:spPr>"
        f"<wps:txbx><w:txbxContent>{inside}{paragraph('SectionEnd')}</w:txbxContent></wps:txbx>"
        '<wps:bodyPr rot="0" vert="horz" wrap="square" lIns="0" tIns="0" rIns="0" bIns="0" anchor="b">'
        "<a:noAutofit/></wps:bodyPr></wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing></mc:Choice>"
        "</mc:AlternateContent>"
    )
    return paragraph("Record", f"<w:r>{box}</w:r>", line=height)
