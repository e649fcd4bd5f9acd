import pytest

from assessments.facts import SOURCES
from assessments.models import Scheme
from assessments.schemes.sources import Lists, params_faults
from tests.factories import make_committee, make_measure, make_type

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("key", SOURCES)
def test_every_source_says_in_one_sentence_what_it_counts(key):
    """What, over which dates, by which seats."""
    source = SOURCES[key]

    assert source.key == key
    assert source.sentence.endswith("。") and source.sentence.count("。") == 1
    assert any(word in source.sentence for word in ("考核期间", "期末"))
    if "organization" in source.audiences:
        assert any(word in source.sentence for word in ("席", "办结"))
    assert source.audiences and source.audiences <= set(Scheme.Audience.values)
    assert {"items", "amount"} <= source.gives <= {"items", "amount", "whole", "labels", "flags", "points"}
    assert len({param.name for param in source.params}) == len(source.params)


def test_sources_have_names_of_their_own():
    assert len({source.label for source in SOURCES.values()}) == len(SOURCES)


@pytest.mark.parametrize(
    ("key", "params", "faults"),
    [
        ("attendance", {}, []),
        ("attendance", {"count": "missed"}, []),
        ("attendance", {"count": ""}, []),
        ("attendance", {"count": "some"}, ["“计什么”没有“some”这个选项。"]),
        ("attendance", {"count": {}}, ["“计什么”没有“{}”这个选项。"]),
        (
            "attendance",
            {"colour": 1, "age": 2},
            ["来源“联合活动出勤”没有参数“age”。", "来源“联合活动出勤”没有参数“colour”。"],
        ),
        ("attendance", {"type": 999999}, ["“活动类型”所选的活动类型不在本工委的名单里。"]),
        ("attendance", {"type": "一"}, ["“活动类型”应为整数。"]),
        ("attendance", [], ["来源参数应为一组名称和值。"]),
        ("outcome", {}, ["请选择“成效指标”。"]),
        ("report_delay", {"workdays": 0}, ["“结束后几个工作日内报送”应在1到60之间。"]),
        ("report_delay", {"workdays": True}, ["“结束后几个工作日内报送”应为整数。"]),
        ("active_periods", {"by": "week", "times": 100}, ["“按”没有“week”这个选项。", "“每期至少几次”应在1到99之间。"]),
    ],
)
def test_params_that_will_not_do_are_said_all_at_once(key, params, faults):
    assert params_faults(SOURCES[key], params, Lists(make_committee())) == faults


def test_rows_of_another_committee_are_no_choice():
    own, other = make_committee(), make_committee()
    measure, type_ = make_measure(other), make_type(other)

    params = {"measure": measure.pk, "type": type_.pk}

    assert params_faults(SOURCES["outcome"], params, Lists(own)) == [
        "“成效指标”所选的成效指标不在本工委的名单里。",
        "“活动类型”所选的活动类型不在本工委的名单里。",
    ]
    assert params_faults(SOURCES["outcome"], params, Lists(other)) == []
