"""The negative list: what is warned of, and what is not."""

import pytest

from assessments import schemes
from tests.factories import make_indicator, make_scheme

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("获市领导批示每次加5分", "批示"),
        ("在省级以上媒体刊发1篇得2分", "媒体"),
        ("工作信息刊发数量", "刊发"),
        ("活动照片不少于9张", "照片"),
        ("检查学习笔记", "笔记"),
        ("线上学习时长达到50小时", "学习时长"),
        ("朋友圈点赞数", "点赞"),
        ("推文转发到工作群", "转发"),
        ("投票数排名靠前的", "投票数"),
        ("党员登录率达到90%", "登录率"),
        ("App 安装 率", "安装率"),
        ("召开会议次数", "会议次数"),
        ("每日打卡", "打卡"),
        ("资料留痕齐全", "留痕"),
    ],
)
def test_wording_on_the_list_is_warned_of(text, word):
    indicator = make_indicator(make_scheme(), standard=text)

    found = schemes.lint(indicator)

    assert word in [warning.word for warning in found]
    assert all(warning.reason and warning.better and warning.indicator == indicator for warning in found)


@pytest.mark.parametrize(
    "text",
    [
        "开展联合主题党日每季度一次",
        "获批示范单位的加分",
        "市融媒体中心党支部",
        "无故缺席每次扣5分，事前请假的不扣",
        "志愿服务时长100小时以上得2分",
        "问题清单台账闭环管理",
        "民主测评优秀率达到90%",
    ],
)
def test_ordinary_wording_is_not(text):
    assert schemes.lint(make_indicator(make_scheme(), standard=text)) == []


def test_name_is_read_too():
    assert [one.word for one in schemes.lint(make_indicator(make_scheme(), name="媒体宣传"))] == ["媒体"]


def test_same_figure_scored_twice_is_warned_of():
    scheme = make_scheme()
    make_indicator(scheme, name="出勤", source="attendance", source_params={"count": "done"})
    make_indicator(scheme, name="缺席", source="attendance", source_params={"count": "missed"})
    twice = make_indicator(scheme, name="参加情况", source="attendance", source_params={"count": "done"})

    found = schemes.lint(scheme)

    assert [(one.indicator, one.word) for one in found] == [(twice, "联合活动出勤")]
    assert "“出勤”" in found[0].reason
