"""The parts of a document and their order, read back from the file."""

import re
from dataclasses import replace
from datetime import date

import pytest
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from letters.documents.paper import Attachment, Footnote, Paper
from letters.documents.writing import write
from tests.letters.documents import papers
from tests.letters.documents.reading import mm, opened, paragraphs, parts, texts, value

CHARACTER = 156 / 28
# The order that the schema wants; Word calls a file broken that has another.
PARAGRAPH_ORDER = [
    "pStyle",
    "keepNext",
    "pageBreakBefore",
    "widowControl",
    "pBdr",
    "tabs",
    "overflowPunct",
    "autoSpaceDE",
]
PARAGRAPH_ORDER += ["autoSpaceDN", "snapToGrid", "spacing", "ind", "jc", "outlineLvl", "sectPr"]
RUN_ORDER = ["rStyle", "rFonts", "snapToGrid", "color", "spacing", "w", "sz", "szCs", "u", "vertAlign", "lang"]


def styles_and_texts(paper):
    return [(paragraph.style.name, paragraph.text) for paragraph in opened(paper).paragraphs if paragraph.text]


def test_a_red_head_has_its_parts_in_order():
    body = "为做好工作，现通知如下：\n一、范围\n（一）对象。各单位。\n1.条件\n特此通知。"
    paper = papers.head(body=body, urgency="特急", attachments=(Attachment("名册"), Attachment("格式")))

    assert styles_and_texts(paper) == [
        ("紧急程度", "特急"),
        ("发文机关标志", "中共示例区委两新组织工作委员会文件"),
        ("发文字号", "示两新工委〔2026〕5号"),
        ("公文标题", "关于做好2026年两新组织\n党组织换届工作的通知"),
        ("主送机关", "各联盟片长单位党组织："),
        ("公文正文", "为做好工作，现通知如下："),
        ("一级标题", "一、范围"),
        ("公文正文", "（一）对象。各单位。"),
        ("公文正文", "1.条件"),
        ("公文正文", "特此通知。"),
        ("附件说明", "附件：1.\t名册"),
        ("附件说明", "2.\t格式"),
        ("发文机关署名", "中共示例区委两新组织工作委员会"),
        ("成文日期", "2026年11月3日"),
        ("附注", "（联系人：示例，电话：000-00000000）"),
        ("附件标识", "附件1"),
        ("公文标题", "名册"),
        ("附件标识", "附件2"),
        ("公文标题", "格式"),
    ]


def test_a_letter_has_its_mark_in_the_head_of_the_page_and_its_number_at_the_right():
    document = opened(papers.letter())

    assert document.sections[0].first_page_header.paragraphs[0].text == "示例区两新工委"
    number = paragraphs(document, "发文字号")[0]
    assert number.text == "\t示两新工委函〔2026〕12号"
    tab = number.paragraph_format.tab_stops[0]
    assert tab.position.mm == pytest.approx(156, abs=0.1)


def test_minutes_name_who_was_there_and_have_no_signature():
    assert styles_and_texts(papers.minutes()) == [
        ("发文机关标志", "示例联盟会议纪要"),
        ("发文字号", "第3期"),
        ("发文字号", "示例联盟\t2026年11月3日"),
        ("公文标题", "第三季度联席会议纪要"),
        ("公文正文", "2026年11月3日，示例联盟召开联席会议。"),
        ("公文正文", "会议议定：按期换届。"),
        ("出席人员", "出席：示例甲、示例乙"),
        ("出席人员", "请假：示例丙"),
    ]


def test_what_is_empty_is_left_out_and_nothing_is_made_up():
    assert styles_and_texts(Paper("head", "关于示例的通知")) == [("公文标题", "关于示例的通知")]
    assert styles_and_texts(Paper("plain", "", "示例")) == [("公文正文", "示例")]


@pytest.mark.parametrize(
    ("line", "style", "heading"),
    [
        ("一、总体要求", "一级标题", "黑体"),
        ("十二、其他", "一级标题", "黑体"),
        ("（一）加强领导", "二级标题", "楷体_GB2312"),
        ("(二)严格程序", "二级标题", "楷体_GB2312"),
        ("1.提前请示", "公文正文", None),
        ("（1）委员名额", "公文正文", None),
        ("一是要重视", "公文正文", None),
        ("一、" + "请各单位务必高度重视并按照要求及时报送有关材料" * 2 + "。", "公文正文", None),
    ],
)
def test_headings_have_the_font_of_their_level(line, style, heading):
    document = opened(papers.letter(body=f"示例：\n{line}"))

    found = next(paragraph for paragraph in document.paragraphs if paragraph.text == line)

    assert found.style.name == style
    fonts = found.style.element.rPr.find(qn("w:rFonts")).get(qn("w:eastAsia"))
    assert fonts == (heading or "仿宋_GB2312")


def test_a_heading_that_leads_into_its_text_ends_with_its_sentence():
    document = opened(papers.letter(body="（一）加强领导。各单位要落实责任。"))

    runs = next(paragraph for paragraph in document.paragraphs if "加强领导" in paragraph.text).runs

    assert [(run.text, run.style.name) for run in runs] == [
        ("（一）加强领导。", "二级标题文字"),
        ("各单位要落实责任。", "Default Paragraph Font"),
    ]


def indents(document, style):
    return [mm(value(paragraph._p, "w:pPr/w:ind", "right") or 0) for paragraph in paragraphs(document, style)]


def test_with_a_seal_the_date_stands_four_blanks_in_and_the_name_in_the_middle_above():
    document = opened(papers.letter(issuer="示例区委工委"))

    (name,), (day,) = indents(document, "发文机关署名"), indents(document, "成文日期")

    assert day == pytest.approx(4 * CHARACTER, abs=0.2)
    name_wide, day_wide = 6 * 15.7, 6.5 * 16 - 10 * 0.3  # points: a digit takes half, every character stands 0.3 closer
    assert name * 72 / 25.4 + name_wide / 2 == pytest.approx(day * 72 / 25.4 + day_wide / 2, abs=0.5)


def test_without_a_seal_the_name_stands_two_blanks_in_and_the_date_begins_two_right_of_it():
    document = opened(papers.letter(issuer="示例区委两新组织工委", has_seal=False))

    (name,), (day,) = indents(document, "发文机关署名"), indents(document, "成文日期")

    assert name == pytest.approx(2 * CHARACTER, abs=0.2)
    begins = name + 10 * 15.7 / 72 * 25.4 - (day + (6.5 * 16 - 10 * 0.3) / 72 * 25.4)
    assert begins == pytest.approx(2 * CHARACTER, abs=0.2)


def test_without_a_seal_a_longer_date_is_the_one_two_blanks_in():
    document = opened(papers.letter(issuer="示例工委", has_seal=False))

    assert indents(document, "成文日期") == [pytest.approx(2 * CHARACTER, abs=0.2)]
    assert indents(document, "发文机关署名")[0] > 4 * CHARACTER


def test_a_long_name_stays_on_the_page():
    document = opened(papers.letter(issuer="示例区委两新组织工作委员会" * 2))

    assert min(indents(document, "发文机关署名") + indents(document, "成文日期")) >= 0


def record(paper):
    """[(text, {side: eighths of a point})] of the lines of the record."""
    box = opened(paper).element.body.find(".//" + qn("w:txbxContent"))
    rows = [] if box is None else box.findall(qn("w:tbl") + "/" + qn("w:tr"))
    return [
        (
            "".join(
                text.text if text.tag == qn("w:t") else "\t"
                for text in row.iter(qn("w:t"), qn("w:tab"))
                if text.tag == qn("w:t") or text.getparent().tag == qn("w:r")
            ),
            {side.tag.split("}")[1]: int(side.get(qn("w:sz"))) for side in row.iter(qn("w:top"), qn("w:bottom"))},
        )
        for row in rows
    ]


def test_the_record_has_thick_rules_outside_and_thin_ones_inside():
    assert record(papers.head()) == [
        ("抄送：示例区委组织部，示例区委社会工作部。", {"top": 8}),
        ("中共示例区委两新组织工作委员会办公室\t2026年11月3日印发", {"top": 6, "bottom": 8}),
    ]


def test_the_record_of_a_letter_has_neither_rules_nor_a_printer():
    paper = papers.letter(printed_by="示例办公室", printed_on=papers.DAY)

    assert record(paper) == [("抄送：示例联盟片长单位党组织。", {})]


def test_nothing_to_record_leaves_no_record():
    assert record(papers.letter(cc="")) == []


def test_the_record_hangs_at_the_foot_and_keeps_its_place():
    body = opened(papers.head()).element.body

    place = body.find(".//{*}positionV")
    holder = [paragraph for paragraph in body.findall(qn("w:p")) if paragraph.find(".//{*}anchor") is not None]

    assert (place.get("relativeFrom"), place.find("{*}align").text) == ("margin", "bottom")
    assert [value(paragraph, "w:pPr/w:spacing", "line") for paragraph in holder] == [str(2 * 579)]


def test_names_that_fill_pages_are_copied_to_as_text():
    names = "，".join(f"示例单位{number}党支部" for number in range(230))

    document = opened(papers.head(cc=names))

    assert document.element.body.find(".//" + qn("w:txbxContent")) is None
    assert document.tables[-1].cell(0, 0).text == f"抄送：{names}。"


def test_figures_of_a_draft_have_footnotes_with_links():
    files = parts(papers.draft())
    document, notes = files["word/document.xml"].decode(), files["word/footnotes.xml"].decode()

    text = re.sub(r'<w:footnoteReference w:id="(\d)"/>', r"[\1]", document)
    assert "截至7月底，组织开展13场次[1]的联合主题党日，助农消费28万余元[2]。" in re.sub("<[^>]+>", "", text)
    words = [re.sub("<[^>]+>", "", note) for note in re.findall(r'<w:footnote w:id="\d">.*?</w:footnote>', notes)]
    assert words == [
        " 场次：13 http://127.0.0.1:8000/statistics/snapshots/1/?key=held&amp;day=1",
        " 助农消费：283600元 /statistics/snapshots/1/",
    ]
    links = files["word/_rels/footnotes.xml.rels"].decode()
    assert re.findall('Target="([^"]+)" TargetMode="External"', links) == [
        "http://127.0.0.1:8000/statistics/snapshots/1/?key=held&amp;day=1"
    ]


@pytest.mark.parametrize("url", ["javascript:alert(1)", "file:///etc/passwd", "/path", "http://[", "https://示例/\x00"])
def test_only_addresses_of_the_web_become_links(url):
    files = parts(Paper("plain", "稿", "示例", footnotes=(Footnote(1, "来源", url),)))

    rels = files.get("word/_rels/footnotes.xml.rels", b"").decode()

    assert ("TargetMode" in rels) is url.startswith("http")


def test_notes_stand_where_they_belong_whatever_is_cleaned_away():
    body = "\r\n　示例\x00一\r\n示例二\r\n"
    places = {"二": body.index("二") + 1, "一": body.index("一") + 1, "末": 999, "首": -5}
    notes = tuple(Footnote(place, sign) for sign, place in places.items())

    document = parts(Paper("plain", "", body, footnotes=notes))["word/document.xml"].decode()

    text = re.sub(r'<w:footnoteReference w:id="(\d)"/>', r"[\1]", document)
    assert re.sub("<[^>]+>", "", text).strip() == "[1]示例一[2]示例二[3][4]"


@pytest.mark.parametrize("form", papers.FORMS)
def test_equal_papers_have_equal_bytes(form):
    assert write(papers.FORMS[form]()) == write(papers.FORMS[form]())


def test_a_document_names_nobody():
    properties = opened(papers.letter()).core_properties

    assert (properties.author, properties.last_modified_by, properties.comments) == ("", "", "")
    assert properties.title == papers.letter().title
    assert properties.created.date() == properties.modified.date() == papers.DAY
    files = parts(papers.letter())
    assert sorted(files) == [
        "[Content_Types].xml",
        "_rels/.rels",
        "docProps/core.xml",
        "word/_rels/document.xml.rels",
        "word/document.xml",
        "word/fontTable.xml",
        "word/footer1.xml",
        "word/footer2.xml",
        "word/footer3.xml",
        "word/footnotes.xml",
        "word/header1.xml",
        "word/settings.xml",
        "word/styles.xml",
        "word/theme/theme1.xml",
    ]
    assert [name for name, content in files.items() if b"python" in content.lower()] == []


@pytest.mark.parametrize("form", papers.FORMS)
def test_properties_stand_in_the_order_of_the_schema(form):
    for name, content in parts(papers.FORMS[form]()).items():
        for element in etree.fromstring(content).iter(qn("w:pPr"), qn("w:rPr")):
            order = PARAGRAPH_ORDER if element.tag == qn("w:pPr") else RUN_ORDER
            places = [order.index(etree.QName(child).localname) for child in element]
            assert places == sorted(places), (name, etree.tostring(element))


@pytest.mark.parametrize("day", [date.min, date.max, date(1979, 12, 31), None])
def test_any_day_can_be_written(day):
    document = opened(papers.head(signed_on=day, printed_on=day))

    assert texts(document, "成文日期") == ([f"{day.year}年{day.month}月{day.day}日"] if day else [])


ANY_TEXT = st.text(st.characters(), max_size=60)


@given(ANY_TEXT, ANY_TEXT, ANY_TEXT, st.sampled_from(["head", "letter", "minutes", "plain"]), st.integers(-9, 99))
@settings(max_examples=100, deadline=None)
def test_any_text_makes_a_document_that_opens(one, two, three, form, place):
    paper = Paper(
        form,
        title=one,
        body=f"{two}\n{three}",
        issuer=three,
        number=one,
        to=two,
        attachments=(Attachment(one, two, columns=(three, one), rows=((two, three),)), Attachment(two, three)),
        signed_on=papers.DAY,
        note=three,
        cc=one,
        printed_by=two,
        urgency=three,
        attended=one,
        footnotes=(Footnote(place, one, f"https://{two}"),),
    )

    assert opened(paper).paragraphs


def test_text_that_looks_like_a_program_is_text():
    odd = "{{ 7*7 }} {% x %} <w:br/> &amp; \"' ]]> ${x} =1+1 MERGEFIELD"

    paper = replace(papers.letter(), body=odd, title=odd, note=odd, to=odd, cc=odd)

    assert texts(opened(paper), "公文正文") == [odd]


def test_a_title_that_is_too_long_for_a_property_is_cut_there_only():
    document = opened(papers.letter(title="示" * 400))

    assert document.core_properties.title == "示" * 255
    assert "".join(texts(document, "公文标题")).replace("\n", "") == "示" * 400
