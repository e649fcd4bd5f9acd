from datetime import date
from decimal import Decimal
from types import SimpleNamespace

import pytest

from desk.reports.filling import Book, fill, fill_typed, until_words
from desk.reports.placeholders import faults_in, named, parse
from tests.desk.reports.books import make_book


@pytest.mark.parametrize(
    ("source", "text"),
    [
        (
            "截至{截至}，先后开展{联合主题党日场次}的联合主题党日，助农消费{助农消费}，志愿服务{志愿服务:数}次。",
            "截至7月底，先后开展13场次的联合主题党日，助农消费28万余元，志愿服务1100余次。",
        ),
        ("｛助农消费：准｝", "283600元"),
        ("{ 助农消费 : 上年 }", "10万元"),
        (
            "助农消费{助农消费}，{助农消费:同比}，{助农消费:增幅}。",
            "助农消费28万余元，比上年同期增加18万余元，比上年同期增长183.6%。",
        ),
        ("{联合主题党日场次:同比}", "与上年同期持平"),
        ("{志愿服务:同比}", "上年同期无记录"),
        ("{招商引资}，{招商引资:数}元，{招商引资:准}", "1.2亿元，1.2亿元，12000万元"),
        ("{工委}{期间}，{年份}，截至{截至日期}", "示例工委2023年1月1日至7月31日，2023年，截至2023年7月31日"),
        ("主要做法：{由工委填写}", "主要做法：【由工委填写】"),
        ("走访企业{走访企业}，助农消费{助农消费}。", "走访企业【待填：走访企业】，助农消费28万余元。"),
        # zero
        ("微心愿{微心愿}。", "微心愿0个。"),
        ("微心愿{微心愿:零写暂无}。", "微心愿暂无。"),
        ("解决问题{解决问题:零写暂无}。", "解决问题32件。"),
        ("解决问题{解决问题}，点亮微心愿{微心愿:零则省略}，助农{助农消费}。", "解决问题32件，助农28万余元。"),
        ("解决问题{解决问题}，点亮微心愿{微心愿:零则省略}。", "解决问题32件。"),
        ("截至{截至}，点亮微心愿{微心愿:零则省略}。解决问题{解决问题}。", "解决问题32件。"),
        ("点亮微心愿{微心愿:零则省略}\n解决问题{解决问题}", "\n解决问题32件"),
        # what is no placeholder
        ("{{助农消费}}", "{28万余元}"),
        ("{% include 'x' %}{}{ }", "【待填：% include 'x' %】{}【待填：】"),
        ("没有占位符。", "没有占位符。"),
        ("", ""),
    ],
)
def test_paragraph_is_filled(source, text):
    assert fill(source, make_book()).text == text


def test_every_figure_is_marked_where_it_stands():
    filled = fill("截至{截至}，助农消费{助农消费}，解决问题{解决问题}，{由工委填写}", make_book())

    found = [(filled.text[mark.start : mark.end], mark.figure and mark.figure.key) for mark in filled.marks]

    assert found == [("7月底", None), ("28万余元", "measure:助农消费"), ("32件", "measure:解决问题")]


def test_typed_braces_that_are_no_placeholder_stay():
    filled = fill_typed("{{user.password}} {助农消费:大概} {不认识} {解决问题}", make_book())

    assert filled.text == "{{user.password}} {助农消费:大概} {不认识} 32件"


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2023, 7, 31), "7月底"),
        (date(2023, 7, 15), "7月15日"),
        (date(2023, 2, 28), "2月底"),
        (date(2024, 2, 28), "2月28日"),
        (date(2024, 2, 29), "2月底"),
        (date(2023, 12, 31), "12月底"),
    ],
)
def test_last_day_of_a_month_is_its_end(day, words):
    assert until_words(day) == words


def test_period_over_new_year_names_both_years():
    snapshot = SimpleNamespace(
        since=date(2022, 10, 1), until=date(2023, 3, 31), committee=SimpleNamespace(short_name="示例工委")
    )

    assert fill("{期间}", Book(snapshot, [])).text == "2022年10月1日至2023年3月31日"


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        ("截至{截至}，助农消费{助农消费:准:零则省略}", []),
        ("助农{助农消费额}", ["没有{助农消费额}这个占位符"]),
        ("{x}{y}{x}", ["没有{x}这个占位符", "没有{y}这个占位符"]),
        (
            "{助农消费:大概}",
            ["{助农消费:大概}里的“大概”不认识，可以写：约、准、数、上年、同比、增幅、零则省略、零写…"],
        ),
        ("{截至:准}", ["{截至}后面不用写冒号"]),
        ("{{助农消费}}", []),
        ("{{ 7*7 }}", ["没有{7*7}这个占位符"]),
        ("{% debug %}", ["没有{% debug %}这个占位符"]),
        ("{", []),
    ],
)
def test_unknown_placeholders_are_refused_by_name(text, faults):
    assert faults_in(text, {"截至", "助农消费"}) == faults


def test_a_measure_called_like_something_else_is_told_apart():
    found = named(
        [("held", "活动"), ("measure:活动场次", "活动场次"), ("measure:截至", "截至"), ("measure:a {b}", "a {b}")]
    )

    assert found == {
        "活动场次": "held",
        "指标活动场次": "measure:活动场次",
        "指标截至": "measure:截至",
        "ab": "measure:a {b}",
    }


@pytest.mark.parametrize(
    "inner", ["助农消费:零写", "助农消费:零写" + "长" * 21, "助农消费:约:准", "助农消费:零则省略:零写无"]
)
def test_options_that_contradict_each_other_are_refused(inner):
    with pytest.raises(ValueError, match="不认识"):
        parse(inner)


def test_figure_below_zero_is_left_open():
    book = make_book()
    book.figures["助农消费"].value = Decimal(-1)

    assert fill("{助农消费}", book).text == "【待填：助农消费】"
