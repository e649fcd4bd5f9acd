from decimal import Decimal

import pytest

from assessments.scoring.grades import EXTEND, NONE, Graded, GradeRule, Standing, award, grade_faults, places
from assessments.scoring.working import Veto


def grade(id, minimum=None, quota=None, order=None, **fields):
    return GradeRule(
        id,
        fields.pop("name", id),
        None if minimum is None else Decimal(minimum),
        None if quota is None else Decimal(quota),
        order={"五星": 1, "四星": 2, "三星": 3, "二星": 4, "一星": 5}[id] if order is None else order,
        **fields,
    )


# 2023年度各领域基层党支部评星定级: 90(含)以上, 80(含)—89, 70, 60, 60以下; 五星不超过总数30%
STARS = (grade("五星", 90, 30), grade("四星", 80), grade("三星", 70), grade("二星", 60), grade("一星"))


def stand(**totals):
    return [Standing(subject, Decimal(total)) for subject, total in totals.items()]


def grades_of(entries, grades=STARS, tie=EXTEND):
    return {subject: graded.grade for subject, graded in award(entries, grades, tie).items()}


def test_thresholds_hold_their_lower_end():
    # 12 units, so 3 may have five stars
    totals = {
        "a": "100",
        "b": "90",
        "c": "89.99",
        "d": "80",
        "e": "79.99",
        "f": "70",
        "g": "60",
        "h": "59.99",
        "i": "0",
    }

    assert grades_of(stand(**totals, j="1", k="1", l="1")) == {
        "a": "五星",
        "b": "五星",
        "c": "四星",
        "d": "四星",
        "e": "三星",
        "f": "三星",
        "g": "二星",
        **dict.fromkeys("hijkl", "一星"),
    }


@pytest.mark.parametrize(
    ("number", "five"),
    [(1, 0), (3, 0), (4, 1), (6, 1), (7, 2), (9, 2), (10, 3), (11, 3), (40, 12)],  # floor(0.3 × number)
)
def test_quota_is_never_exceeded(number, five):
    entries = [Standing(place, Decimal(100) - Decimal(place) / 100) for place in range(number)]

    given = [graded.grade for graded in award(entries, STARS).values()]

    assert given == ["五星"] * five + ["四星"] * (number - five)


TEN = {"a": "99", "b": "98", "c": "97", "d": "97", "e": "96", "f": "85", "g": "75", "h": "65", "i": "55", "j": "50"}


@pytest.mark.parametrize(("tie", "five"), [(EXTEND, "abcd"), (NONE, "ab")])
def test_a_tie_on_the_edge_of_the_quota(tie, five):
    # three of ten; the third and the fourth are equal
    given = grades_of(stand(**TEN), tie=tie)

    assert [subject for subject, name in given.items() if name == "五星"] == list(five)
    assert [given[subject] for subject in "abcde" if subject not in five] == ["四星"] * (5 - len(five))


@pytest.mark.parametrize("tie", [EXTEND, NONE])
def test_a_tie_inside_or_beyond_the_quota_is_no_tie_on_its_edge(tie):
    inside = grades_of(stand(**(TEN | {"a": "98", "c": "98", "d": "97"})), tie=tie)
    beyond = grades_of(stand(**(TEN | {"c": "97.5", "d": "97", "e": "97"})), tie=tie)

    assert [subject for subject, name in inside.items() if name == "五星"] == ["a", "b", "c"]
    assert [subject for subject, name in beyond.items() if name == "五星"] == ["a", "b", "c"]


@pytest.mark.parametrize("tie", [EXTEND, NONE])
def test_a_quota_of_no_place_is_for_nobody(tie):
    assert grades_of(stand(a="99", b="99", c="99"), tie=tie) == {"a": "四星", "b": "四星", "c": "四星"}


def test_why_says_what_lowered():
    given = award(stand(**TEN), STARS, NONE)

    assert given["a"] == Graded("五星", "99分，达到90分；评为五星")
    assert given["c"] == Graded(
        "四星",
        "97分，达到80分；“五星”名额 3 个（10 个的 30%，取整），97分并列在名额边上，按方案并列都不评；评为四星",
        "五星",
    )
    assert given["e"] == Graded("四星", "96分，达到80分；“五星”名额 3 个（10 个的 30%，取整）已满；评为四星", "五星")
    assert given["f"] == Graded("四星", "85分，达到80分；评为四星")
    assert given["j"] == Graded("一星", "50分；评为一星")


def test_who_does_not_fit_competes_for_the_next_grade():
    # 五星约10%、四星约30%、三星约40%: of ten 1, 3 and 4; nobody is under 70
    grades = (grade("五星", 90, 10), grade("四星", 80, 30), grade("三星", 70, 40), grade("二星", 60), grade("一星"))
    entries = [Standing(place, Decimal(99 - place)) for place in range(10)]

    assert list(grades_of(entries, grades).values()) == ["五星", *["四星"] * 3, *["三星"] * 4, *["二星"] * 2]


def test_five_stars_need_an_innovation():
    # 五星 ≥90 且有党建创新项目
    grades = (grade("五星", 90, needs=("创新",)), grade("四星", 80))
    with_it = Standing("a", Decimal(95), values={"创新": Decimal("0.5")})
    without = Standing("b", Decimal(96), values={"创新": Decimal(0)})

    assert award([with_it, without], grades) == {
        "a": Graded("五星", "95分，达到90分；评为五星"),
        "b": Graded("四星", "96分，达到80分；“五星”规定的指标没有得分；评为四星", "五星"),
    }


def test_who_lacks_the_innovation_takes_no_place():
    grades = (grade("五星", 90, 50, needs=("创新",)), grade("四星", 80))
    entries = [
        Standing("a", Decimal(99)),
        Standing("b", Decimal(91), values={"创新": Decimal(1)}),
    ]

    assert grades_of(entries, grades) == {"a": "四星", "b": "五星"}


@pytest.mark.parametrize(
    ("vetoes", "name", "why"),
    [
        ([], "五星", "95分，达到90分；评为五星"),
        # 否决后不得评三星以上
        ([Veto("grade_at_most", "二星")], "二星", "95分，达到60分；一票否决，最高评为二星；评为二星"),
        ([Veto("no_grade", why="软弱涣散")], None, "一票否决，不评定等次（软弱涣散）"),
        (
            [Veto("grade_at_most", "三星"), Veto("grade_at_most", "一星")],
            "一星",
            "95分；一票否决，最高评为一星；评为一星",
        ),
        ([Veto("grade_at_most", "二星"), Veto("no_grade")], None, "一票否决，不评定等次"),
        ([Veto("grade_at_most", "不存在的")], "一星", "95分；一票否决，最高评为不存在的；评为一星"),
    ],
)
def test_vetoes_lower_the_grade(vetoes, name, why):
    others = [Standing(place, Decimal(10)) for place in range(9)]

    graded = award([Standing("a", Decimal(95), tuple(vetoes)), *others], STARS)["a"]

    assert (graded.grade, graded.why) == (name, why)
    assert graded.lowered_from == (None if name == "五星" else "五星")


def test_a_vetoed_unit_takes_no_place_of_the_quota_but_counts_among_all():
    # four units: one place; the best is vetoed, so the second has it
    vetoed = Standing("a", Decimal(99), (Veto("grade_at_most", "二星"),))

    assert grades_of([vetoed, *stand(b="95", c="94", d="93")]) == {"a": "二星", "b": "五星", "c": "四星", "d": "四星"}


def test_below_every_grade_there_is_none():
    given = award(stand(a="50"), (grade("五星", 90), grade("四星", 80)))

    assert given == {"a": Graded(None, "50分，没有达到任何等次")}
    assert award([], STARS) == {}


def test_quotas_without_thresholds():
    # 三年行动: 五星10%、四星40%、三星30%, the rest 不定级
    grades = (
        grade("五星", quota=10),
        grade("四星", quota=40),
        grade("三星", quota=30),
        grade("不定级", order=4),
    )
    entries = [Standing(place, Decimal(90 - place)) for place in range(10)]

    given = list(grades_of(entries, grades).values())

    assert given == ["五星", *["四星"] * 4, *["三星"] * 3, *["不定级"] * 2]
    assert grade_faults(grades) == ()


@pytest.mark.parametrize(
    ("grades", "faults"),
    [
        (STARS, []),
        (
            (grade("五星", 80), grade("四星", 90)),
            ["等次 › 五星：分数线次序不对：“五星”80分，“四星”90分，高一档的应更高。"],
        ),
        (
            (grade("五星", 90), grade("四星", 90)),
            ["等次 › 五星：分数线次序不对：“五星”90分，“四星”90分，高一档的应更高。"],
        ),
        ((grade("五星", 90, 60), grade("四星", 80, 50)), ["等次：名额合计 110%，超过 100%。"]),
        (
            (grade("五星", 90, 101), grade("四星", 80, 0)),
            [
                "等次 › 五星：名额应大于 0%、不超过 100%。",
                "等次 › 四星：名额应大于 0%、不超过 100%。",
                "等次：名额合计 101%，超过 100%。",
            ],
        ),
        (
            (grade("五星"), grade("四星", 80)),
            ["等次 › 五星：没有分数线、没有名额，后面的等次永远评不到。"],
        ),
        (
            (grade("五星", 90), grade("四星", 80, order=1, name="五星"), grade("三星", 70, name=" ")),
            ["等次：名称“五星”重复。", "等次：次序“1”重复。", "等次：没有名称。"],
        ),
        ((grade("五星", 90, needs=("创新",)),), ["等次 › 五星：须得分的指标不在方案里，或不是末级指标。"]),
    ],
)
def test_faults_of_grades_come_all_at_once(grades, faults):
    assert [str(fault) for fault in grade_faults(grades, leaves=[1, 2])] == faults


def test_equals_share_a_place():
    totals = {"a": Decimal("90"), "b": Decimal("95.00"), "c": Decimal("95"), "d": Decimal("80"), "e": Decimal("90.0")}

    assert places(totals) == {"a": 3, "b": 1, "c": 1, "d": 5, "e": 3}
    assert places({}) == {}
