import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk.reports.carrying import adopt, edit
from desk.reports.checking import pieces_of, title_faults, unbacked
from desk.reports.filling import Filled, fill
from tests.desk.reports.books import make_book

SOURCE = (
    "截至{截至}，开展{联合主题党日场次}的联合主题党日，助农消费{助农消费}，解决问题{解决问题}，"
    "志愿服务{志愿服务:数}次。"
)
TEXT = "截至7月底，开展13场次的联合主题党日，助农消费28万余元，解决问题32件，志愿服务1100余次。"
ALL = ["figure 7月底", "figure 13场次", "figure 28万余元", "figure 32件", "figure 1100余次"]


def judged(filled, book):
    return [f"{piece.kind} {piece.text}" for piece in pieces_of(filled, book) if piece.kind != "plain"]


def edited(text, source=SOURCE):
    book = make_book()
    return judged(edit(fill(source, book), text, book)[0], book)


@pytest.mark.parametrize(
    ("title", "faults"),
    [
        ("党建联盟工作情况（截至2023年7月31日）", []),
        ("党建联盟工作情况（截至2023年7月底）", []),
        ("截至7月31日，开展活动35场次", []),
        ("截至7月底开展13场次联合主题党日，助农消费28万余元", []),
        ("2023年“1+7+N”党建联盟第3次通报", []),
        (
            "14场次联合主题党日（截至8月底）",
            [
                "标题里的“14”，快照里没有这个数，请核对。",
                "标题写作“截至8月底”，快照截至2023年7月31日。",
            ],
        ),
        (
            "助农消费29万余元（截至2022年7月31日）",
            ["标题里的“29万余”，快照里没有这个数，请核对。", "标题写作“截至2022年7月31日”，快照截至2023年7月31日。"],
        ),
    ],
)
def test_title_is_held_against_the_snapshot_too(title, faults):
    assert title_faults(title, make_book()) == faults


def test_filled_text_agrees_with_itself():
    assert (fill(SOURCE, make_book()).text, edited(TEXT)) == (TEXT, ALL)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        # words around the figures
        ("今年以来，" + TEXT, ALL),
        (TEXT.replace("开展", "先后组织开展了").replace("助农", "通过“以购代捐”助农"), ALL),
        ("", []),
        ("全部重写，没有数字。", []),
        # the same figure said otherwise
        (TEXT.replace("28万余元", "28.36万元"), [*ALL[:2], "figure 28.36万元", *ALL[3:]]),
        (TEXT.replace("28万余元", "283600元"), [*ALL[:2], "figure 283600元", *ALL[3:]]),
        (TEXT.replace("1100余次", "1126次"), [*ALL[:4], "figure 1126次"]),
        # a figure that no longer agrees
        (TEXT.replace("28万余元", "30万元"), [*ALL[:2], "wrong 30万元", *ALL[3:]]),
        (TEXT.replace("28万余元", "29万余元"), [*ALL[:2], "wrong 29万余元", *ALL[3:]]),
        (TEXT.replace("28万余元", "28万元"), [*ALL[:2], "wrong 28万元", *ALL[3:]]),
        (TEXT.replace("32件", "32个"), [*ALL[:3], "wrong 32", ALL[4]]),
        (TEXT.replace("32件", "23件"), [*ALL[:3], "wrong 23件", ALL[4]]),
        (TEXT.replace("7月底", "8月底"), ["wrong 8月底", *ALL[1:]]),
        (TEXT.replace("13场次", "近20场次"), [ALL[0], "wrong 近20场次", *ALL[2:]]),
        # figures taken out, moved, put in
        (TEXT.replace("，解决问题32件", ""), [*ALL[:3], ALL[4]]),
        (TEXT.replace("32件", "三十二件"), [*ALL[:3], ALL[4]]),
        (
            "截至7月底，志愿服务1100余次，解决问题32件，助农消费28万余元，开展13场次的联合主题党日。",
            [ALL[0], ALL[4], ALL[3], ALL[2], ALL[1]],
        ),
        (TEXT + "带动就业45人。", [*ALL, "unbacked 45"]),
        (TEXT + "微心愿{微心愿}，{不认识}。", [*ALL, "figure 0个"]),
        (TEXT + "2022年10月1日的第3次。", ALL),
        # what only a person can write
        (TEXT + "【由工委填写】【待填：走访企业】【其他】", [*ALL, "blank 【由工委填写】", "blank 【待填：走访企业】"]),
    ],
)
def test_figures_are_found_again_in_the_edited_text(text, found):
    assert edited(text) == found


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("比上年同期增加18万余元", ["figure 比上年同期增加18万余元"]),
        ("比上年同期增加了183600元", ["figure 比上年同期增加了183600元"]),
        ("比上年同期增加20万元", ["wrong 比上年同期增加20万元"]),
        ("比上年同期减少18万余元", ["wrong 比上年同期减少18万余元"]),
        ("与上年同期持平", ["wrong 与上年同期持平"]),
        ("", []),
    ],
)
def test_comparison_keeps_direction_and_number(said, found):
    assert edited(f"助农消费，{said}。", "助农消费，{助农消费:同比}。") == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("今年微心愿暂无。", ["figure 暂无"]),
        ("微心愿尚无。", ["figure 尚无"]),
        ("微心愿0个暂无。", ["figure 暂无", "unbacked 0"]),
        ("微心愿5无。", ["wrong 5无"]),
    ],
)
def test_zero_in_words_stays_the_figure_it_is(text, found):
    assert sorted(edited(text, "微心愿{微心愿:零写暂无}。")) == sorted(found)


def test_percentage_is_compared_to_a_tenth():
    source = "助农消费{助农消费:增幅}。"

    assert edited("助农消费比上年同期增长183.6%。", source) == ["figure 比上年同期增长183.6%"]
    assert edited("助农消费比上年同期增长184%。", source) == ["wrong 比上年同期增长184%"]


def test_wrong_figure_says_what_the_snapshot_says():
    book = make_book()
    after, _ = edit(fill(SOURCE, book), TEXT.replace("28万余元", "30万元"), book)

    assert [piece.expected for piece in pieces_of(after, book) if piece.kind == "wrong"] == ["28万余元"]


def test_wrong_figure_is_recognised_again_when_it_is_put_right():
    book = make_book()
    wrong, _ = edit(fill(SOURCE, book), TEXT.replace("28万余元", "30万元"), book)
    right, _ = edit(wrong, TEXT.replace("28万余元", "28.36万元"), book)

    assert judged(right, book) == [*ALL[:2], "figure 28.36万元", *ALL[3:]]


def test_figure_moved_to_another_paragraph_keeps_its_footnote():
    book = make_book()
    _, lost = edit(fill(SOURCE, book), TEXT.replace("，解决问题32件", ""), book)
    second, _ = edit(Filled("其中："), "其中：协助基层解决问题32件，受益45户。", book)

    found = adopt(second, lost, book)

    assert (judged(second, book), judged(found, book)) == (
        ["unbacked 32", "unbacked 45"],
        ["figure 32件", "unbacked 45"],
    )
    assert lost == []


def test_figure_that_two_lost_ones_could_be_is_nobodys():
    book = make_book()
    lost = [*fill("{解决问题}", book).marks, *fill("{解决问题:准}", book).marks]

    assert adopt(Filled("解决32件"), lost, book) == Filled("解决32件")


def test_pieces_put_together_are_the_text():
    book = make_book()
    filled = fill(SOURCE, book)

    assert "".join(piece.text for piece in pieces_of(filled, book)) == filled.text
    assert unbacked(filled) == []


@given(st.text("0123456789万亿余近约元件次场，。.%{}【】截至7月底助农消费\n", max_size=80))
def test_any_edit_keeps_the_text_and_overlaps_no_figures(text):
    book = make_book()

    filled, _ = edit(fill(SOURCE, book), text, book)

    assert "".join(piece.text for piece in pieces_of(filled, book)) == filled.text
    places = [place for mark in filled.marks for place in (mark.start, mark.end)]
    assert places == sorted(places)
    assert all(0 <= place <= len(filled.text) for place in places)


def test_many_figures_are_found_again_in_time():
    book, began = make_book(), time.monotonic()
    before = fill("{解决问题}，" * 300, book)

    after, lost = edit(before, before.text.replace("32件，", "32件、") + "1件、" * 300, book)

    assert (len(after.marks), len(unbacked(after)), lost) == (300, 300, [])
    assert len(pieces_of(after, book)) == 1200
    assert time.monotonic() - began < 5


def test_long_text_of_one_character_is_compared_in_time():
    book, began = make_book(), time.monotonic()

    edit(Filled("的" * 3000), "的" * 1500 + "了" + "的" * 1499, book)

    assert time.monotonic() - began < 2
