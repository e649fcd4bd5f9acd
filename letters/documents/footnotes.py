"""Footnotes of a draft: a mark in the text, a note at the foot of that page, a link to where its figure comes from."""

from docx.opc.constants import RELATIONSHIP_TYPE

from letters.documents.cleaning import BLANK, clean, clean_line
from letters.documents.markup import paragraph, root, run, tag
from letters.documents.template import SEPARATORS

MARK = "\ufdd0"  # no character of any script: cleaning takes it out of what people write
SCHEMES = ("http://", "https://")


def marked(text, footnotes):
    """The clean lines of the text with a mark where each note belongs, and the notes in the order of their marks."""
    notes = sorted(footnotes, key=lambda note: note.place)
    places = [min(max(note.place, 0), len(text)) for note in notes]
    pieces = [text[start:end] for start, end in zip([0, *places], [*places, len(text)], strict=True)]
    lines = MARK.join(map(clean, pieces)).split("\n")
    return "\n".join(without_empty(line.strip(BLANK) for line in lines)), notes


def without_empty(lines):
    """The lines that say something; a mark on an empty one moves to the end of the line before, or to the next."""
    kept, waiting = [], ""
    for line in lines:
        if line.replace(MARK, "").strip(BLANK):
            kept.append(waiting + line)
            waiting = ""
        elif kept:
            kept[-1] += line
        else:
            waiting += line
    return kept or [waiting]


def with_notes(text, numbers, style=None):
    """Runs of the text; each mark in it takes the next number."""
    first, *rest = text.split(MARK)
    return run(first, style) + "".join(reference(next(numbers)) + run(piece, style) for piece in rest)


def reference(number):
    return f"<w:r><w:rPr>{tag('rStyle', val='FootnoteReference')}</w:rPr>{tag('footnoteReference', id=number)}</w:r>"


def add_notes(document, notes):
    """Put the notes into the document's part for footnotes."""
    part = document.part.part_related_by(RELATIONSHIP_TYPE.FOOTNOTES)
    inside = "".join(note_markup(part, number, note) for number, note in enumerate(notes, 1))
    part._blob = root("w:footnotes", SEPARATORS + inside).encode()


def note_markup(part, number, note):
    mark = f"<w:r><w:rPr>{tag('rStyle', val='FootnoteReference')}</w:rPr>{tag('footnoteRef')}</w:r>"
    words = run(f" {clean_line(note.text)} ")
    return (
        f'<w:footnote w:id="{number}">{paragraph("Note", mark, words, link(part, clean_line(note.url)))}</w:footnote>'
    )


def link(part, url):
    """The address, to click on where it is one of the web; anything else is text."""
    if not url.lower().startswith(SCHEMES):
        return run(url)
    key = part.relate_to(url, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    return f'<w:hyperlink r:id="{key}">{run(url, "Hyperlink")}</w:hyperlink>'
