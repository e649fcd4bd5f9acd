"""The form of an indicator: kinds, parameters, wrappers, notation, sources; with and without script."""

import pytest
from django.urls import reverse

from assessments.facts import SOURCES
from assessments.models import Indicator, Scheme
from assessments.scoring.rules import KINDS
from tests.assessments.schemes.world import DEDUCT, indicator_form
from tests.factories import (
    make_indicator,
    make_scheme,
    make_staff,
)

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def test_indicator_is_made_with_rule_and_source(client):
    scheme = make_scheme()
    client.force_login(make_staff(scheme.committee))

    answer = client.post(reverse("indicator-create", args=[scheme.pk]), indicator_form())

    indicator = Indicator.objects.get()
    assert answer.status_code == 302
    assert (indicator.name, indicator.points, indicator.rule) == ("参加联合活动", 40, DEDUCT)
    assert (indicator.source, indicator.source_params) == ("attendance", {"count": "missed"})
    assert client.get(reverse("indicator-edit", args=[indicator.pk])).status_code == 200


def test_warned_indicator_is_saved_all_the_same(client):
    scheme = make_scheme()
    client.force_login(make_staff(scheme.committee))

    answer = client.post(
        reverse("indicator-create", args=[scheme.pk]), indicator_form(standard="照片不少于9张"), follow=True
    )

    assert scheme.indicators.count() == 1
    assert any("照片" in str(message) for message in answer.context["messages"])


def test_another_kind_is_chosen_without_script(client):
    scheme = make_scheme()
    client.force_login(make_staff(scheme.committee))
    data = indicator_form(**{"rule-kind": "levels", "switch": "1", "name": ""})

    page = client.post(reverse("indicator-create", args=[scheme.pk]), data)

    fields = page.context["page"].rule.fields
    assert (page.status_code, scheme.indicators.count()) == (200, 0)
    assert {"p_levels", "p_by"} <= fields.keys()
    assert "p_each" not in fields
    assert page.context["page"].form["points"].value() == "40"
    assert "请填写指标名称" not in page.content.decode()


def test_save_after_choosing_another_kind_asks_for_its_parameters_first(client):
    scheme = make_scheme()
    client.force_login(make_staff(scheme.committee))

    page = client.post(reverse("indicator-create", args=[scheme.pk]), indicator_form(**{"rule-kind": "levels"}))

    assert (page.status_code, scheme.indicators.count()) == (200, 0)
    assert "p_levels" in page.context["page"].rule.fields


def test_levels_are_written_as_rows(client):
    scheme = make_scheme()
    client.force_login(make_staff(scheme.committee))
    data = indicator_form(
        **{
            "rule-kind": "levels",
            "rule-shown": "levels",
            "rule-p_by": "choice",
            "rule-p_levels-0-name": "好",
            "rule-p_levels-0-points": "20",
            "rule-p_levels-2-name": "差",
            "rule-p_levels-2-points": "0",
            "source-key": "hand",
            "source-shown": "hand",
        }
    )

    client.post(reverse("indicator-create", args=[scheme.pk]), data)

    indicator = scheme.indicators.get()
    assert indicator.rule == {
        "kind": "levels",
        "levels": [{"name": "好", "points": "20"}, {"name": "差", "points": "0"}],
    }
    assert indicator.source == ""


WRAPPED = {
    "kind": "period_average",
    "every": "month",
    "inner": {"kind": "multiplier", "flag": "无故缺席", "factor": "2", "inner": DEDUCT},
}


def test_rule_is_wrapped_by_ticking_boxes_and_comes_back_ticked(client):
    scheme = make_scheme()
    client.force_login(make_staff(scheme.committee))
    data = indicator_form(
        **{
            "rule-w_period_average": "on",
            "rule-w_period_average-every": "month",
            "rule-w_multiplier": "on",
            "rule-w_multiplier-flag": "无故缺席",
            "rule-w_multiplier-factor": "2",
        }
    )

    client.post(reverse("indicator-create", args=[scheme.pk]), data)

    indicator = scheme.indicators.get()
    assert indicator.rule == WRAPPED
    form = client.get(reverse("indicator-edit", args=[indicator.pk])).context["page"].rule
    assert (form.kind, form["p_each"].value(), form["w_multiplier-factor"].value()) == (
        "deduct_per_occurrence",
        "5",
        "2",
    )
    assert [form[f"w_{kind}"].value() for kind in ("period_average", "take_highest_dedupe", "multiplier")] == [
        True,
        False,
        True,
    ]


def test_ticked_box_without_its_number_is_refused_beside_it(client):
    scheme = make_scheme()
    client.force_login(make_staff(scheme.committee))

    page = client.post(reverse("indicator-create", args=[scheme.pk]), indicator_form(**{"rule-w_multiplier": "on"}))

    assert page.status_code == 422
    assert "w_multiplier-factor" in page.context["page"].rule.errors


def test_nested_rule_is_written_as_a_line(client):
    scheme = make_scheme()
    client.force_login(make_staff(scheme.committee))
    line = "分期平均（按月；加倍（标记=无故缺席；倍数=2；逐次扣分（每次=5；扣完为止）））"
    data = indicator_form(**{"rule-kind": "text", "rule-shown": "text", "rule-text": line})

    client.post(reverse("indicator-create", args=[scheme.pk]), data)

    assert scheme.indicators.get().rule == WRAPPED


@pytest.mark.parametrize("line", ["瞎写", "逐次扣分（每次=", "加倍（倍数=2）", "（" * 3000, "逐次扣分（每次=1）\x00"])
def test_bad_line_is_refused_in_words(client, line):
    scheme = make_scheme()
    client.force_login(make_staff(scheme.committee))
    data = indicator_form(**{"rule-kind": "text", "rule-shown": "text", "rule-text": line})

    page = client.post(reverse("indicator-create", args=[scheme.pk]), data)

    assert (page.status_code, scheme.indicators.count()) == (422, 0)
    assert page.context["page"].rule.errors


def test_kinds_all_have_their_form(client):
    scheme = make_scheme()
    client.force_login(make_staff(scheme.committee))

    for kind in KINDS:
        page = client.post(
            reverse("indicator-create", args=[scheme.pk]), indicator_form(**{"rule-kind": kind, "switch": "1"})
        )
        wanted = {f"p_{param.name}" for param in KINDS[kind].params}
        assert (page.status_code, wanted - page.context["page"].rule.fields.keys()) == (200, set())


def test_sources_all_have_their_form(client):
    staff = make_staff()
    client.force_login(staff)

    for audience in Scheme.Audience.values:
        scheme = make_scheme(committee=staff.committee, audience=audience)
        for key, source in SOURCES.items():
            data = indicator_form(**{"source-key": key, "switch": "1"})
            page = client.post(reverse("indicator-create", args=[scheme.pk]), data)
            shown = page.context["page"].source
            assert (page.status_code, shown.source == key) == (200, audience in source.audiences)


def test_parent_below_itself_is_not_offered_and_refused(client):
    scheme = make_scheme()
    top = make_indicator(scheme, None, name="上")
    child = make_indicator(scheme, DEDUCT, name="下", parent=top)
    client.force_login(make_staff(scheme.committee))
    data = indicator_form(name="上", parent=str(child.pk), **{"rule-kind": "sum", "rule-shown": "sum"})

    page = client.post(reverse("indicator-edit", args=[top.pk]), data)

    assert page.status_code == 422
    assert "parent" in page.context["page"].form.errors
    top.refresh_from_db()
    assert top.parent_id is None
