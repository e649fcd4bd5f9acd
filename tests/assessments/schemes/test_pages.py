"""The pages of schemes: who reaches them, what they show, how a scheme is built on them."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessments.facts import SOURCES
from assessments.models import Grade, Indicator, Scheme
from assessments.scoring.rules import KINDS
from tests.factories import (
    make_alliance,
    make_category,
    make_grade,
    make_indicator,
    make_leader,
    make_measure,
    make_member,
    make_officer,
    make_officer_of,
    make_organization,
    make_round,
    make_scheme,
    make_staff,
    make_type,
)

pytestmark = pytest.mark.django_db
DEDUCT = {"kind": "deduct_per_occurrence", "each": "5"}


def basics(**changed):
    return {
        "title": "示例考核办法",
        "audience": "organization",
        "period_key": "2026",
        "basis_title": "关于印发考核办法的通知",
        "basis_number": "示例〔2026〕1号",
        "valid_until": "",
        "full": "100",
        "decimals": "2",
        "first_review": "lead",
        "sharing": "full",
        "midway": "period",
        "midway_days": "",
        "quota_tie": "extend",
        "shows": "grades",
        "shown_to": "own",
        "publicity_days": "5",
        "appeal_days": "5",
        **changed,
    }


def indicator_form(**changed):
    return {
        "name": "参加联合活动",
        "parent": "",
        "points": "40",
        "weight": "100",
        "cap": "",
        "floor": "",
        "standard": "无故缺席每次扣5分",
        "takes_claims": "on",
        "rule-kind": "deduct_per_occurrence",
        "rule-shown": "deduct_per_occurrence",
        "rule-p_each": "5",
        "rule-p_unit": "次",
        "rule-p_base": "full",
        "rule-p_end": "empty",
        "source-key": "attendance",
        "source-shown": "attendance",
        "source-p_count": "missed",
        **changed,
    }


def test_scheme_is_made_by_staff(client):
    staff = make_staff()
    client.force_login(staff)

    answer = client.post(reverse("scheme-create"), basics())

    scheme = Scheme.objects.get()
    assert answer.url == scheme.get_absolute_url()
    assert (scheme.committee, scheme.title, scheme.state) == (staff.committee, "示例考核办法", "draft")
    assert client.get(answer.url).status_code == 200


def test_indicator_is_made_with_rule_and_source(client):
    scheme = make_scheme()
    client.force_login(make_staff(scheme.committee))

    answer = client.post(reverse("indicator-create", args=[scheme.pk]), indicator_form())

    indicator = Indicator.objects.get()
    assert answer.status_code == 302
    assert (indicator.name, indicator.points, indicator.rule) == ("参加联合活动", 40, DEDUCT)
    assert (indicator.source, indicator.source_params) == ("attendance", {"count": "missed"})
    assert client.get(reverse("indicator-edit", args=[indicator.pk])).status_code == 200


class World:
    """A draft and a frozen scheme of one committee, with somebody in each role, and somebody of another."""

    def __init__(self):
        self.alliance = make_alliance()
        committee = self.alliance.committee
        self.draft = make_scheme(committee=committee)
        self.leaf = make_indicator(self.draft, DEDUCT, name="出勤", points=100, source="attendance")
        self.grade = make_grade(self.draft)
        self.frozen = make_round(make_scheme(committee=committee)).scheme
        self.frozen_leaf = make_indicator(self.frozen, DEDUCT, name="出勤", points=100)
        self.frozen_grade = make_grade(self.frozen)
        officer = make_officer(make_organization(committee=committee))
        self.people = {
            "staff": make_staff(committee),
            "officer": officer,
            "lead": make_officer_of(self.alliance),
            "leader": make_leader(self.alliance),
            "member": make_member(officer.organization),
            "stranger": make_staff(),
        }

    def pages(self, scheme, leaf, grade):
        """(method, address) of all that changes a scheme."""
        of_scheme = ("scheme-edit", "scheme-copy", "scheme-drop", "scheme-export", "indicator-create", "grade-create")
        yield from (("get", reverse(name, args=[scheme.pk])) for name in of_scheme)
        yield from (("post", reverse(name, args=[scheme.pk])) for name in of_scheme if name != "scheme-export")
        for name in ("indicator-edit", "indicator-delete"):
            yield from ((method, reverse(name, args=[leaf.pk])) for method in ("get", "post"))
        yield "post", reverse("indicator-move", args=[leaf.pk])
        for name in ("grade-edit", "grade-delete"):
            yield from ((method, reverse(name, args=[grade.pk])) for method in ("get", "post"))


@pytest.mark.parametrize("role", ["officer", "lead", "leader", "member", "stranger"])
def test_draft_is_for_its_own_staff_only(client, role):
    world = World()
    client.force_login(world.people[role])
    readable = [reverse(name, args=[world.draft.pk]) for name in ("scheme-detail", "scheme-trial")]

    for method, address in [
        *(("get", address) for address in readable),
        *world.pages(world.draft, world.leaf, world.grade),
    ]:
        assert (address, getattr(client, method)(address).status_code) == (address, 404)
    assert world.draft.indicators.count() == 1


@pytest.mark.parametrize(
    ("role", "reads", "changes"),
    [
        ("officer", 200, 403),
        ("lead", 200, 403),
        ("leader", 200, 403),
        ("member", 200, 403),
        ("stranger", 404, 404),
    ],
)
def test_scheme_in_force_is_read_by_all_of_the_committee(client, role, reads, changes):
    world = World()
    client.force_login(world.people[role])

    for name in ("scheme-detail", "scheme-trial"):
        assert client.get(reverse(name, args=[world.frozen.pk])).status_code == reads
    for method, address in world.pages(world.frozen, world.frozen_leaf, world.frozen_grade):
        assert (address, getattr(client, method)(address).status_code) == (address, changes)


def test_scheme_in_force_is_changed_by_nobody(client):
    world = World()
    client.force_login(world.people["staff"])
    leaf, grade = world.frozen_leaf, world.frozen_grade
    posts = {
        reverse("scheme-edit", args=[world.frozen.pk]): basics(title="改了"),
        reverse("indicator-create", args=[world.frozen.pk]): indicator_form(),
        reverse("indicator-edit", args=[leaf.pk]): indicator_form(name="改了"),
        reverse("indicator-delete", args=[leaf.pk]): {},
        reverse("indicator-move", args=[leaf.pk]): {"to": "up"},
        reverse("grade-create", args=[world.frozen.pk]): {"name": "良好"},
        reverse("grade-edit", args=[grade.pk]): {"name": "改了"},
        reverse("grade-delete", args=[grade.pk]): {},
        reverse("scheme-drop", args=[world.frozen.pk]): {},
    }

    for address, data in posts.items():
        assert (address, client.post(address, data).status_code) == (address, 302)

    world.frozen.refresh_from_db()
    assert (world.frozen.state, [one.name for one in world.frozen.indicators.all()]) == ("frozen", ["出勤"])
    assert [one.name for one in world.frozen.grades.all()] == [grade.name]
    page = client.get(world.frozen.get_absolute_url()).content.decode()
    assert "已启用" in page
    assert reverse("indicator-edit", args=[leaf.pk]) not in page


@pytest.mark.parametrize("role", ["officer", "lead", "leader", "member"])
def test_others_make_no_schemes_and_see_those_in_force(client, role):
    world = World()
    client.force_login(world.people[role])

    listed = client.get(reverse("scheme-list")).context["page"].object_list

    assert list(listed) == [world.frozen]
    for name in ("scheme-create", "scheme-import", "scheme-template"):
        assert client.get(reverse(name)).status_code == 403
    assert client.post(reverse("scheme-create"), basics()).status_code == 403


def test_list_is_filtered_by_what_the_address_says_and_forgives_nonsense(client):
    world = World()
    client.force_login(world.people["staff"])
    alliance = make_scheme(committee=world.draft.committee, audience="alliance", period_key="2025")

    def listed(**query):
        return set(client.get(reverse("scheme-list"), query).context["page"].object_list)

    assert listed(audience="alliance") == listed(year="2025") == {alliance}
    assert listed(state="frozen") == {world.frozen}
    everything = {world.draft, world.frozen, alliance}
    assert listed(year="１２", audience="x'", state="\x00", page="-9") == everything


def test_page_says_what_is_to_mend_and_where(client):
    scheme = make_scheme(basis_title="")
    leaf = make_indicator(scheme, None, name="出勤", points=90)
    client.force_login(make_staff(scheme.committee))

    page = client.get(scheme.get_absolute_url())

    assert {fault["href"] for fault in page.context["faults"]} == {
        reverse("scheme-edit", args=[scheme.pk]) + "#div_id_basis_title",
        reverse("indicator-edit", args=[leaf.pk]),
        "#indicators",
        "#grades",
    }
    assert "启动考核</a>" not in page.content.decode()


def test_sound_scheme_leads_to_its_round(client):
    world = World()
    client.force_login(world.people["staff"])

    page = client.get(world.draft.get_absolute_url())

    assert page.context["faults"] == []
    assert reverse("round-open", args=[world.draft.pk]) in page.content.decode()


def test_warning_stands_beside_the_indicator_for_staff_only(client):
    world = World()
    world.frozen_leaf.standard = "领导批示每次加5分"
    world.frozen_leaf.save()

    client.force_login(world.people["staff"])
    of_staff = client.get(world.frozen.get_absolute_url()).content.decode()
    client.force_login(world.people["officer"])
    of_officer = client.get(world.frozen.get_absolute_url()).content.decode()

    assert "措辞提醒：批示" in of_staff
    assert "措辞提醒" not in of_officer


def test_warned_indicator_is_saved_all_the_same(client):
    scheme = make_scheme()
    client.force_login(make_staff(scheme.committee))

    answer = client.post(
        reverse("indicator-create", args=[scheme.pk]), indicator_form(standard="照片不少于9张"), follow=True
    )

    assert scheme.indicators.count() == 1
    assert any("照片" in str(message) for message in answer.context["messages"])


@pytest.mark.parametrize("people", ["staff", "officer"])
def test_pages_ask_as_often_for_forty_indicators_as_for_two(client, people):
    world = World()
    client.force_login(world.people[people])
    scheme = world.draft if people == "staff" else world.frozen
    leaf = scheme.indicators.get()
    addresses = [
        reverse("scheme-list"),
        scheme.get_absolute_url(),
        reverse("scheme-trial", args=[scheme.pk]),
        *(
            [reverse("indicator-edit", args=[leaf.pk]), reverse("scheme-export", args=[scheme.pk])]
            * (people == "staff")
        ),
    ]

    def counts():
        found = []
        for address in addresses:
            with CaptureQueriesContext(connection) as queries:
                assert client.get(address).status_code == 200
            found.append(len(queries))
        return found

    every_list = make_measure(scheme.committee)
    make_indicator(scheme, DEDUCT, source="outcome", source_params={"measure": every_list.pk}, name="成效")
    few = counts()
    for number in range(20):
        parent = make_indicator(scheme, None, name=f"组{number}", points=1)
        make_indicator(scheme, DEDUCT, name=f"项{number}", parent=parent, points=1, source="attendance")
        make_grade(scheme, f"等次{number}").needs.add(leaf)
        make_scheme(committee=scheme.committee)

    assert counts() == few
    assert max(few) <= 12


# The form of an indicator.


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


@pytest.mark.parametrize(
    ("numbers", "value"),
    [({"try-amount": "3"}, "25"), ({"try-items-0-amount": "2", "try-items-1-label": "某次"}, "25")],
)
def test_rule_is_tried_before_it_is_saved(client, numbers, value):
    scheme = make_scheme()
    client.force_login(make_staff(scheme.committee))

    page = client.post(reverse("indicator-create", args=[scheme.pk]), indicator_form(**numbers, **{"try": "1"}))

    assert (page.status_code, scheme.indicators.count()) == (200, 0)
    assert page.context["page"].working["value"] == value


@pytest.mark.parametrize(
    ("rule", "numbers", "value"),
    [
        (DEDUCT, {"try-amount": "1"}, "95"),
        ({"kind": "proportion"}, {"try-amount": "5", "try-whole": "6"}, "83.3333"),
        ({"kind": "levels", "levels": [{"name": "好", "points": "20"}]}, {"try-choice": "好"}, "20"),
        ({"kind": "ratio_to_top"}, {"try-amount": "5", "try-peers": "10、8"}, "50"),
        ({"kind": "trimmed_mean"}, {"try-marks": "90、80、70、60"}, "75"),
        ({"kind": "discretionary_range", "low": "0", "high": "10"}, {"try-points": "7"}, "7"),
    ],
)
def test_leaf_is_tried_with_numbers_of_ones_own(client, rule, numbers, value):
    world = World()
    world.frozen_leaf.rule = rule
    world.frozen_leaf.save()
    client.force_login(world.people["officer"])

    page = client.get(reverse("scheme-trial", args=[world.frozen.pk]), {"indicator": world.frozen_leaf.pk, **numbers})

    assert page.context["working"]["value"] == value


@pytest.mark.parametrize(
    "numbers",
    [
        {"try-amount": "1e999999"},
        {"try-amount": "NaN"},
        {"try-amount": "\x00"},
        {"try-items-0-day": "2026-02-30"},
        {"try-items-0-amount": "多"},
    ],
)
def test_odd_numbers_of_a_trial_are_refused_in_words(client, numbers):
    world = World()
    client.force_login(world.people["officer"])

    page = client.get(reverse("scheme-trial", args=[world.frozen.pk]), {"indicator": world.frozen_leaf.pk, **numbers})

    assert (page.status_code, page.context["working"]) == (200, None)
    assert page.context["form"].errors


def test_trial_of_a_strange_indicator_is_not_found(client):
    world = World()
    client.force_login(world.people["officer"])
    address = reverse("scheme-trial", args=[world.frozen.pk])

    for wanted in (world.leaf.pk, "x", 10**30):
        assert client.get(address, {"indicator": wanted}).status_code == 404


NUL, HUGE, LONG = "a\x00b", "9" * 400, "长" * 5000


@pytest.mark.parametrize("value", [NUL, HUGE, LONG, "-1", "1e9999", "NaN", "'; --", "99999999999999999999"])
def test_no_field_of_a_form_breaks_the_page(client, value):
    world = World()
    client.force_login(world.people["staff"])
    pages = {
        reverse("scheme-create"): basics(),
        reverse("scheme-edit", args=[world.draft.pk]): basics(),
        reverse("scheme-copy", args=[world.draft.pk]): {"title": "新", "period_key": "2027"},
        reverse("indicator-create", args=[world.draft.pk]): indicator_form(**{"try-amount": "1", "try": ""}),
        reverse("indicator-edit", args=[world.leaf.pk]): indicator_form(),
        reverse("indicator-move", args=[world.leaf.pk]): {"to": "up"},
        reverse("grade-create", args=[world.draft.pk]): {
            "name": "良好", "order_number": "2", "minimum": "80", "quota": "10", "follow_up": "", "needs": "1",
        },
    }  # fmt: skip

    for address, fine in pages.items():
        for name in fine:
            answer = client.post(address, {**fine, name: value})
            assert (address, name, answer.status_code) in {(address, name, code) for code in (200, 302, 404, 422)}


def test_foreign_ids_are_refused(client):
    world, other = World(), World()
    client.force_login(world.people["staff"])
    address = reverse("indicator-create", args=[world.draft.pk])

    foreign_parent = client.post(address, indicator_form(parent=str(other.leaf.pk)))
    foreign_type = client.post(address, indicator_form(**{"source-p_type": str(make_type(other.draft.committee).pk)}))
    foreign_need = client.post(
        reverse("grade-create", args=[world.draft.pk]), {"name": "良好", "needs": str(other.leaf.pk)}
    )
    foreign_category = client.post(
        reverse("scheme-create"), basics(categories=str(make_category(committee=other.draft.committee).pk))
    )

    answers = [foreign_parent, foreign_type, foreign_need, foreign_category]
    assert [answer.status_code for answer in answers] == [422] * 4
    assert client.get(address + f"?parent={other.leaf.pk}").context["page"].form["parent"].value() == ""
    assert (world.draft.indicators.count(), world.draft.grades.count()) == (1, 1)


# Grades, copy, drop, workbook.


def test_grade_is_made_changed_and_deleted(client):
    world = World()
    client.force_login(world.people["staff"])

    client.post(
        reverse("grade-create", args=[world.draft.pk]),
        {"name": "合格", "minimum": "60", "quota": "", "needs": [world.leaf.pk]},
    )
    made = Grade.objects.get(name="合格")
    client.post(reverse("grade-edit", args=[made.pk]), {"name": "良好", "minimum": "70", "quota": "40"})
    made.refresh_from_db()
    changed = (made.name, made.minimum, made.quota, made.order_number, made.needs.count())
    client.post(reverse("grade-delete", args=[made.pk]))

    assert changed == ("良好", 70, 40, 2, 0)
    assert [one.name for one in world.draft.grades.all()] == [world.grade.name]
    assert world.draft.history.first().history_user == world.people["staff"]


def test_scheme_is_carried_over_to_the_next_year(client):
    world = World()
    client.force_login(world.people["staff"])
    address = reverse("scheme-copy", args=[world.frozen.pk])
    offered = client.get(address).context["form"].initial

    answer = client.post(address, offered)

    made = Scheme.objects.get(origin=world.frozen)
    assert (answer.url, made.period_key, made.state) == (made.get_absolute_url(), "2027", "draft")
    assert [one.name for one in made.indicators.all()] == ["出勤"]
    assert client.post(address, offered).status_code == 422


def test_draft_is_dropped_after_asking(client):
    world = World()
    client.force_login(world.people["staff"])
    address = reverse("scheme-drop", args=[world.draft.pk])

    assert client.get(address).status_code == 200
    world.draft.refresh_from_db()
    assert world.draft.state == "draft"
    client.post(address)

    world.draft.refresh_from_db()
    assert world.draft.state == "dropped"


def test_template_is_downloaded_and_uploaded(client):
    staff = make_staff()
    client.force_login(staff)
    data = client.get(reverse("scheme-template")).content

    answer = client.post(
        reverse("scheme-import"), {"file": SimpleUploadedFile("模板.xlsx", data), "title": "我的方案", "period_key": ""}
    )

    scheme = Scheme.objects.get()
    assert (answer.url, scheme.title, scheme.committee) == (scheme.get_absolute_url(), "我的方案", staff.committee)
    exported = client.get(reverse("scheme-export", args=[scheme.pk]))
    assert exported["Content-Type"].startswith("application/vnd.openxmlformats")


@pytest.mark.parametrize("content", [b"", b"rubbish", b"PK\x03\x04"])
def test_bad_upload_is_refused_in_words(client, content):
    client.force_login(make_staff())

    answer = client.post(reverse("scheme-import"), {"file": SimpleUploadedFile("方案.xlsx", content)})

    assert (answer.status_code, Scheme.objects.count()) == (422, 0)
    assert answer.context["faults"] or answer.context["form"].errors


@pytest.mark.parametrize(("audience", "kept"), [("organization", "lead"), ("alliance", "none"), ("branch", "none")])
def test_first_review_and_categories_are_for_units_only(client, audience, kept):
    staff = make_staff()
    category = make_category(committee=staff.committee)
    client.force_login(staff)

    client.post(reverse("scheme-create"), basics(audience=audience, categories=[category.pk]))

    scheme = Scheme.objects.get()
    assert (scheme.first_review, scheme.categories.count()) == (kept, int(audience == "organization"))


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"basis_title": ""}, "basis_title"),
        ({"period_key": "2026-05"}, "period_key"),
        ({"midway": "least"}, "midway_days"),
        ({"grants_stars": "on"}, "grants_stars"),
        ({"full": "0"}, "full"),
    ],
)
def test_scheme_that_contradicts_itself_is_refused_beside_the_field(client, changed, field):
    client.force_login(make_staff())

    answer = client.post(reverse("scheme-create"), basics(**changed))

    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])


def test_namesake_in_the_same_period_is_refused_until_it_is_dropped(client):
    staff = make_staff()
    client.force_login(staff)
    former = make_scheme(committee=staff.committee, title="示例考核办法")

    refused = client.post(reverse("scheme-create"), basics())
    former.drop(by=staff)
    made = client.post(reverse("scheme-create"), basics())

    assert (refused.status_code, made.status_code) == (422, 302)
