"""The pages of a whole round: opened, watched, shown, frozen, cancelled, appealed; each for those whose it is."""

from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO

import pytest
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from assessments.models import Round
from assessments.rounds import appeals
from tests.assessments.rounds.made import Made
from tests.factories import make_staff

pytestmark = [pytest.mark.django_db, pytest.mark.once]
MOST = 12
EVERYBODY = ("staff", "lead", "deputy", "one", "member", "leader", "outsider")


def get(client, user, name, *args, query=""):
    client.force_login(user)
    return client.get(reverse(name, args=args) + query)


def post(client, user, name, *args, **sent):
    client.force_login(user)
    return client.post(reverse(name, args=args), sent)


def text_of(response):
    return response.content.decode()


# 考核轮次


def test_the_list_begins_with_what_is_the_own_units(client, made):
    elsewhere = Made().open()

    own, other, staff = (text_of(get(client, user, "round-list")) for user in (made.one, made.outsider, made.staff))

    fill = reverse("assessment-fill", args=[made.of(made.one).pk])
    assert fill in own and "自评截止" in own
    assert fill not in other and reverse("assessment-fill", args=[made.of(made.outsider).pk]) in other
    assert "0 / 5" in staff and "0 / 5" not in own  # how far the others are is the committee's to know
    assert str(elsewhere.round) not in staff


@pytest.mark.parametrize(
    "query", ["?state=final", "?state=%00", "?state=" + "x" * 300, "?page=0", "?page=99999999999999"]
)
def test_odd_questions_of_the_list_are_answered(client, query, made):
    assert get(client, made.staff, "round-list", query=query).status_code == 200


def test_a_round_is_opened_with_its_days(client):
    made = Made()
    today = timezone.localdate()
    days = {name: today + timedelta(days=number) for name, number in (("self_until", 5), ("review_until", 20))}

    page = get(client, made.staff, "round-open", made.scheme.pk)
    refused = post(client, made.staff, "round-open", made.scheme.pk, **days)
    done = post(client, made.staff, "round-open", made.scheme.pk, **days, first_until=today + timedelta(days=9))

    assert (page.status_code, refused.status_code, done.status_code) == (200, 422, 302)
    round = Round.objects.get()
    assert (round.self_until, round.review_until, round.assessments.count()) == (*days.values(), 5)
    assert done["Location"] == round.get_absolute_url()


def test_what_is_missing_in_a_scheme_is_listed_before_it_is_opened(client):
    made = Made()
    made.scheme.indicators.filter(pk=made.compared.pk).update(rule=None)

    page = text_of(get(client, made.staff, "round-open", made.scheme.pk))

    assert "启动前还要补齐" in page and "活动数量" in page
    assert 'name="self_until"' not in page


@pytest.mark.parametrize(
    "sent", [{"self_until": "\x00"}, {"self_until": "99999-99-99"}, {"self_until": "2026-13-41"}, {}]
)
def test_days_that_are_none_are_refused(client, sent):
    made = Made()

    assert post(client, made.staff, "round-open", made.scheme.pk, **sent).status_code == 422
    assert not Round.objects.exists()


def test_the_round_shows_to_each_as_many_units_as_are_theirs(client, made):
    made.submit(made.one)
    found = {}

    for role in EVERYBODY:
        page = get(client, getattr(made, role), "round-detail", made.round.pk).context["page"]
        found[role] = page.paginator.count

    assert found == {"staff": 5, "lead": 2, "deputy": 1, "one": 1, "member": 0, "leader": 4, "outsider": 1}


def test_a_liaison_sees_who_has_it_but_no_door_to_points(client, made):
    text = text_of(get(client, made.leader, "round-detail", made.round.pk))

    assert str(made.of(made.one)) in text
    assert reverse("passport", args=[made.of(made.one).pk]) not in text


@pytest.mark.parametrize("role", EVERYBODY)
def test_before_it_is_shown_no_door_tells_a_place_or_a_total(client, role, reviewed):
    user = getattr(reviewed, role)

    texts = [
        text_of(get(client, user, name, *args))
        for name, args in (("round-list", []), ("round-detail", [reviewed.round.pk]))
    ]

    assert get(client, user, "round-results", reviewed.round.pk).status_code == 404
    assert get(client, user, "round-results-export", reviewed.round.pk).status_code == 404
    for total in set(reviewed.round.assessments.exclude(review_total=None).values_list("review_total", flat=True)):
        assert not any(f"{total:.2f}" in text for text in texts)


@pytest.mark.parametrize(
    "query", ["?state=%00", "?alliance=%00", "?alliance=99999999999999999999", "?page=-1", "?state=first"]
)
def test_odd_questions_of_the_round_are_answered(client, query, made):
    assert get(client, made.staff, "round-detail", made.round.pk, query=query).status_code == 200


def test_facts_are_taken_anew_by_the_committee(client, made):
    before = made.round.facts_at

    post(client, made.staff, "round-retake", made.round.pk)

    made.round.refresh_from_db()
    assert made.round.facts_at > before


# 公示, 定格, 取消


def test_shown_and_frozen_with_a_day_each(client, made):
    early = post(client, made.staff, "round-publicize", made.round.pk, day=timezone.localdate())
    made.review_all()

    shown = post(client, made.staff, "round-publicize", made.round.pk, day=timezone.localdate())
    too_soon = post(client, made.staff, "round-finalize", made.round.pk, day=timezone.localdate())
    Round.objects.update(publicity_since=date(2026, 1, 5), publicity_until=timezone.localdate() - timedelta(days=1))
    number = "示例工委〔2026〕9号"
    final = post(client, made.staff, "round-finalize", made.round.pk, day=timezone.localdate(), document_number=number)

    assert [one.status_code for one in (early, shown, too_soon, final)] == [422, 302, 422, 302]
    made.round.refresh_from_db()
    assert (made.round.state, made.round.document_number) == ("final", number)
    assert number in text_of(get(client, made.one, "round-results", made.round.pk))


@pytest.mark.parametrize("name", ["round-publicize", "round-finalize", "round-cancel"])
@pytest.mark.parametrize("sent", [{}, {"day": "\x00", "reason": "\x00"}, {"day": "0000-00-00", "reason": " "}])
def test_what_cannot_be_read_ends_nothing(client, name, sent, made):
    assert post(client, made.staff, name, made.round.pk, **sent).status_code == 422
    made.round.refresh_from_db()
    assert made.round.state == "scoring"


def test_cancelled_with_a_reason_that_everybody_reads(client, public):
    post(client, public.staff, "round-cancel", public.round.pk, reason="考核办法重新制定")

    assert "考核办法重新制定" in text_of(get(client, public.one, "round-detail", public.round.pk))
    assert get(client, public.one, "round-results", public.round.pk).status_code == 404
    assert get(client, public.outsider, "passport", public.of(public.one).pk).status_code == 404


@pytest.mark.parametrize("role", ["lead", "one", "member", "leader"])
@pytest.mark.parametrize("name", ["round-retake", "round-publicize", "round-finalize", "round-cancel"])
def test_only_the_committee_runs_a_round(client, role, name, made):
    assert post(client, getattr(made, role), name, made.round.pk).status_code == 403
    assert post(client, make_staff(), name, made.round.pk).status_code == 404  # of another committee


# 结果


@pytest.mark.parametrize(
    ("shows", "totals", "places"), [("grades", False, False), ("totals", True, False), ("places", True, True)]
)
def test_the_table_of_results_says_as_much_as_the_scheme_shows(client, shows, totals, places):
    made = Made(shows=shows).open().review_all().publicize()

    table = get(client, made.outsider, "round-results", made.round.pk).context["table"]
    book = get(client, made.outsider, "round-results-export", made.round.pk)

    assert (table.has_totals, table.has_places) == (totals, places)
    head = [cell.value for cell in list(load_workbook(BytesIO(book.content)).active.iter_rows())[2]]
    assert ("合计" in head, "名次" in head) == (totals, places)
    assert head[-2:] == ["等次", "备注"]


def test_results_stand_in_the_official_order_whatever_they_are(client, made):
    made.found(
        made.lead, made.deduct, *(f"activity:{number}" for number in range(9))
    )  # the first, with the fewest points
    made.review_all().publicize()

    rows = get(client, made.staff, "round-results", made.round.pk, query="?sort=-total").context["table"].rows

    assert [row.assessment.pk for row in rows] == list(made.round.assessments.values_list("pk", flat=True))


# 申诉


def test_an_appeal_is_raised_answered_and_corrects_the_points(client, made):
    made.found(made.one, made.deduct, "activity:1")
    made.review_all().publicize()
    assessment = made.of(made.one)

    raised = post(client, made.one, "appeal-raise", assessment.pk, indicator=made.deduct.pk, text="当天已请假")
    appeal = assessment.appeals.get()
    listed = text_of(get(client, made.staff, "appeal-list", made.round.pk, query="?state=open"))
    refused = post(client, made.staff, "appeal-answer", appeal.pk, is_upheld="yes", given="99", text="核实")
    post(client, made.staff, "appeal-answer", appeal.pk, is_upheld="yes", given="40", text="核实，已请假")

    assert raised["Location"] == reverse("passport", args=[assessment.pk])
    assert "当天已请假" in listed
    assert refused.status_code == 422
    assert made.of(made.one).final_total == assessment.final_total + Decimal("0.5")
    assert "核实，已请假" in text_of(get(client, made.one, "appeal-list", made.round.pk))


def test_an_appeal_is_nobody_elses_concern(client, public):
    appeals.raise_(public.of(public.one), by=public.one, text="只有工委看得到的理由", indicator=None)

    for user in (public.two, public.lead, public.member, public.outsider):
        assert "只有工委看得到的理由" not in text_of(get(client, user, "appeal-list", public.round.pk))


@pytest.mark.parametrize("sent", [{}, {"text": "\x00"}, {"text": "x", "indicator": "9" * 30}, {"text": "长" * 2000}])
def test_an_appeal_that_cannot_be_is_refused(client, sent, public):
    assert post(client, public.one, "appeal-raise", public.of(public.one).pk, **sent).status_code == 422


@pytest.mark.parametrize(
    "sent", [{}, {"is_upheld": "maybe", "text": "x"}, {"is_upheld": "yes", "text": "x", "given": "\x00"}]
)
def test_an_answer_that_cannot_be_is_refused(client, sent, public):
    appeal = appeals.raise_(public.of(public.one), by=public.one, text="少计", indicator=public.deduct)

    assert post(client, public.staff, "appeal-answer", appeal.pk, **sent).status_code == 422


# Queries


@pytest.mark.parametrize("members", [2, 7])
def test_a_fixed_number_of_queries_for_any_number_of_units(client, members, django_assert_max_num_queries):
    made = Made(members=members).open().review_all().publicize()
    for officer in made.members:
        appeals.raise_(made.of(officer), by=officer, text="少计", indicator=made.deduct)

    for role in ("staff", "lead", "one", "leader"):
        client.force_login(getattr(made, role))
        for name, args in (
            ("round-list", []),
            ("round-detail", [made.round.pk]),
            ("round-results", [made.round.pk]),
            ("round-results-export", [made.round.pk]),
            ("appeal-list", [made.round.pk]),
        ):
            url = reverse(name, args=args)
            with django_assert_max_num_queries(MOST):
                assert client.get(url).status_code == 200


# 期限, 比对


def test_the_days_of_a_running_round_are_moved_with_a_reason(client, made):
    today = timezone.localdate()
    days = {"self_until": today + timedelta(days=12), "first_until": today + timedelta(days=22)}
    days |= {"review_until": today + timedelta(days=32)}

    refused = post(client, made.staff, "round-deadlines", made.round.pk, **days)
    post(client, made.staff, "round-deadlines", made.round.pk, **days, reason="节假日顺延")

    assert refused.status_code == 422
    made.round.refresh_from_db()
    assert made.round.self_until == days["self_until"]
    assert "节假日顺延" in text_of(get(client, made.one, "round-detail", made.round.pk))
    assert post(client, made.lead, "round-deadlines", made.round.pk, **days, reason="x").status_code == 403


def test_records_are_compared_when_asked_and_only_once_it_is_shown(client, made):
    early = post(client, made.staff, "round-compare", made.round.pk)
    made.review_all().publicize()
    made.found(made.one, made.deduct, "activity:1")  # a source would find something else today, or nothing

    done = post(client, made.staff, "round-compare", made.round.pk)

    assert (early.status_code, done.status_code) == (403, 302)
    made.round.refresh_from_db()
    assert made.round.drift_at is not None
    assert post(client, made.lead, "round-compare", made.round.pk).status_code == 403
