"""What is shown by LibreOffice for the tests, and how to read the page that came out."""

from collections import Counter
from dataclasses import replace
from itertools import groupby

from letters.documents.paper import Attachment, Paper
from tests.letters.documents import papers

# A character that no font has. It is drawn as a box, and as a PDF gives each picture one text, every other box of that
# font reads back as this character too.
BOX = "\U0010fffd"
GB2312 = "".join(
    bytes((row, cell)).decode("gb2312", "ignore") for row in range(0xA1, 0xF8) for cell in range(0xA1, 0xFF)
)
LONG_TABLE = papers.ROWS * 4
TITLE = ("关于" + "进一步做好两新组织党组织换届工作有关问题整改情况和" * 9)[:197] + "的通知"
SHOWN = {
    **{form: make() for form, make in papers.FORMS.items()},
    "table": papers.head(attachments=(Attachment("名册", columns=papers.COLUMNS, rows=LONG_TABLE),)),
    "title200": papers.letter(title=TITLE),
    "full": papers.lines(22),
    "full_and_one": papers.lines(23),
    "three_pages": papers.lines(66),
    "characters": Paper("plain", "", f"示{BOX}例\n{GB2312}"),
    "box": Paper("plain", "", f"示{BOX}例{chr(ord(BOX) - 1)}末"),
    **{f"end{count}": papers.letter(body="\n".join(["示例" * 15] * count)) for count in range(1, 7)},
    "wide_then_upright": papers.bulletin(
        attachments=(*papers.bulletin().attachments, Attachment("说明", "示例"), *papers.bulletin().attachments)
    ),
    "odd_text": replace(papers.head(), body='{{ 7 * 7 }} <b>&amp;</b> "引号" \x00\ud800\x1b末', note="{% x %}"),
}


def text_of(page):
    """The characters of a page without blanks, from top to bottom."""
    return "".join(line for _, line in lines_of(page))


def lines_of(page):
    """(baseline in mm from the top, text) of each line."""
    characters = [character for character in page.chars if character["text"].strip()]
    characters.sort(key=lambda character: (round(baseline(page, character), 1), character["x0"]))
    return [
        (down, "".join(character["text"] for character in line))
        for down, line in groupby(characters, key=lambda character: round(baseline(page, character), 1))
    ]


def baseline(page, character):
    return (float(page.height) - character["matrix"][5]) / 72 * 25.4


def rules_of(page, colour=(1.0, 0.0, 0.0)):
    """(top edge, lower edge, left, right) in mm of the rules in one colour, from top to bottom."""
    rules = {
        tuple(
            round(float(length) / 72 * 25.4, 1)
            for length in (
                line["top"] - line["linewidth"] / 2,
                line["top"] + line["linewidth"] / 2,
                line["x0"],
                line["x1"],
            )
        )
        for line in page.lines
        if tuple(line["stroking_color"]) == colour
    }
    return sorted(rules)


def counted(text):
    return Counter(text.replace(" ", "").replace("\n", ""))
