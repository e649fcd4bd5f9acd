"""What stands in the way of opening a round: everything at once, with the place where it is mended."""

from datetime import date

import pytest

from assessments import schemes
from assessments.models import Indicator
from assessments.schemes import trees
from portal.access import WrongState
from tests.factories import make_grade, make_indicator, make_scheme

pytestmark = pytest.mark.django_db
DEDUCT = {"kind": "deduct_per_occurrence", "each": "5"}


def texts(scheme):
    return [str(fault) for fault in schemes.faults(scheme)]


def sound(**fields):
    """One leaf of 100 points, one grade."""
    scheme = make_scheme(**fields)
    leaf = make_indicator(
        scheme, DEDUCT, name="出勤", points=100, source="attendance", source_params={"count": "missed"}
    )
    make_grade(scheme)
    return scheme, leaf


def test_sound_scheme_has_no_faults():
    scheme, _ = sound()

    assert texts(scheme) == []
    schemes.require_sound(scheme)


def test_empty_scheme_lacks_indicators_and_grades():
    scheme = make_scheme()

    assert [(fault.where, str(fault)) for fault in schemes.faults(scheme)] == [
        ("indicators", "还没有指标。"),
        ("grades", "还没有等次；方案只公布等次，至少要有一个。"),
    ]


def test_basis_is_asked_for():
    scheme, _ = sound(basis_title="")

    assert [(fault.where, fault.what) for fault in schemes.faults(scheme)] == [("scheme", "basis_title")]


@pytest.mark.parametrize(("valid_until", "count"), [(None, 0), (date(2026, 12, 31), 0), (date(2026, 12, 30), 1)])
def test_basis_has_to_last_to_the_end_of_the_period(valid_until, count):
    scheme, _ = sound(valid_until=valid_until)

    assert [fault.what for fault in schemes.faults(scheme)] == ["valid_until"] * count


def test_every_fault_is_said_at_once():
    scheme = make_scheme(basis_title="")
    parent = make_indicator(scheme, DEDUCT, name="组织建设", points=50)
    child = make_indicator(scheme, None, name="无规则", points=20, parent=parent)
    strange = make_indicator(scheme, DEDUCT, name="不明来源", points=20, parent=parent, source="rumours")
    broken = make_indicator(scheme, {"kind": "magic"}, name="坏规则", points=10, parent=parent)
    make_grade(scheme, "优秀", 80, quota=120)
    make_grade(scheme, "合格", 90)

    found = {(fault.where, fault.what): str(fault) for fault in schemes.faults(scheme)}

    assert set(found) == {
        ("scheme", "basis_title"),
        ("indicators", "points"),
        (f"indicator-{parent.pk}", "rule"),
        (f"indicator-{child.pk}", "rule"),
        (f"indicator-{strange.pk}", "source"),
        (f"indicator-{broken.pk}", "rule"),
        (f"grade-{scheme.grades.get(name='优秀').pk}", ""),
        ("grades", ""),
    }
    assert "没有“rumours”这个数据来源" in found[f"indicator-{strange.pk}", "source"]
    assert "magic" in found[f"indicator-{broken.pk}", "rule"]


def test_cycle_is_named_and_nothing_hangs():
    scheme, _ = sound()
    one = make_indicator(scheme, DEDUCT, name="甲")
    other = make_indicator(scheme, DEDUCT, name="乙", parent=one)
    Indicator.objects.filter(pk=one.pk).update(parent=other)

    found = schemes.faults(scheme)

    assert [(fault.where, str(fault)) for fault in found] == [
        ("indicators", "“甲”、“乙”的上级指标绕成一圈或不在本方案里，请重新选上级指标。")
    ]
    assert [node.name for node in schemes.tree_of(scheme)] == ["出勤"]


def test_only_a_circle_is_one_fault():
    scheme = make_scheme()
    make_grade(scheme)
    one = make_indicator(scheme, DEDUCT, name="甲")
    Indicator.objects.filter(pk=one.pk).update(parent=one)

    assert [fault.what for fault in schemes.faults(scheme)] == ["parent"]


def test_source_has_to_fit_the_audience():
    scheme, leaf = sound(audience="branch")

    assert texts(scheme) == ["“出勤”：数据来源“联合活动出勤”不能用于这类考核对象。"]
    assert [fault.where for fault in schemes.faults(scheme)] == [f"indicator-{leaf.pk}"]


def test_rule_has_to_find_what_it_needs_in_the_source():
    scheme, leaf = sound()
    leaf.rule, leaf.source, leaf.source_params = {"kind": "proportion"}, "theme_days", {}
    leaf.save()

    assert texts(scheme) == ["“出勤”：计分方式要用总数（应有多少），来源“联合主题党日等活动场次”不提供。"]


def test_param_of_another_committee_is_refused():
    scheme, leaf = sound()
    leaf.source_params = {"type": 10**9, "colour": "red"}
    leaf.save()

    assert [str(fault) for fault in schemes.faults(scheme)] == [
        "“出勤”：来源“联合活动出勤”没有参数“colour”。",
        "“出勤”：“活动类型”所选的活动类型不在本工委的名单里。",
    ]


def test_contradicting_vetoes_are_refused():
    scheme, _ = sound()
    for name, effect in (("甲", "total_zero"), ("乙", "no_grade")):
        make_indicator(scheme, {"kind": "veto", "effect": effect, "condition": "违纪"}, name=name, is_extra=True)

    assert ["后果却不同" in text for text in texts(scheme)] == [True]


def test_namesakes_among_siblings_are_refused():
    scheme, leaf = sound()
    leaf.points = 50
    leaf.save()
    make_indicator(scheme, DEDUCT, name="出勤", points=50)

    assert texts(scheme) == ["同一级里有几个“出勤”，请改成不同的名称。"]


def test_stars_are_for_branches_and_every_grade_has_them():
    scheme, leaf = sound(grants_stars=True)
    leaf.source = ""
    leaf.save()

    assert {fault.what for fault in schemes.faults(scheme)} == {"grants_stars", "stars"}


def test_require_sound_refuses_with_all_of_it():
    with pytest.raises(WrongState, match=r"还没有指标.*还没有等次"):
        schemes.require_sound(make_scheme())


def test_faults_need_as_many_queries_for_forty_indicators_as_for_one(django_assert_num_queries):
    scheme, _ = sound()
    for number in range(40):
        make_indicator(scheme, DEDUCT, name=f"指标{number}", points=1, source="attendance")

    with django_assert_num_queries(5):  # indicators, grades, what they need, and two lists that params choose from
        schemes.faults(scheme)


def test_tree_keeps_order_and_numbers(django_assert_num_queries):
    scheme = make_scheme()
    late = make_indicator(scheme, None, name="二", order_number=2)
    early = make_indicator(scheme, None, name="一", order_number=1)
    below = make_indicator(scheme, DEDUCT, name="二下", parent=late, points=5)

    with django_assert_num_queries(1):
        roots = schemes.tree_of(scheme)

    assert [(node.id, [child.id for child in node.children]) for node in roots] == [
        (early.pk, []),
        (late.pk, [below.pk]),
    ]
    rows = trees.branching_of(scheme).rows
    assert [(row.name, number) for row, _, number in rows] == [("一", "1"), ("二", "2"), ("二下", "2.1")]
