"""What stands above the title: 发文机关标志, 发文字号 and the red rule of each form."""

from letters.documents import pages
from letters.documents.cleaning import clean_line
from letters.documents.markup import border, paragraph, run, size, tag
from letters.documents.measures import (
    LINE,
    SIZE_THREE,
    TEXT_WIDTH,
    TOP,
    characters,
    indent,
    twips,
)
from letters.documents.styles import RED

MARK_BELOW_TYPE_AREA = twips(35)  # 上边缘至版心上边缘35mm
LARGEST_MARK, SMALLEST_MARK = 48, 22
NARROWEST = 66  # percent of its width that a character may be pressed to
LARGEST_LETTER_MARK = 32  # the rules under it still end in the first line of the type area
# A line of this many times its size holds the character from edge to edge.
SNUG = 1.1
RULE_BELOW = 11.34  # points: 4 mm
RULE_EIGHTHS = 12
SEVEN_EIGHTHS = round(SIZE_THREE * 20 * 7 / 8)


def mark_of(paper):
    """发文机关标志: the issuer, in the words of the form."""
    if paper.mark:
        return clean_line(paper.mark)
    issuer = clean_line(paper.issuer)
    ending = {"head": "文件", "minutes": "会议纪要"}.get(paper.form, "")
    return issuer if not issuer or issuer.endswith(ending) else issuer + ending


def mark_form(mark, largest):
    """(points, percent): a long mark stands on one line in narrower characters, as offices print it, then smaller."""
    room = 0.96 * TEXT_WIDTH / 20 / max(characters(mark), 1)
    points = int(max(min(largest, room * 100 / NARROWEST), SMALLEST_MARK))
    return points, int(max(min(100, room * 100 / points), NARROWEST))


def mark_paragraph(mark, points, percent, **place):
    form = tag("w", val=percent) + size(points)
    return paragraph("Mark", run(mark, properties=form), line=points * 20 * SNUG, **place)


def mark_line(paper, **place):
    mark = mark_of(paper)
    return mark_paragraph(mark, *mark_form(mark, LARGEST_MARK), **place)


def red_head(paper):
    """Number two lines under the mark, the rule 4 mm under the number, the title two lines under the rule."""
    urgency = clean_line(paper.urgency)
    above = paragraph("Urgency", run(urgency)) if urgency else ""
    mark = mark_line(paper, before=MARK_BELOW_TYPE_AREA - (LINE if urgency else 0))
    return above + mark + ruled(run(clean_line(paper.number)), align="center")


def minutes_head(paper):
    """The mark of minutes, its number, then issuer and date above the rule."""
    mark = mark_line(paper, before=MARK_BELOW_TYPE_AREA)
    number = paragraph("Number", run(clean_line(paper.number)), before=LINE)
    day = written(paper.signed_on)
    edge = tag("tab", val="right", pos=TEXT_WIDTH - indent(1))
    line = run(clean_line(paper.issuer)) + f"<w:r>{tag('tab')}</w:r>" + run(day)
    return mark + number + ruled(line, before=LINE, left=indent(1), align="left", tabs=edge)


def ruled(line, before=2 * LINE, **place):
    """A line of text and the red rule, in a paragraph of its own: an indent of the text would shorten it."""
    rule = border("bottom", eighths=RULE_EIGHTHS, space=round(RULE_BELOW - 1 - (SNUG - 1) * SIZE_THREE), colour=RED)
    text = paragraph("Number", line, before=before, line=SIZE_THREE * 20 * SNUG, **place)
    return text + paragraph("Number", borders=rule, line=20)


def letter_head(paper):
    """For the header of the first page: the mark 30 mm from the edge, 4 mm under it the rule, thick above thin.

    The header reaches to the second line of the type area, so that the text under it keeps to the lines of the page.
    """
    mark = mark_of(paper)
    points, percent = mark_form(mark, LARGEST_LETTER_MARK)
    rules, filler = letter_rules(points)
    place = {"left": pages.LETTER_RULE_LEFT, "right": pages.LETTER_RULE_RIGHT}
    return mark_paragraph(mark, points, percent, **place) + rules + paragraph("PageNumber", line=filler)


def letter_rules(points):
    """(markup of the two rules under a mark of so many points, twips from them to the second line of the page)"""
    space = round(RULE_BELOW - 1 - (SNUG - 1) * points)
    above = pages.LETTER_MARK_TO_EDGE + round(points * 20 * SNUG) + space * 20 + 20 + pages.DOUBLE
    return pages.letter_rules(pages.THICK, pages.THIN, space=space), TOP + LINE - above


def letter_number(paper):
    """Below the rule by seven eighths of a character; urgency at the left, number at the right."""
    edge = tag("tab", val="right", pos=TEXT_WIDTH)
    line = run(clean_line(paper.urgency), "Level1Text") + f"<w:r>{tag('tab')}</w:r>" + run(clean_line(paper.number))
    _, filler = letter_rules(mark_form(mark_of(paper), LARGEST_LETTER_MARK)[0])
    return paragraph(
        "Number", line, before=SEVEN_EIGHTHS - filler, line=SIZE_THREE * 20 * SNUG, align="left", tabs=edge
    )


def written(day):
    """成文日期: all of the year, no zeros in front of month and day."""
    return f"{day.year}年{day.month}月{day.day}日" if day else ""
