"""Where a long title breaks: 词意完整、排列对称."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from letters.documents.measures import characters
from letters.documents.titles import title_lines


@pytest.mark.parametrize(
    ("title", "lines"),
    [
        ("关于2026年10月主题党日工作提示", ["关于2026年10月主题党日工作提示"]),
        ("关于做好2026年两新组织党组织换届工作的通知", ["关于做好2026年两新组织", "党组织换届工作的通知"]),
        (
            "关于按期报送2026年第三季度联合主题党日活动情况的提醒函",
            ["关于按期报送2026年第三季度", "联合主题党日活动情况的提醒函"],
        ),
        (
            "关于示例科技有限公司党支部委员会任期届满未按期换届有关问题的督办函",
            ["关于示例科技有限公司党支部委员会", "任期届满未按期换届有关问题的督办函"],
        ),
        (
            "中共示例区委两新组织工作委员会关于表彰2026年度先进基层党组织和优秀共产党员的通报",
            ["中共示例区委两新组织工作委员会", "关于表彰2026年度先进基层", "党组织和优秀共产党员的通报"],
        ),
        (
            "关于转发《中共示例市委组织部关于进一步规范两新组织党组织按期换届工作的通知》的通知",
            ["关于转发《中共示例市委组织部", "关于进一步规范两新组织党组织", "按期换届工作的通知》的通知"],
        ),
        ("关于做好换届工作\n的通知", ["关于做好换届工作", "的通知"]),  # a line end that somebody wrote
    ],
)
def test_a_title_breaks_where_the_sense_does(title, lines):
    assert list(title_lines(title)) == lines


def test_no_line_ends_in_an_opening_bracket_or_begins_with_a_closing_one():
    title = "关于印发《示例区两新组织党组织换届选举工作实施办法（试行）》和《示例区联盟（片区）工作规则》的通知"

    lines = title_lines(title)

    assert [line for line in lines if line[0] in "》）、，" or line[-1] in "《（"] == []
    assert "".join(lines) == title


@given(st.text(st.sampled_from("关于示例的通知《》（）、2026年AB ，党委"), max_size=200))
@settings(max_examples=100, deadline=None)
def test_any_title_keeps_its_characters_and_fits(title):
    lines = title_lines(title)

    assert "".join(lines).replace(" ", "") == title.replace(" ", "")
    if not set("《》（）、，0123456789AB") & set(title):
        assert [line for line in lines if characters(line) > 20] == []


@pytest.mark.parametrize("title", ["《" * 100 + "》" * 100, "A" * 200, "1" * 55, "，" * 60, "示" * 200])
def test_a_title_without_sense_is_still_one(title):
    assert "".join(title_lines(title)) == title
