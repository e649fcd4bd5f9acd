"""Paper sheets: found by a code that forgives no slip, typed twice by different people, signed when both agree."""

from decimal import Decimal

import pytest

from assessments import codes, paper, sheets
from assessments.models import Mark, Sheet, Typing
from portal.access import WrongState
from tests.factories import make_open_stage, make_staff, score


class Paper:
    """An open sheet, two people of the committee, and scores by the names of the criteria."""

    def __init__(self):
        self.stage = make_open_stage(judges=1, entries=1)
        self.contest = self.stage.contest
        self.sheet = Sheet.objects.get()
        self.anna, self.boris = (make_staff(self.contest.committee) for _ in range(2))
        self.ids = dict(self.stage.criteria.values_list("name", "pk"))

    def values(self, content, show):
        return {self.ids["内容"]: content, self.ids["展示"]: show}

    def marks(self):
        return list(self.sheet.marks.values_list("value", flat=True))


@pytest.mark.django_db
def test_two_equal_readings_sign_the_sheet():
    paper_sheet = Paper()

    first = paper.type_first(paper_sheet.sheet, paper_sheet.values("50", "30.0"), by=paper_sheet.anna)
    between = paper_sheet.marks()
    second = paper.type_second(paper_sheet.sheet, paper_sheet.values("５０.0", "30"), by=paper_sheet.boris)

    sheet = paper_sheet.sheet
    assert (first, between, second) == (None, [], None)
    assert (sheet.state, sheet.is_paper, paper_sheet.marks()) == ("signed", True, [Decimal(50), Decimal(30)])
    assert list(sheet.changes.order_by("pk").values_list("act", "by", "reason")) == [
        ("type", paper_sheet.anna.pk, "第1遍"),
        ("type", paper_sheet.boris.pk, "第2遍"),
        ("mark", paper_sheet.boris.pk, ""),
        ("mark", paper_sheet.boris.pk, ""),
        ("confirm", paper_sheet.boris.pk, ""),
    ]


@pytest.mark.django_db
def test_differences_are_shown_and_nothing_is_decided():
    paper_sheet = Paper()
    show = paper_sheet.stage.criteria.get(name="展示")
    paper.type_first(paper_sheet.sheet, paper_sheet.values("50", "30"), by=paper_sheet.anna)

    apart = paper.type_second(paper_sheet.sheet, paper_sheet.values("50", "36"), by=paper_sheet.boris)

    assert apart == [paper.Difference(show, "30.0", "36.0")]
    assert paper.differences(paper_sheet.sheet) == apart
    assert (Sheet.objects.get().state, Mark.objects.count()) == ("open", 0)


@pytest.mark.django_db
@pytest.mark.parametrize("who", ["first", "second"])
def test_either_may_look_again_and_equal_readings_then_count(who):
    paper_sheet = Paper()
    paper.type_first(paper_sheet.sheet, paper_sheet.values("50", "30"), by=paper_sheet.anna)
    paper.type_second(paper_sheet.sheet, paper_sheet.values("50", "36"), by=paper_sheet.boris)

    if who == "first":
        again = paper.type_first(paper_sheet.sheet, paper_sheet.values("50", "36"), by=paper_sheet.anna)
    else:
        again = paper.type_second(paper_sheet.sheet, paper_sheet.values("50", "30"), by=paper_sheet.boris)

    assert again is None
    assert paper_sheet.sheet.state == "signed"
    assert paper_sheet.marks() == [Decimal(50), Decimal(36 if who == "first" else 30)]


@pytest.mark.django_db
def test_one_person_does_not_read_twice():
    paper_sheet = Paper()
    paper.type_first(paper_sheet.sheet, paper_sheet.values("50", "30"), by=paper_sheet.anna)

    with pytest.raises(WrongState, match="两遍应由不同的人录入"):
        paper.type_second(paper_sheet.sheet, paper_sheet.values("50", "30"), by=paper_sheet.anna)
    paper.type_second(paper_sheet.sheet, paper_sheet.values("50", "36"), by=paper_sheet.boris)
    with pytest.raises(WrongState, match="两遍应由不同的人录入"):
        paper.type_first(paper_sheet.sheet, paper_sheet.values("50", "36"), by=paper_sheet.boris)


@pytest.mark.django_db
def test_second_reading_waits_for_the_first():
    paper_sheet = Paper()

    with pytest.raises(WrongState, match="还没有录第一遍"):
        paper.type_second(paper_sheet.sheet, paper_sheet.values("50", "30"), by=paper_sheet.boris)


@pytest.mark.django_db
def test_every_bad_value_is_named_at_once():
    paper_sheet = Paper()

    with pytest.raises(paper.BadValues) as refusal:
        paper.type_first(paper_sheet.sheet, {paper_sheet.ids["内容"]: "6,5"}, by=paper_sheet.anna)

    assert refusal.value.faults == {
        paper_sheet.ids["内容"]: "内容：“6,5”不是分数，小数点请用“.”，应在 0 到 60 之间，最多 1 位小数。",
        paper_sheet.ids["展示"]: "展示：没有填分数，应在 0 到 40 之间，最多 1 位小数。",
    }
    assert not Typing.objects.exists()


@pytest.mark.django_db
def test_only_the_committee_types_and_no_judge_the_own_sheet():
    paper_sheet = Paper()
    judge = paper_sheet.sheet.judge.user
    for by in (judge, make_staff()):
        with pytest.raises(WrongState, match="由工委工作人员录入"):
            paper.type_first(paper_sheet.sheet, paper_sheet.values("50", "30"), by=by)
    judge.post = "staff"
    judge.save()

    with pytest.raises(WrongState, match="评委不能录入自己的纸质评分表"):
        paper.type_first(paper_sheet.sheet, paper_sheet.values("50", "30"), by=judge)


@pytest.mark.django_db
def test_sheet_that_was_signed_on_the_phone_is_not_typed_over():
    paper_sheet = Paper()
    score(paper_sheet.sheet, 50, 30)

    with pytest.raises(WrongState, match="已签交，没有保存"):
        paper.type_first(paper_sheet.sheet, paper_sheet.values("10", "10"), by=paper_sheet.anna)


@pytest.mark.django_db
def test_reopened_paper_sheet_is_read_twice_anew():
    paper_sheet = Paper()
    paper.type_first(paper_sheet.sheet, paper_sheet.values("50", "30"), by=paper_sheet.anna)
    paper.type_second(paper_sheet.sheet, paper_sheet.values("50", "30"), by=paper_sheet.boris)

    sheets.reopen(paper_sheet.sheet, by=paper_sheet.anna, reason="评委改分")

    assert (paper_sheet.sheet.state, paper_sheet.sheet.is_paper, Typing.objects.count()) == ("open", False, 0)
    assert paper_sheet.marks() == [Decimal(50), Decimal(30)]


@pytest.mark.django_db
def test_sheet_is_found_by_its_code_however_it_is_written():
    paper_sheet = Paper()
    code = paper_sheet.sheet.code

    for written in (code, code.lower(), f" {codes.spaced(code)} ", f"{code[:4]}-{code[4:]}"):
        assert paper.by_code(paper_sheet.stage, written) == paper_sheet.sheet
    for wrong in ("", "0" * 8, code[:-1], f"{code}2", "长" * 900, "\x00"):
        assert paper.by_code(paper_sheet.stage, wrong) is None
    assert paper.by_code(make_open_stage(judges=1, entries=1), code) is None


def test_code_shows_one_wrong_sign_and_two_that_changed_places():
    code = codes.make()

    wrong = {code[:at] + sign + code[at + 1 :] for at in range(codes.LENGTH) for sign in codes.SIGNS} - {code}
    swapped = {code[:at] + code[at + 1] + code[at] + code[at + 2 :] for at in range(codes.LENGTH - 1)} - {code}

    assert codes.read(code) == code
    assert [one for one in wrong | swapped if codes.read(one)] == []


@pytest.mark.django_db
def test_reading_that_is_typed_again_says_when():
    paper_sheet = Paper()
    values = paper_sheet.values("50", "30")
    paper.type_first(paper_sheet.sheet, values, by=paper_sheet.anna)
    before = Typing.objects.get().at

    paper.type_first(paper_sheet.sheet, values, by=paper_sheet.anna)

    assert Typing.objects.get().at > before
