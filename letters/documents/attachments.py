"""附件: each on a new page, “附件1” in its first line, its title in the third; wide tables on a page on its side."""

from letters.documents import bodies, pages, tables
from letters.documents.cleaning import clean_line
from letters.documents.markup import paragraph, run
from letters.documents.measures import LINE


def attachments(paper, opening):
    """(markup, the section that is still open): a turned page ends the section before it and its own.

    `opening` says of the first section what only the first one says; afterwards it is empty.
    """
    parts, landscape = [], False
    for number, attachment in enumerate(paper.attachments, 1):
        wide = tables.is_wide(attachment)
        turned = wide != landscape  # a new section, which begins a page; otherwise the mark does
        if turned:
            parts.append(section_end(opening, landscape=landscape, letter=paper.form == "letter"))
            opening, landscape = {}, wide
        mark = f"附件{number}" if len(paper.attachments) > 1 else "附件"
        parts.append(page(mark, attachment, wide, page_break=not turned))
    return "".join(parts), opening, landscape


def section_end(opening, **properties):
    """A line of no height that ends a section; the next one begins on a new page."""
    return paragraph("SectionEnd", line=20, section=pages.section(**opening, **properties))


def page(mark, attachment, landscape, page_break):
    title = clean_line(attachment.title)
    head = paragraph("AttachmentMark", run(mark), page_break=page_break)
    head += bodies.title(title, before=LINE)
    text = bodies.text_paragraphs(attachment.text, before=LINE)
    if table := tables.table(attachment, landscape):
        # One line of air before the table; behind it Word wants a paragraph.
        table = paragraph("Body") + table + paragraph("SectionEnd")
    return head + "".join(text) + table
