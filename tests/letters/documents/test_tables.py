"""Tables of an attachment, read back."""

import pytest
from docx.enum.section import WD_ORIENTATION
from docx.oxml.ns import qn

from letters.documents.paper import Attachment
from tests.letters.documents import papers
from tests.letters.documents.reading import opened, texts

TURNED, UPRIGHT = WD_ORIENTATION.LANDSCAPE, WD_ORIENTATION.PORTRAIT


def test_the_head_repeats_and_no_row_is_torn():
    table = opened(papers.head()).tables[0]

    rows = [row._tr.trPr for row in table.rows]

    assert [row.find(qn("w:tblHeader")) is not None for row in rows] == [True] + [False] * len(papers.ROWS)
    assert {row.find(qn("w:cantSplit")) is not None for row in rows} == {True}


def test_cells_hold_what_they_were_given():
    rows = (("=1+1", "<b>&{{x}}", "两\n行"), ("-5%", "\x00\ud800坏字", ""))

    table = opened(papers.head(attachments=(Attachment("表", columns=("甲", "乙", "丙"), rows=rows),))).tables[0]

    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["甲", "乙", "丙"],
        ["=1+1", "<b>&{{x}}", "两\n行"],
        ["-5%", "坏字", ""],
    ]


def test_rows_of_different_length_are_filled_up():
    attachment = Attachment("表", columns=("甲", "乙"), rows=(("1",), ("1", "2", "3"), ()))

    table = opened(papers.head(attachments=(attachment,))).tables[0]

    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["甲", "乙", ""],
        ["1", "", ""],
        ["1", "2", "3"],
    ]


@pytest.mark.parametrize(
    ("attachments", "pages"),
    [
        ((Attachment("表", columns=papers.COLUMNS, rows=papers.ROWS),), [UPRIGHT]),
        ((Attachment("表", columns=papers.WIDE_COLUMNS, rows=papers.WIDE_ROWS),), [UPRIGHT, TURNED, UPRIGHT]),
        ((Attachment("表", columns=papers.COLUMNS, landscape=True),), [UPRIGHT, TURNED, UPRIGHT]),
        ((Attachment("表", columns=papers.WIDE_COLUMNS, landscape=False),), [UPRIGHT]),
        ((Attachment("甲", columns=papers.WIDE_COLUMNS),) * 2 + (Attachment("乙", "文"),), [UPRIGHT, TURNED, UPRIGHT]),
    ],
    ids=["narrow", "wide", "asked to turn", "asked to stay", "two wide ones, then text"],
)
def test_a_wide_table_turns_its_page_and_no_other(attachments, pages):
    document = opened(papers.head(attachments=attachments))

    assert [section.orientation for section in document.sections] == pages


def test_a_turned_page_keeps_the_type_area():
    section = opened(papers.bulletin()).sections[1]

    wide = section.page_width - section.left_margin - section.right_margin
    high = section.page_height - section.top_margin - section.bottom_margin

    assert (round(wide / 36000), round(high / 36000)) == (225, 156)


def test_a_table_is_as_wide_as_the_type_area():
    tables = [opened(papers.head()).tables[0], opened(papers.bulletin()).tables[0]]

    widths = [sum(int(column.get(qn("w:w"))) for column in table._tbl.tblGrid) / 1440 * 25.4 for table in tables]

    assert widths == [pytest.approx(156, abs=0.1), pytest.approx(225, abs=0.1)]


def test_attachments_begin_on_pages_of_their_own():
    document = opened(papers.head())

    marks = [paragraph for paragraph in document.paragraphs if paragraph.style.name == "附件标识"]

    assert [mark.text for mark in marks] == ["附件1", "附件2"]
    assert [mark.paragraph_format.page_break_before for mark in marks] == [True, True]
    assert texts(document, "公文标题")[1:] == ["应换届党组织名册", "参考格式"]
    single = opened(papers.head(attachments=papers.head().attachments[1:]))
    assert texts(single, "附件标识") == ["附件"]


@pytest.mark.parametrize("attachment", [Attachment("表", rows=((), ())), Attachment("表", columns=()), Attachment("")])
def test_an_empty_table_is_none(attachment):
    assert opened(papers.letter(attachments=(attachment,))).tables == []


def test_a_row_as_high_as_half_a_page_may_be_torn():
    attachment = Attachment("表", columns=("甲", "乙"), rows=(("短", "短"), ("长" * 3000, "短")))

    rows = opened(papers.letter(attachments=(attachment,))).tables[0].rows

    assert [row._tr.trPr.find(qn("w:cantSplit")) is not None for row in rows] == [True, True, False]
