"""A paper becomes a file."""

from io import BytesIO

from docx import Document
from docx.oxml import parse_xml

from letters.documents import attachments, bodies, endings, footnotes, heads, packing, pages, records, template
from letters.documents.cleaning import clean_line
from letters.documents.markup import root
from letters.documents.measures import LINE


def write(paper) -> bytes:
    """The .docx of a Paper; equal papers have equal bytes. Characters that XML cannot hold are left out."""
    letter = paper.form == "letter"
    blank = template.blank(letter)
    document = Document(BytesIO(blank.file))
    body, notes = footnotes.marked(paper.body, paper.footnotes)
    opening = {"references": blank.references, "first": True}
    annexes, opening, landscape = attachments.attachments(paper, opening)
    inside = head(paper) + text(paper, body, len(notes)) + annexes
    if record := records.record(paper):
        if landscape:
            inside += attachments.section_end(opening, landscape=True, letter=letter)
            opening, landscape = {}, False
        inside += record
    inside += pages.section(**opening, landscape=landscape, letter=letter)
    if letter:
        template.fill(document.sections[0].first_page_header._element, heads.letter_head(paper))
    footnotes.add_notes(document, notes)
    # The whole part at once: lxml takes minutes to move a long table into another tree.
    document.part._element = parse_xml(root("w:document", f"<w:body>{inside}</w:body>"))
    packing.set_properties(document, clean_line(paper.title), paper.signed_on)
    return packing.pack(document)


def head(paper):
    match paper.form:
        case "head":
            above, before = heads.red_head(paper), 2 * LINE
        case "letter":
            above, before = heads.letter_number(paper), 2 * LINE
        case "minutes":
            above, before = heads.minutes_head(paper), 2 * LINE
        case _:
            above, before = "", 0
    return above + bodies.title(paper.title, before=before) + bodies.addressee(paper.to)


def text(paper, body, notes):
    gap = LINE if paper.title.strip() and not paper.to.strip() else 0
    paragraphs = "".join(bodies.text_paragraphs(body, notes, before=gap, keep_last=paper.form != "minutes"))
    paragraphs += endings.attachment_note([attachment.title for attachment in paper.attachments])
    if paper.form == "minutes":
        return paragraphs + endings.attendance(paper) + endings.remark(paper.note)
    # Without attachments the record follows at once, and is not to have a page of its own.
    keep = not paper.attachments and bool(paper.cc or paper.printed_by)
    return paragraphs + endings.signature(paper, keep) + endings.remark(paper.note, keep)
