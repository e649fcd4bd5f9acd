"""Title, addressee and text, with the fonts of the four levels of headings."""

import re

from letters.documents.cleaning import clean, clean_line, clean_lines
from letters.documents.footnotes import with_notes
from letters.documents.markup import paragraph, run
from letters.documents.measures import LINE, characters
from letters.documents.titles import title_lines

NUMERAL = "[一二三四五六七八九十百]{1,5}"
LEVELS = {1: re.compile(f"{NUMERAL}、"), 2: re.compile(f"[（(]{NUMERAL}[）)]")}
LONGEST_HEADING = 40  # characters; a longer sentence that begins with “一、” is text


def title(text, *, before):
    lines = title_lines(clean(text).strip())
    return paragraph("Title", run("\n".join(lines)), before=before) if any(lines) else ""


def addressee(text):
    """主送: one line under the title, all lines flush left, with a full-width colon."""
    text = clean_line(text).rstrip("：:")
    return paragraph("To", run(f"{text}："), before=LINE) if text else ""


def text_paragraphs(text, notes=0, before=0, keep_last=False):
    """A paragraph for each line that says something; `notes` marks of footnotes are in the text.

    `keep_last` holds the last one to what comes after it: no page begins with a signature.
    """
    numbers = iter(range(1, notes + 1))
    lines = text.split("\n") if notes else clean_lines(text)
    last = len(lines) - 1
    return [
        text_paragraph(line, numbers, before=0 if place else before, keep_next=keep_last and place == last)
        for place, line in enumerate(lines)
    ]


def text_paragraph(line, numbers, **place):
    level, end = heading(line)
    if not level:
        return paragraph("Body", with_notes(line, numbers), **place)
    if end == len(line):
        # A heading is never the last line of a page.
        return paragraph(f"Level{level}", with_notes(line, numbers), **{**place, "keep_next": True})
    # The heading leads into its paragraph: the first sentence alone has the font of the level.
    first = with_notes(line[:end], numbers, f"Level{level}Text")
    return paragraph("Body", first, with_notes(line[end:], numbers), **place)


def heading(line):
    """(level, where the heading ends); level 0 for text. Levels three and four look like text."""
    for level, pattern in LEVELS.items():
        if pattern.match(line):
            end = line.find("。") + 1 or len(line)
            return (level, end) if characters(line[:end]) <= LONGEST_HEADING else (0, 0)
    return 0, 0
