"""Names of files, as a zip, Windows and a phone take them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from letters.documents.names import file_name


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ({"title": "关于换届的提醒函", "unit": "示例单位"}, "关于换届的提醒函（示例单位）.docx"),
        ({"title": "关于换届的提醒函", "unit": "示例单位", "number": 7}, "007 关于换届的提醒函（示例单位）.docx"),
        ({"title": "关于A/B：“示例”的函?"}, "关于AB：“示例”的函.docx"),
        ({"title": "../../etc/passwd"}, "etcpasswd.docx"),
        ({"title": "\x00\n "}, "公文.docx"),
        ({"title": "名册", "ending": ".zip"}, "名册.zip"),
    ],
)
def test_file_name_says_what_and_to_whom(words, name):
    assert file_name(**words) == name


@given(st.text(), st.text(), st.none() | st.integers(0, 999))
@settings(max_examples=200, deadline=None)
def test_any_words_make_a_name_that_fits(title, unit, number):
    name = file_name(title, unit, number=number)

    assert len(name.encode()) <= 255
    assert not set(name) & set('/\\:*?"<>|\x00\n\r')
    assert name.endswith(".docx") and not name.startswith((".", " "))


def test_a_long_name_is_cut_between_characters():
    name = file_name("标" * 200, "单" * 200)

    assert name.startswith("标标标") and name.endswith("单）.docx")
