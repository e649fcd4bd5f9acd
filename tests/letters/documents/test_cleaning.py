"""Text as people paste it: nothing that XML, Word or a reader's eye cannot take comes into a document."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from letters.documents.cleaning import clean, clean_line, clean_lines

ANY_TEXT = st.text(st.characters())


@pytest.mark.parametrize(
    ("pasted", "kept"),
    [
        ("示\x00例", "示例"),
        ("示\x1b[31m例", "示[31m例"),
        ("示\ud800例\udfff", "示例"),
        ("示\ufffe\uffff\U0001ffff例", "示例"),
        ("\u202e例示\u202c", "例示"),  # would be read from right to left
        ("示\u200b例\ufeff", "示例"),
        ("一\r\n二\r三\u2028四\x85五\v六\f七", "一\n二\n三\n四\n五\n六\n七"),
        ("示\t例", "示 例"),
        ("{{ 7*7 }} <&>", "{{ 7*7 }} <&>"),
        ("𰻞😀", "𰻞😀"),
    ],
)
def test_clean_drops_what_is_no_text(pasted, kept):
    assert clean(pasted) == kept


def test_lines_lose_the_blanks_that_people_indent_with():
    assert clean_lines("　　一、总体\n \n\u00a0二、要求　\n") == ["一、总体", "二、要求"]
    assert clean_line("　示例\n单位 ") == "示例 单位"


@given(ANY_TEXT)
@settings(max_examples=200, deadline=None)
def test_clean_text_can_stand_in_xml_and_stays_as_it_is(text):
    cleaned = clean(text)

    element = etree.Element("t")
    element.text = cleaned

    assert etree.fromstring(etree.tostring(element)).text == (cleaned or None)
    assert clean(cleaned) == cleaned
