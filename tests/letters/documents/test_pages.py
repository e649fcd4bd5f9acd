"""Paper, margins, grid, fonts and page numbers, read back from the file and compared with the standard."""

import re

import pytest
from docx.enum.section import WD_ORIENTATION
from docx.oxml.ns import qn
from docx.shared import Mm

from tests.letters.documents import papers
from tests.letters.documents.reading import fonts_of, mm, opened, parts, value


def type_area(section):
    """(width, height) in mm."""
    wide = section.page_width - section.left_margin - section.right_margin
    high = section.page_height - section.top_margin - section.bottom_margin
    return wide / Mm(1), high / Mm(1)


@pytest.mark.parametrize("form", papers.FORMS)
def test_every_upright_page_has_the_type_area_of_the_standard(form):
    document = opened(papers.FORMS[form]())

    for section in document.sections:
        if section.orientation == WD_ORIENTATION.LANDSCAPE:
            continue
        assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
        margins = section.top_margin, section.bottom_margin, section.left_margin, section.right_margin
        assert [round(margin.mm, 1) for margin in margins] == [37, 35, 28, 26]
        assert type_area(section) == pytest.approx((156, 225), abs=0.1)


@pytest.mark.parametrize("form", papers.FORMS)
def test_the_grid_has_22_lines_of_28_characters(form):
    document = opened(papers.FORMS[form]())

    section = document.sections[0]
    wide, high = (length * 72 / 25.4 for length in type_area(section))
    for section in document.sections:
        grid = section._sectPr.find(qn("w:docGrid"))
        assert grid.get(qn("w:type")) == "linesAndChars"
        pitch = int(grid.get(qn("w:linePitch")))
        assert 22 * pitch / 20 <= high + 0.01 < 23 * pitch / 20
        character = 16 + int(grid.get(qn("w:charSpace"))) / 4096
        assert 28 * character <= wide + 0.01 < 28.01 * character


def test_text_has_a_fixed_line_pitch_between_28_and_29_points():
    normal = opened(papers.letter()).styles["Normal"].element

    spacing = normal.pPr.find(qn("w:spacing"))

    assert spacing.get(qn("w:lineRule")) == "exact"
    assert 28 <= int(spacing.get(qn("w:line"))) / 20 <= 29


@pytest.mark.parametrize(
    ("style", "font", "size"),
    [
        ("Normal", "仿宋_GB2312", 16),
        ("公文正文", "仿宋_GB2312", 16),
        ("公文标题", "方正小标宋简体", 22),
        ("主送机关", "仿宋_GB2312", 16),
        ("一级标题", "黑体", 16),
        ("二级标题", "楷体_GB2312", 16),
        ("发文字号", "仿宋_GB2312", 16),
        ("紧急程度", "黑体", 16),
        ("附件标识", "黑体", 16),
        ("发文机关署名", "仿宋_GB2312", 16),
        ("成文日期", "仿宋_GB2312", 16),
        ("版记", "仿宋_GB2312", 14),
        ("页码", "宋体", 14),
    ],
)
def test_each_part_has_the_font_and_size_of_the_standard(style, font, size):
    styles = opened(papers.head()).styles

    assert fonts_of(styles[style]) == ({font}, size)


def test_the_mark_is_red_and_the_title_is_not_bold():
    styles = opened(papers.head()).styles

    assert value(styles["发文机关标志"].element, "w:rPr/w:color") == "FF0000"
    assert fonts_of(styles["发文机关标志"])[0] == {"方正小标宋简体"}
    assert styles["公文标题"].element.rPr.find(qn("w:b")) is None


def test_text_begins_two_characters_in():
    body = opened(papers.head()).styles["公文正文"].element

    assert value(body, "w:pPr/w:ind", "firstLineChars") == "200"
    assert mm(value(body, "w:pPr/w:ind", "firstLine")) == pytest.approx(2 * 156 / 28, abs=0.1)


def test_page_numbers_stand_on_the_outer_side():
    document = opened(papers.head())
    section = document.sections[0]

    odd, even = section.footer, section.even_page_footer

    assert document.settings.odd_and_even_pages_header_footer
    assert [(footer.paragraphs[0].text, footer.paragraphs[0].style.name) for footer in (odd, even)] == [
        ("—  —", "页码"),
        ("—  —", "页码"),
    ]
    assert [value(footer._element, "w:p/w:fldSimple", "instr").strip() for footer in (odd, even)] == ["PAGE", "PAGE"]
    assert [value(footer._element, "w:p/w:pPr/w:jc") for footer in (odd, even)] == ["right", "left"]
    assert (
        0 < mm(value(odd._element, "w:p/w:pPr/w:ind", "right")) == mm(value(even._element, "w:p/w:pPr/w:ind", "left"))
    )


def test_only_the_first_page_of_a_letter_goes_without_a_number():
    long = papers.letter(body="示例" * 2000, attachments=papers.bulletin().attachments)

    document = opened(long)

    assert [section.different_first_page_header_footer for section in document.sections] == [True, False, False]
    assert document.sections[0].first_page_footer._element.find(".//" + qn("w:fldSimple")) is None
    assert not opened(papers.head()).sections[0].different_first_page_header_footer


def test_a_letter_has_two_pairs_of_rules_170_mm_long():
    section = opened(papers.letter()).sections[0]

    above = section.first_page_header._element.findall(qn("w:p"))[1:3]
    below = section.first_page_footer._element.findall(qn("w:p"))

    widths = [[int(value(rule, "w:pPr/w:pBdr/w:bottom", "sz")) for rule in rules] for rules in (above, below)]
    assert widths == [[24, 6], [6, 24]]  # thick above thin at the top, thin above thick at the foot
    assert {value(rule, "w:pPr/w:pBdr/w:bottom", "color") for rule in above + below} == {"FF0000"}
    for rule in above + below:
        indents = [mm(value(rule, "w:pPr/w:ind", side)) for side in ("left", "right")]
        assert 156 - sum(indents) == pytest.approx(170, abs=0.1)
        assert 28 + indents[0] == pytest.approx(20, abs=0.1)
    assert section.header_distance.mm == pytest.approx(30, abs=0.1)
    assert section.footer_distance.mm == pytest.approx(20, abs=1)


def test_fonts_are_named_and_not_embedded():
    files = parts(papers.head())

    names = set(re.findall('<w:font w:name="([^"]+)"', files["word/fontTable.xml"].decode()))

    assert names == {"仿宋_GB2312", "黑体", "楷体_GB2312", "方正小标宋简体", "宋体"}
    assert [name for name in files if name.endswith((".odttf", ".ttf"))] == []
