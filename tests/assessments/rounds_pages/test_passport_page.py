"""得分明细: what each reader finds on the page, in the workbook, and what nobody finds before the round is shown."""

from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from assessments.models import Fact
from assessments.rounds import appeals, handing, scores, strikes
from assessments.scoring.facts import Facts
from tests.assessments.rounds.made import VETO, Made
from tests.factories import make_held_activity

pytestmark = [pytest.mark.django_db, pytest.mark.once]
MOST = 12


def page_of(client, user, assessment, query=""):
    client.force_login(user)
    return client.get(reverse("passport", args=[assessment.pk]) + query)


def text_of(response):
    return response.content.decode()


def shown(**fields):
    return Made(**fields).open().review_all().publicize()


def test_a_row_opens_to_rule_data_arithmetic_records_and_opinions(client, made):
    activity = make_held_activity(alliance=made.alliance)
    made.found(made.one, made.deduct, f"activity:{activity.pk}", "activity:987654")
    made.submit(made.one)
    strikes.strike(made.of(made.one), made.deduct, "activity:987654", by=made.lead, reason="已整改")
    scores.enter(made.of(made.one), made.level, by=made.lead, answer={"choice": "一般"}, reason="意见较多")
    handing.pass_on(made.of(made.one), by=made.lead)

    text = text_of(page_of(client, made.staff, made.of(made.one), "?all=1"))

    assert "从40分里每次扣0.5分" in text
    assert "40 − 0.5 × 1 = 39.5" in text
    assert f'<a href="{activity.get_absolute_url()}">记录activity:{activity.pk}</a>' in text
    assert "记录activity:987654" in text and 'activities/987654/"' not in text  # no link where there is no record
    assert "初评不计入：已整改" in text
    assert "意见较多" in text
    assert "<details id=" in text and text.count(" open>") == 5
    assert "填写复核" in text and "退回" in text and "不参评" in text


def test_the_unit_sees_no_stage_that_is_not_its_own_before_the_round_is_shown(client, made):
    made.found(made.one, made.deduct, "activity:1")
    made.submit(made.one)
    handing.pass_on(made.of(made.one), by=made.lead)
    made.decide(made.one)
    reason = {"reason": "复核的秘密理由"}
    scores.enter(made.of(made.one), made.level, by=made.staff, answer={"choice": "一般"}, **reason)
    handing.settle(made.of(made.one), by=made.staff)

    response = page_of(client, made.one, made.of(made.one), "?all=1")

    text = text_of(response)
    assert response.status_code == 200
    assert "复核的秘密理由" not in text and "等次：" not in text and "名次" not in text
    assert [head.label for head, _ in response.context["heads"]] == ["自评", "初评"]


@pytest.mark.parametrize(
    ("role", "status"),
    [("lead", 404), ("deputy", 404), ("two", 404), ("leader", 403), ("outsider", 404), ("member", 404), ("staff", 200)],
)
def test_while_the_unit_fills_in_nobody_opens_it_but_the_committee(client, role, status, made):
    for name in ("passport", "passport-export"):
        client.force_login(getattr(made, role))
        assert client.get(reverse(name, args=[made.of(made.one).pk])).status_code == status


@pytest.mark.parametrize("shows", ["grades", "totals", "places"])
def test_others_open_it_only_once_it_is_shown_and_only_where_points_are(client, shows):
    made = Made(shows=shows).open()
    made.review_all()
    client.force_login(made.outsider)
    before = client.get(reverse("passport", args=[made.of(made.one).pk]))
    made.publicize()

    after = page_of(client, made.outsider, made.of(made.one))

    assert before.status_code == 404
    assert after.status_code == (403 if shows == "grades" else 200)
    if shows == "totals":
        assert "名</p>" not in text_of(after)
    if shows != "grades":
        assert "办理轨迹" not in text_of(after)


def test_drift_says_what_stood_there_and_what_would_be_found_today(client, made):
    made.found(made.one, made.deduct, "activity:1")
    made.review_all()
    made.publicize().finalize()
    drift = Facts().as_json()
    Fact.objects.filter(assessment=made.of(made.one), indicator=made.deduct).update(drift=drift)

    text = text_of(page_of(client, made.one, made.of(made.one), "?all=1"))

    assert "数据已变动" in text
    assert "不再有：记录activity:1" in text


def test_a_veto_stands_between_the_parts_and_the_total(client):
    made = Made(extra=[("veto", VETO)]).open()
    made.found(made.one, made.veto, "activity:1")
    made.submit(made.one)

    response = page_of(client, made.staff, made.of(made.one))

    assert "一票否决" in text_of(response)
    assert response.context["totals"][0].text == "0.00"


def test_an_appeal_is_the_units_own_act_and_stands_beside_the_points(client):
    made = shown()
    appeals.raise_(made.of(made.one), by=made.one, text="少计一次", indicator=made.deduct)

    own, other = (text_of(page_of(client, user, made.of(made.one))) for user in (made.one, made.two))

    assert reverse("appeal-raise", args=[made.of(made.one).pk]) in own
    assert "申诉：基础工作" in own
    assert reverse("appeal-raise", args=[made.of(made.one).pk]) not in other
    assert "申诉：基础工作" not in other


def test_the_workbook_says_the_same_as_the_page(client):
    made = shown()
    client.force_login(made.one)

    response = client.get(reverse("passport-export", args=[made.of(made.one).pk]))

    rows = [[cell.value for cell in row] for row in load_workbook(BytesIO(response.content)).active.iter_rows()]
    assert rows[2] == ["序号", "指标", "满分", "自评", "初评", "复核", "定格", "计算", "备注"]
    assert rows[-1][:2] == ["合计", None] or rows[-1][0] == "合计"
    total = made.of(made.one).final_total
    assert rows[-1][6] == total
    tops = [row for row in rows[3:-1] if row[1] and not row[1].startswith("　")]
    assert sum(row[6] for row in tops if not isinstance(row[6], str)) == total


@pytest.mark.parametrize("query", ["?all=%00", "?all=1&all=2", "?x=" + "9" * 400])
def test_odd_questions_are_answered(client, query, made):
    assert page_of(client, made.one, made.of(made.one), query).status_code == 200


@pytest.mark.parametrize("role", ["one", "staff", "lead"])
def test_a_fixed_number_of_queries_at_any_number_of_records(client, role, django_assert_max_num_queries, made):
    for number in (1, 12):
        activities = [make_held_activity(alliance=made.alliance) for _ in range(number)]
        made.found(made.one, made.deduct, *(f"activity:{activity.pk}" for activity in activities))
        if number == 1:
            made.submit(made.one)
            handing.pass_on(made.of(made.one), by=made.lead)  # at the review all units are compared
        client.force_login(getattr(made, role))
        for name in ("passport", "passport-export"):
            url = reverse(name, args=[made.of(made.one).pk])
            with django_assert_max_num_queries(MOST):
                assert client.get(url).status_code == 200


def test_bonuses_stand_apart_from_what_is_missing_for_full_marks(client):
    bonus = {"kind": "bonus_per_occurrence_with_cap", "each": "2", "cap": "4"}
    made = Made(extra=(("表扬加分", bonus),)).open()
    client.force_login(made.one)

    text = client.get(made.of(made.one).get_absolute_url()).content.decode()

    missing, _, more = text.partition("还可以加分")
    assert "表扬加分" in more
    assert "<b>+4</b>" in more
    assert "离满分还差" in missing
