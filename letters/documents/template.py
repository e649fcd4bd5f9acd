"""An empty document for each form, made once and kept as bytes: styles, settings, margins and what stands in them."""

from dataclasses import dataclass
from functools import cache
from io import BytesIO

from docx import Document
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from lxml import etree

from letters.documents import pages, styles
from letters.documents.markup import paragraph, root, tag
from letters.documents.measures import LINE

# What python-docx brings along and a letter has no use for: among it the preview picture and the name of a program.
KEPT = {getattr(RELATIONSHIP_TYPE, name) for name in ("STYLES", "SETTINGS", "FONT_TABLE", "THEME")}
KEPT_OF_PACKAGE = {RELATIONSHIP_TYPE.OFFICE_DOCUMENT, RELATIONSHIP_TYPE.CORE_PROPERTIES}

WORD = "http://schemas.microsoft.com/office/word"
SETTINGS = (
    tag("zoom", percent=100)
    + tag("defaultTabStop", val=420)
    + tag("evenAndOddHeaders")
    + tag("drawingGridVerticalSpacing", val=LINE)
    + tag("characterSpacingControl", val="doNotCompress")
    + f"<w:footnotePr>{tag('footnote', id=-1)}{tag('footnote', id=0)}</w:footnotePr>"
    + f"<w:compat>{tag('useFELayout')}{tag('compatSetting', name='compatibilityMode', uri=WORD, val=15)}</w:compat>"
    + tag("themeFontLang", val="en-US", eastAsia="zh-CN")
)
SEPARATORS = "".join(
    f'<w:footnote w:type="{kind}" w:id="{number}">'
    f"<w:p><w:pPr>{tag('pStyle', val='Note')}</w:pPr><w:r>{tag(kind)}</w:r></w:p></w:footnote>"
    for number, kind in [(-1, "separator"), (0, "continuationSeparator")]
)


@dataclass(frozen=True)
class Blank:
    file: bytes
    references: str  # what the first section says to have these footers


@cache
def blank(letter):
    """The empty document; `letter` for the form with a rule at the top and at the foot of its first page."""
    document = Document()
    for part, kept in ((document.part, KEPT), (document.part.package, KEPT_OF_PACKAGE)):
        for key, relation in list(part.rels.items()):
            if relation.reltype not in kept:
                del part.rels[key]
    fill(document.styles.element, styles.INSIDE)
    fill(document.settings.element, SETTINGS)
    fonts = document.part.part_related_by(RELATIONSHIP_TYPE.FONT_TABLE)
    fonts._blob = root("w:fonts", styles.FONT_TABLE).encode()
    add_footnotes(document)
    fill_margins(document.sections[0], letter)
    references = [child for child in document.sections[0]._sectPr if child.tag.endswith("Reference")]
    file = BytesIO()
    document.save(file)
    return Blank(file.getvalue(), "".join(etree.tostring(child, encoding="unicode") for child in references))


def fill(element, markup):
    """Put other children into an element of python-docx."""
    for child in list(element):
        element.remove(child)
    element.extend(parse_xml(root("w:body", markup)))


def add_footnotes(document):
    """python-docx knows no footnotes; the part takes those of a draft later."""
    blob = root("w:footnotes", SEPARATORS).encode()
    part = Part(PackURI("/word/footnotes.xml"), CONTENT_TYPE.WML_FOOTNOTES, blob, document.part.package)
    document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)


def fill_margins(section, letter):
    """Page numbers on the outer side; the first page of a letter has rules instead."""
    lift = pages.PAGE_NUMBER_TO_EDGE - pages.FOOTER_OF_LETTER if letter else 0
    section.different_first_page_header_footer = letter
    in_margins = {
        section.footer: pages.page_number("right", lift),
        section.even_page_footer: pages.page_number("left", lift),
    }
    if letter:
        rules = pages.letter_rules(pages.THIN, pages.THICK)
        in_margins |= {section.first_page_header: paragraph("Mark"), section.first_page_footer: rules}
    for margin, markup in in_margins.items():
        margin.is_linked_to_previous = False
        fill(margin._element, markup)
