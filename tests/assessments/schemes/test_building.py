"""Drafts are written, frozen schemes are not; no circle can be built; the copy of next year changes nothing here."""

import pytest

from assessments import schemes
from assessments.models import Grade, Indicator, Scheme
from assessments.schemes import building, copying
from portal.access import WrongState
from tests.factories import make_category, make_grade, make_indicator, make_round, make_scheme, make_staff

pytestmark = pytest.mark.django_db
DEDUCT = {"kind": "deduct_per_occurrence", "each": "5"}


@pytest.fixture
def scheme():
    return make_scheme()


@pytest.fixture
def staff(scheme):
    return make_staff(scheme.committee)


def names(scheme, parent=None):
    return [one.name for one in scheme.indicators.filter(parent=parent)]


def test_new_indicator_stands_last_among_its_siblings(scheme, staff):
    make_indicator(scheme, name="一", order_number=1)
    make_indicator(scheme, name="二", order_number=2)

    building.save_indicator(Indicator(scheme=scheme, name="三"), by=staff)

    assert names(scheme) == ["一", "二", "三"]
    assert Indicator.history.get(name="三").history_user == staff


def test_indicator_moves_among_its_siblings(scheme, staff):
    one, two, three = (make_indicator(scheme, name=name) for name in "一二三")

    building.move_indicator(three, up=True, by=staff)
    building.move_indicator(one, up=True, by=staff)
    building.move_indicator(two, up=False, by=staff)

    assert names(scheme) == ["一", "三", "二"]


def test_parent_below_itself_is_refused(scheme, staff):
    top = make_indicator(scheme, name="上")
    child = make_indicator(scheme, name="下", parent=top)

    top.parent = child
    with pytest.raises(WrongState, match="绕成一圈"):
        building.save_indicator(top, by=staff)
    child.parent = child
    with pytest.raises(WrongState, match="绕成一圈"):
        building.save_indicator(child, by=staff)

    assert Indicator.objects.get(pk=top.pk).parent_id is None


def test_parent_of_another_scheme_is_refused(scheme, staff):
    stranger = make_indicator(make_scheme())

    with pytest.raises(WrongState, match="不在这个方案里"):
        building.save_indicator(Indicator(scheme=scheme, name="下", parent=stranger), by=staff)


def test_tree_is_not_deeper_than_the_workbook_has_columns(scheme, staff):
    parent = None
    for number in range(building.DEEPEST):
        parent = building.save_indicator(Indicator(scheme=scheme, name=f"第{number}级", parent=parent), by=staff)

    with pytest.raises(WrongState, match="最多6级"):
        building.save_indicator(Indicator(scheme=scheme, name="再下", parent=parent), by=staff)

    tall = make_indicator(scheme, name="高")
    make_indicator(scheme, name="高下", parent=tall)
    tall.parent = parent.parent
    with pytest.raises(WrongState, match="最多6级"):
        building.save_indicator(tall, by=staff)


def test_indicator_goes_with_all_below_it(scheme, staff):
    top = make_indicator(scheme, name="上")
    make_indicator(scheme, name="下", parent=make_indicator(scheme, name="中", parent=top))
    make_indicator(scheme, name="旁")

    building.delete_indicator(top, by=staff)

    assert [one.name for one in scheme.indicators.all()] == ["旁"]


def test_indicator_that_a_grade_needs_stays(scheme, staff):
    top = make_indicator(scheme, name="上")
    child = make_indicator(scheme, name="下", parent=top)
    make_grade(scheme, "五星").needs.add(child)

    with pytest.raises(WrongState, match="五星"):
        building.delete_indicator(top, by=staff)

    assert scheme.indicators.count() == 2


@pytest.mark.parametrize("state", ["frozen", "dropped"])
def test_nothing_is_written_once_a_scheme_is_no_draft(scheme, staff, state):
    indicator, grade = make_indicator(scheme, DEDUCT), make_grade(scheme)
    before = Scheme.objects.get(pk=scheme.pk)
    Scheme.objects.filter(pk=scheme.pk).update(state=state)
    indicator.name = grade.name = "改了"

    for act in (
        lambda: building.save_indicator(indicator, by=staff),
        lambda: building.save_indicator(Indicator(scheme=before, name="新"), by=staff),
        lambda: building.move_indicator(indicator, up=True, by=staff),
        lambda: building.delete_indicator(indicator, by=staff),
        lambda: building.save_grade(grade, [], by=staff),
        lambda: building.delete_grade(grade, by=staff),
        lambda: before.drop(by=staff),
        lambda: before.freeze(by=staff),
    ):
        with pytest.raises(WrongState, match="不能再修改"):
            act()

    assert (scheme.indicators.get().name, scheme.grades.get().name) != ("改了", "改了")
    assert Scheme.objects.get(pk=scheme.pk).state == state


def test_freezing_and_dropping_leave_a_line(scheme, staff):
    scheme.freeze(by=staff)
    other = make_scheme(committee=scheme.committee)
    other.drop(by=staff)

    lines = [
        (line.history_user, line.history_change_reason) for line in (scheme.history.first(), other.history.first())
    ]
    assert lines == [(staff, "启用"), (staff, "作废")]
    assert (scheme.state, other.state) == ("frozen", "dropped")
    assert scheme.frozen_on is not None


def test_copy_has_everything_and_knows_where_it_comes_from(scheme, staff):
    category = make_category(committee=scheme.committee)
    scheme.categories.add(category)
    top = make_indicator(scheme, name="上", points=100)
    leaf = make_indicator(scheme, DEDUCT, name="下", points=100, parent=top, source="attendance")
    make_grade(scheme, "优秀", 90, quota=30).needs.add(leaf)
    make_round(scheme)

    made = schemes.copy(scheme, "2027", "2027年度办法", by=staff)

    copied = made.indicators.get(name="下")
    assert (made.state, made.origin, made.period_key, made.committee) == ("draft", scheme, "2027", scheme.committee)
    assert (made.since.year, list(made.categories.all())) == (2027, [category])
    assert (copied.origin, copied.parent.name, copied.rule, copied.source) == (leaf, "上", DEDUCT, "attendance")
    assert copied.parent.scheme == made
    assert [(one.name, one.quota, list(one.needs.all())) for one in made.grades.all()] == [("优秀", 30, [copied])]
    assert made.history.first().history_user == staff


def test_change_of_the_copy_leaves_the_original(scheme, staff):
    leaf = make_indicator(scheme, DEDUCT, points=100)
    make_round(scheme)
    copied = schemes.copy(scheme, "2027", "2027年度办法", by=staff).indicators.get()

    copied.rule = {"kind": "deduct_per_occurrence", "each": "50"}
    building.save_indicator(copied, by=staff)

    leaf.refresh_from_db()
    assert leaf.rule == DEDUCT


@pytest.mark.parametrize(
    ("title", "key", "offered"),
    [
        ("2026年度考核办法", "2026", ("2027年度考核办法", "2027")),
        ("考核办法", "2026H1", ("考核办法", "2027H1")),
        ("依据20261号文的2026年第三季度办法", "2026Q3", ("依据20261号文的2027年第三季度办法", "2027Q3")),
    ],
)
def test_next_year_is_offered(title, key, offered):
    scheme = make_scheme(title=title, period_key=key)

    assert (copying.offered_title(scheme), copying.offered_period(scheme)) == offered


def test_what_somebody_else_deleted_meanwhile_is_said_not_written_again():
    scheme = make_scheme()
    staff = make_staff(scheme.committee)
    leaf, grade = make_indicator(scheme), make_grade(scheme)
    gone, gone_grade = Indicator.objects.get(pk=leaf.pk), Grade.objects.get(pk=grade.pk)
    leaf.delete()
    grade.delete()

    for act in (
        lambda: building.save_indicator(gone, by=staff),
        lambda: building.move_indicator(gone, up=True, by=staff),
        lambda: building.save_grade(gone_grade, [], by=staff),
    ):
        with pytest.raises(WrongState, match="已被别人删除或移动"):
            act()

    assert (scheme.indicators.count(), scheme.grades.count()) == (0, 0)


def test_grade_asks_only_for_leaves_of_its_own_scheme():
    grade, elsewhere = make_grade(make_scheme()), make_indicator(make_scheme())

    with pytest.raises(WrongState, match="只能要求本方案的指标"):
        building.save_grade(grade, [elsewhere], by=make_staff(grade.scheme.committee))
