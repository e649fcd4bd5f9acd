"""Objections through the pages: who raises, who reads, who answers, and whose name is shown."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import localdate

from assessments.models import Objection
from assessments.results import objections
from tests.factories import make_contest, make_entry, make_member, make_officer, make_organization, make_staff

pytestmark = pytest.mark.django_db


def public(**fields):
    today = localdate()
    return make_contest(state="publicity", publicity_since=today, publicity_until=today + timedelta(days=3), **fields)


def opened(client, user, name, pk):
    client.force_login(user)
    return client.get(reverse(name, args=[pk]))


def sent(client, user, name, pk, **data):
    client.force_login(user)
    return client.post(reverse(name, args=[pk]), data)


@pytest.fixture
def contest():
    return public()


@pytest.fixture
def unit(contest):
    return make_organization(committee=contest.committee)


def test_officer_raises_for_the_unit_about_an_entry(client, contest, unit):
    entry, officer = make_entry(contest), make_officer(unit)

    answer = sent(client, officer, "objection-raise", contest.pk, raiser="unit", entry=entry.pk, text=" 请核对用时 ")

    made = Objection.objects.get()
    assert answer.url == reverse("objection-list", args=[contest.pk])
    assert (made.raiser, made.organization, made.entry, made.text, made.by) == (
        "unit", unit, entry, "请核对用时", officer,
    )  # fmt: skip


def test_member_raises_as_a_person_only(client, contest, unit):
    member = make_member(unit)
    refused = sent(client, member, "objection-raise", contest.pk, raiser="unit", text="请核对")
    assert (refused.status_code, Objection.objects.count()) == (422, 0)

    sent(client, member, "objection-raise", contest.pk, raiser="person", text="请核对")

    made = Objection.objects.get()
    assert (made.raiser, made.organization, made.by) == ("person", None, member)


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"raiser": "unit"},
        {"raiser": "unit", "text": "   "},
        {"raiser": "nobody", "text": "请核对"},
        {"raiser": "unit", "text": "字" * 1001},
        {"raiser": "unit", "text": "请核对", "entry": "abc"},
        {"raiser": "unit", "text": "请核对", "entry": "999999"},
        {"raiser": "unit", "text": "请\x00核对"},
    ],
)
def test_odd_objections_are_answered_on_the_page(client, contest, unit, data):
    answer = sent(client, make_officer(unit), "objection-raise", contest.pk, **data)
    assert (answer.status_code, Objection.objects.count()) == (422, 0)


def test_only_entries_taking_part_in_this_contest_are_offered(client, contest, unit):
    mine = make_entry(contest)
    others = [make_entry(contest, state="refused"), make_entry(public(committee=contest.committee))]
    officer = make_officer(unit)
    offered = opened(client, officer, "objection-raise", contest.pk).context["form"].fields["entry"].queryset
    answers = [
        sent(client, officer, "objection-raise", contest.pk, raiser="unit", text="请核对", entry=one.pk)
        for one in others
    ]
    assert list(offered) == [mine]
    assert [one.status_code for one in answers] == [422, 422]


@pytest.mark.parametrize(("state", "listed", "raising"), [("judged", 404, 404), ("awarded", 200, 403)])
def test_outside_the_publicity_none_is_raised(client, contest, unit, state, listed, raising):
    type(contest).objects.filter(pk=contest.pk).update(state=state)
    officer = make_officer(unit)
    assert opened(client, officer, "objection-list", contest.pk).status_code == listed
    assert opened(client, officer, "objection-raise", contest.pk).status_code == raising
    answer = sent(client, officer, "objection-raise", contest.pk, raiser="unit", text="请核对")
    assert (answer.status_code, Objection.objects.count()) == (raising, 0)


def test_after_the_last_day_the_page_says_so(client, contest, unit):
    past = localdate() - timedelta(days=1)
    type(contest).objects.filter(pk=contest.pk).update(publicity_since=past, publicity_until=past)
    answer = sent(client, make_officer(unit), "objection-raise", contest.pk, raiser="unit", text="请核对")
    assert (answer.status_code, Objection.objects.count()) == (422, 0)
    assert "只在公示期内受理异议" in answer.content.decode()


def test_a_persons_objection_is_read_by_that_person_and_staff(client, contest, unit):
    member = make_member(unit)
    objections.raise_(contest, by=member, text="请核对个人意见", raiser="person")
    readers = [member, make_staff(contest.committee), make_officer(unit), make_member(unit)]
    pages = [opened(client, user, "objection-list", contest.pk).content.decode() for user in readers]
    assert ["请核对个人意见" in page for page in pages] == [True, True, False, False]
    assert [member.name in page for page in pages] == [True, True, False, False]
    assert "没有异议" in pages[-1]


def test_a_units_objection_names_the_unit_and_no_person(client, contest, unit):
    officer, colleague = make_officer(unit), make_officer(unit)
    objections.raise_(contest, by=officer, text="请核对单位意见", raiser="unit")
    page = opened(client, colleague, "objection-list", contest.pk).content.decode()
    other = opened(client, make_officer(make_organization(committee=contest.committee)), "objection-list", contest.pk)
    assert ("请核对单位意见" in page, str(unit) in page, officer.name in page) == (True, True, False)
    assert "请核对单位意见" not in other.content.decode()


def test_staff_answer_once_and_the_raiser_reads_it(client, contest, unit):
    officer, staff = make_officer(unit), make_staff(contest.committee)
    one = objections.raise_(contest, by=officer, text="请核对", raiser="unit")

    sent(client, staff, "objection-answer", one.pk, is_upheld="yes", text="用时登记有误，已更正")
    again = sent(client, staff, "objection-answer", one.pk, is_upheld="no", text="再答")

    one.refresh_from_db()
    assert (one.answer, one.is_upheld, one.answered_by) == ("用时登记有误，已更正", True, staff)
    assert (again.status_code, "已经答复" in again.content.decode()) == (422, True)
    page = opened(client, officer, "objection-list", contest.pk).content.decode()
    assert ("用时登记有误，已更正" in page, "异议成立" in page) == (True, True)


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"is_upheld": "yes"},
        {"text": "无误"},
        {"is_upheld": "maybe", "text": "无误"},
        {"is_upheld": "no", "text": " "},
    ],
)
def test_odd_answers_are_refused_on_the_page(client, contest, unit, data):
    one = objections.raise_(contest, by=make_officer(unit), text="请核对", raiser="unit")
    answer = sent(client, make_staff(contest.committee), "objection-answer", one.pk, **data)
    one.refresh_from_db()
    assert (answer.status_code, one.answered_at) == (422, None)


def test_who_may_not_answer(client, contest, unit):
    officer = make_officer(unit)
    one = objections.raise_(contest, by=officer, text="请核对", raiser="unit")
    asked = [officer, make_officer(unit), make_member(unit), make_staff(), make_officer()]
    for act in (opened, lambda *args: sent(*args, is_upheld="no", text="无误")):
        assert [act(client, user, "objection-answer", one.pk).status_code for user in asked] == [
            403,
            403,
            404,
            404,
            404,
        ]
    assert opened(client, asked[0], "objection-answer", 999999).status_code == 404


def test_another_committee_finds_nothing(client, contest):
    for user in (make_staff(), make_officer(), make_member()):
        for name in ("objection-list", "objection-raise"):
            assert opened(client, user, name, contest.pk).status_code == 404
        assert sent(client, user, "objection-raise", contest.pk, raiser="person", text="请核对").status_code == 404
    assert not Objection.objects.exists()


def raise_many(contest, unit, many):
    officer, entry = make_officer(unit), make_entry(contest)
    return [
        objections.raise_(contest, by=officer, text=f"请核对第{number}件。", raiser="unit", entry=entry)
        for number in range(many)
    ]


def test_list_asks_as_often_for_many_rows(client, contest, unit, django_assert_max_num_queries):
    staff = make_staff(contest.committee)
    client.force_login(staff)
    asked = []
    for many in (1, 30):
        for one in raise_many(contest, unit, many)[::2]:
            objections.answer(one, by=staff, text="已核对，无误", is_upheld=False)
        with django_assert_max_num_queries(12) as queries:
            client.get(reverse("objection-list", args=[contest.pk]))
        asked.append(len(queries))
    assert asked[0] == asked[1]


def test_list_has_pages_that_keep_the_filter(client, contest, unit):
    staff = make_staff(contest.committee)
    made = raise_many(contest, unit, 25)
    for one in made[:3]:
        objections.answer(one, by=staff, text="已核对，无误", is_upheld=False)
    client.force_login(staff)
    address = reverse("objection-list", args=[contest.pk])

    def listed(**query):
        page = client.get(address, query)
        return [one.pk for one in page.context["page"]], page.content.decode()

    newest_first = [one.pk for one in reversed(made)]
    assert listed()[0] == newest_first[:20]
    assert listed(page=2)[0] == newest_first[20:]
    rows, text = listed(state="open")
    assert rows == newest_first[:20]
    assert "?state=open&amp;page=2" in text
    assert "共 22 件" in text
    assert listed(state="open", page=2)[0] == newest_first[20:22]
    assert listed(state="answered")[0] == newest_first[22:]


def test_filter_without_rows_leads_back_to_all(client, contest, unit):
    raise_many(contest, unit, 1)
    client.force_login(make_staff(contest.committee))
    page = client.get(reverse("objection-list", args=[contest.pk]), {"state": "answered"}).content.decode()
    assert ("没有这样的异议" in page, "看全部" in page) == (True, True)
