"""The numbers of a year: given by the office, read here; what is missing, double or unreadable is shown."""

from datetime import date

import pytest

from letters import cautions, register
from letters.register import Number
from tests.factories import make_committee, make_letter, make_officer, make_organization, make_staff


@pytest.mark.parametrize(
    ("text", "number", "faults"),
    [
        ("示例工委发〔2026〕5号", Number("示例工委发", 2026, 5), []),
        ("示例工委发[2026]5号", Number("示例工委发", 2026, 5), ["年份应用六角括号〔〕"]),
        (
            "示例工委发（2026）05号",
            Number("示例工委发", 2026, 5),
            ["年份应用六角括号〔〕", "序号不编虚位（1不编为01）"],
        ),
        ("示例工委发〔２０２６〕第１２号", Number("示例工委发", 2026, 12), ["序号前不加“第”字"]),
        ("示例工委发 〔2026〕 5 号", Number("示例工委发", 2026, 5), ["字号中间不留空格"]),
        (" 示例工委发〔2026〕5号\n", Number("示例工委发", 2026, 5), []),
        ("〔2026〕5号", None, None),
        ("示例工委发〔2026〕0号", None, None),
        ("示例工委发〔2026〕9999999号", None, None),
        ("示例工委发〔26〕5号", None, None),
        ("见附件", None, None),
        ("", None, None),
        ("²〔2026〕5号", Number("²", 2026, 5), []),
        ("示例〔²026〕5号", None, None),
    ],
)
def test_number_is_read_as_prefix_year_and_number(text, number, faults):
    unreadable = ["认不出年份和序号，应如“示例工委发〔2026〕5号”"]

    assert (register.parse(text), register.faults_of(text)) == (number, unreadable if faults is None else faults)


@pytest.mark.django_db
def test_year_shows_gaps_doubles_the_unreadable_and_the_unnumbered():
    committee = make_committee()

    def numbered(number, **fields):
        return make_letter(committee=committee, number=number, created_by=make_staff(committee), **fields)

    first = numbered("甲发〔2026〕2号", state="issued")
    second, twin = numbered("甲发〔2026〕3号"), numbered("甲发[2026]3号")
    last = numbered("甲发〔2026〕7号", state="void")
    other = numbered("乙函〔2026〕1号")
    numbered("甲发〔2025〕1号")
    unreadable = numbered("没有号", signed_on=date(2026, 5, 1))
    unnumbered = numbered("", state="issued", issued_on=date(2026, 6, 1))
    numbered("")  # a draft has no number yet
    make_letter(number="甲发〔2026〕1号")  # of another committee

    year = register.gaps_and_doubles(committee, 2026)

    nothing = [register.gaps_and_doubles(committee, number) for number in (-5, 0, 10000, 10**12)]

    a, b = sorted(year.series, key=lambda one: one.prefix, reverse=True)
    assert (a.prefix, a.letters) == ("甲发", {2: [first], 3: [second, twin], 7: [last]})
    assert (a.gaps, a.gap_words, a.missing) == ([(1, 1), (4, 6)], ["1号", "4—6号"], 4)
    assert a.doubles == {3: [second, twin]}
    assert (b.prefix, b.letters, b.gaps, b.doubles) == ("乙函", {1: [other]}, [], {})
    assert [one.series + one.unreadable + one.unnumbered for one in nothing] == [[]] * 4
    assert (year.unreadable, year.unnumbered) == ([unreadable], [unnumbered])


@pytest.mark.django_db
def test_cautions_before_issuing_are_no_blocks():
    committee = make_committee()
    reached = make_officer(make_organization(committee=committee)).organization
    silent = make_organization(committee=committee, short_name="市无账号局")
    twin = make_letter(committee=committee, number="甲发〔2026〕3号", title="另一份")
    letter = make_letter([reached, silent], number="甲发[2026]3号", reply_workdays=30)
    bare = make_letter([reached], reply_workdays=None)

    said = cautions.cautions(letter, date(2026, 12, 1))

    assert said == [
        f"发文字号“甲发[2026]3号”已用于《{twin}》，请核对。",
        "发文字号：年份应用六角括号〔〕。",
        "市无账号局还没有可登录的党务干部账号，收不到通知，请另行送达，由工委代录签收。",
        "2027年放假调休安排尚未公布，按法定节假日推算。",
    ]
    assert cautions.cautions(bare, date(2026, 12, 1)) == ["还没有发文字号。需要编号的，请向办公室取号后填写，再印发。"]
