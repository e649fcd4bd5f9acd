"""WordprocessingML in strings: paragraphs, runs and what they need, each child in the order that the schema wants."""

from xml.sax.saxutils import escape, quoteattr

NAMESPACES = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
}
DECLARATIONS = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in NAMESPACES.items())


def root(tag, inside, attributes=""):
    """A whole part, to be parsed."""
    return f"<{tag} {DECLARATIONS} {attributes}>{inside}</{tag}>"


def tag(name, /, **attributes):
    """An empty element; an attribute that is None is left out."""
    words = "".join(f" w:{key}={quoteattr(str(value))}" for key, value in attributes.items() if value is not None)
    return f"<w:{name}{words}/>"


def fonts(name):
    """One font for Latin and Chinese alike, so that quotation marks and dashes are as wide as characters."""
    return tag("rFonts", ascii=name, hAnsi=name, eastAsia=name, cs=name)


def size(points):
    half = round(points * 2)
    return tag("sz", val=half) + tag("szCs", val=half)


def run(text, style=None, properties=""):
    """Text in one form. A line end becomes a break; cleaning is the caller's."""
    if style:
        properties = tag("rStyle", val=style) + properties
    front = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    broken = tag("br").join(f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in text.split("\n"))
    return f"<w:r>{front}{broken.replace(chr(9), ' ')}</w:r>"


def paragraph(style, *runs, section="", **properties):
    inside = tag("pStyle", val=style) + paragraph_properties(**properties) + section
    return f"<w:p><w:pPr>{inside}</w:pPr>{''.join(runs)}</w:p>"


def paragraph_properties(
    *,
    keep_next=False,
    page_break=False,
    borders="",
    tabs="",
    before=None,
    after=None,
    line=None,
    left=None,
    right=None,
    first=None,
    hanging=None,
    first_characters=None,
    align=None,
    outline=None,
):
    """Lengths are twips; `line` is an exact height."""
    inside = tag("keepNext") if keep_next else ""
    inside += tag("pageBreakBefore") if page_break else ""
    inside += f"<w:pBdr>{borders}</w:pBdr>" if borders else ""
    inside += f"<w:tabs>{tabs}</w:tabs>" if tabs else ""
    if any(value is not None for value in (before, after, line)):
        rule = None if line is None else "exact"
        inside += tag("spacing", before=whole(before), after=whole(after), line=whole(line), lineRule=rule)
    if any(value is not None for value in (left, right, first, hanging)):
        lengths = {"left": whole(left), "right": whole(right), "firstLineChars": first_characters}
        inside += tag("ind", **lengths, firstLine=whole(first), hanging=whole(hanging))
    inside += tag("jc", val=align) if align else ""
    inside += tag("outlineLvl", val=outline) if outline is not None else ""
    return inside


def whole(length):
    return None if length is None else round(length)


def border(side, *, kind="single", eighths, space=0, colour="auto"):
    """A line along a paragraph or table; its width is in eighths of a point."""
    return tag(side, val=kind, sz=eighths, space=space, color=colour)
