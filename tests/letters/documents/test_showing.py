"""What LibreOffice makes of a document: pages, lines, rules and characters as a reader sees them."""

import pytest

from tests.letters.documents import papers
from tests.letters.documents.showing import BOX, GB2312, LONG_TABLE, SHOWN, counted, lines_of, rules_of, text_of

TYPE_AREA = {"top": 37, "bottom": 297 - 35, "left": 28, "right": 210 - 26}


@pytest.mark.parametrize(("name", "pages"), [("full", 1), ("full_and_one", 2), ("three_pages", 3)])
def test_a_page_holds_22_lines_of_28_characters(shown, name, pages):
    pdf = shown(name)

    lines = [[text for _, text in lines_of(page) if not text.startswith("—")] for page in pdf.pages]

    assert len(pdf.pages) == pages
    assert lines[0] == ["示" * 26] + ["示" * 28] * 21
    assert [len(page) for page in lines] == [22] * (pages - 1) + [{"full_and_one": 1}.get(name, 22)]


def test_all_text_stands_in_the_type_area(shown):
    characters = [character for page in shown("three_pages").pages for character in page.chars]

    text = [character for character in characters if character["text"] == "示"]

    assert min(character["x0"] for character in text) / 72 * 25.4 == pytest.approx(TYPE_AREA["left"], abs=0.5)
    assert max(character["x1"] for character in text) / 72 * 25.4 == pytest.approx(TYPE_AREA["right"], abs=1)


def test_the_rule_of_a_red_head_is_as_wide_as_the_text_and_4_mm_under_the_number(shown):
    page = shown("head").pages[0]

    (rule,) = rules_of(page)
    number = next(down for down, text in lines_of(page) if text == papers.head().number)

    assert rule[2:] == pytest.approx((TYPE_AREA["left"], TYPE_AREA["right"]), abs=0.5)
    assert rule[0] - number - 0.12 * 16 / 72 * 25.4 == pytest.approx(4, abs=0.5)


def test_the_mark_of_a_red_head_begins_35_mm_into_the_type_area(shown):
    mark = [character for character in shown("head").pages[0].chars if character["non_stroking_color"] == (1.0, 0, 0)]

    baseline = 297 - mark[0]["matrix"][5] / 72 * 25.4
    top = baseline - 0.88 * mark[0]["size"] / 72 * 25.4

    assert "".join(character["text"] for character in mark) == "中共示例区委两新组织工作委员会文件"
    assert top == pytest.approx(TYPE_AREA["top"] + 35, abs=1)


def test_the_title_stands_two_lines_under_the_rule(shown):
    page = shown("head").pages[0]

    (rule,) = rules_of(page)
    title = next(down for down, text in lines_of(page) if text.startswith("关于"))

    line = 225 / 22
    assert title - 0.8 * line - rule[1] == pytest.approx(2 * line, abs=1)


def test_the_rules_of_a_letter_stand_where_the_standard_has_them(shown):
    page = shown("letter").pages[0]

    rules = rules_of(page)

    assert [(round(left), round(right)) for _, _, left, right in rules] == [(20, 190)] * 4
    thickness = [round(lower - upper, 1) for upper, lower, *_ in rules]
    assert thickness[0] > thickness[1] and thickness[2] < thickness[3]
    assert (rules[2][0] + rules[3][1]) / 2 == pytest.approx(297 - 20, abs=0.5)
    mark = page.chars[0]
    down, em = 297 - mark["matrix"][5] / 72 * 25.4, mark["size"] / 72 * 25.4
    assert down - 0.88 * em == pytest.approx(30, abs=0.5)
    assert rules[0][0] - (down + 0.12 * em) == pytest.approx(4, abs=0.5)
    number = next(line for line, text in lines_of(page) if text == papers.letter().number)
    assert number - 0.88 * 16 / 72 * 25.4 - rules[1][1] == pytest.approx(16 / 72 * 25.4 * 7 / 8, abs=1)


def test_a_letter_has_no_number_on_its_first_page(shown):
    first, second = shown("title200").pages[:2]

    assert "—" not in text_of(first)
    assert text_of(second).endswith("—2—")


def test_pages_are_numbered_on_the_outer_side(shown):
    for number, page in enumerate(shown("table").pages, 1):
        foot = [character for character in page.chars if character["text"] in "—"][-2:]
        dash = (float(page.height) - foot[0]["matrix"][5] - 0.35 * foot[0]["size"]) / 72 * 25.4

        assert lines_of(page)[-1][1] == f"—{number}—"
        assert dash == pytest.approx(TYPE_AREA["bottom"] + 7, abs=0.5)
        if number % 2:
            assert foot[-1]["x1"] / 72 * 25.4 == pytest.approx(TYPE_AREA["right"] - 14 / 72 * 25.4, abs=0.5)
        else:
            assert foot[0]["x0"] / 72 * 25.4 == pytest.approx(TYPE_AREA["left"] + 14 / 72 * 25.4, abs=0.5)


def test_the_head_of_a_table_is_on_each_of_its_pages(shown):
    pages = [text_of(page) for page in shown("table").pages]

    with_rows = [text for text in pages if "应换届未换届" in text]

    assert len(with_rows) > 5
    assert ["".join(papers.COLUMNS) in text for text in with_rows] == [True] * len(with_rows)
    rows = counted("".join(with_rows))["应"]
    assert rows == len(LONG_TABLE)


def test_a_wide_table_lies_on_its_side_and_the_rest_does_not(shown):
    pages = [(page.width > page.height, "版" if "抄送" in text_of(page) else "") for page in shown("bulletin").pages]

    assert pages[0] == (False, "")
    assert pages[-1] == (False, "版")
    assert [turned for turned, _ in pages[1:-1]] == [True] * (len(pages) - 2)


def test_upright_and_turned_attachments_follow_each_other(shown):
    heads = [
        (page.width > page.height, text_of(page)[:3])
        for page in shown("wide_then_upright").pages
        if text_of(page).startswith("附件")
    ]

    assert heads == [(True, "附件1"), (False, "附件2"), (True, "附件3")]


def test_the_record_ends_with_the_type_area_of_the_last_page(shown):
    for name in ("head", "bulletin", "table"):
        page = shown(name).pages[-1]

        rules = [rule for rule in rules_of(page, (0.0, 0.0, 0.0)) if rule[0] > 200]

        assert rules[-1][:2] == pytest.approx((TYPE_AREA["bottom"],) * 2, abs=0.5)
        assert [(left, right) for *_, left, right in rules] == [pytest.approx((28, 184), abs=0.5)] * len(rules)


def test_no_page_begins_with_the_signature(shown):
    for count in range(1, 7):
        for page in shown(f"end{count}").pages[1:]:
            assert text_of(page).startswith("示例示例示例")


def test_a_title_of_200_characters_is_whole(shown):
    lines = [text for _, text in lines_of(shown("title200").pages[0])]

    first = next(place for place, text in enumerate(lines) if text.startswith("关于"))
    last = next(place for place, text in enumerate(lines) if text.endswith("的通知"))

    assert "".join(lines[first : last + 1]) == SHOWN["title200"].title
    assert max(map(len, lines[first : last + 1])) <= 20


def test_no_chinese_character_becomes_a_box(shown):
    printed = counted("".join(text_of(page) for page in shown("characters").pages))

    expected = counted(GB2312)

    assert {sign for sign in expected if is_chinese(sign) and printed[sign] < expected[sign]} == set()
    assert len([sign for sign in expected if is_chinese(sign)]) == 6763


def test_a_box_would_be_seen(shown):
    assert text_of(shown("box").pages[0]).startswith(f"示{BOX}例{BOX}末")


def test_text_that_looks_like_a_program_is_text(shown):
    pages = "".join(text_of(page) for page in shown("odd_text").pages)

    assert '{{7*7}}<b>&amp;</b>"引号"末' in pages
    assert "（{%x%}）" in pages


def is_chinese(sign):
    return "\u4e00" <= sign <= "\u9fff"
