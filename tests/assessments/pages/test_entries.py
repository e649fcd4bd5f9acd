"""Brands are entered by their officers, accepted and numbered by the committee, refused and withdrawn with a reason."""

from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from assessments.models import Entry
from tests.factories import (
    make_branch,
    make_brand,
    make_contest,
    make_entry,
    make_judge,
    make_member,
    make_officer,
    make_open_stage,
    make_organization,
    make_staff,
    make_stage,
)

pytestmark = pytest.mark.django_db


def enter_url(contest):
    return reverse("contest-enter", args=[contest.pk])


def test_officer_enters_the_own_brand_by_one_click(client):
    contest = make_contest(state="entries", limit_per_organization=1)
    unit = make_organization(committee=contest.committee)
    brand = make_brand(organization=unit)
    draft = make_brand(branch=make_branch(organization=unit), state="draft")
    make_brand(organization=make_organization(committee=contest.committee))
    client.force_login(make_officer(unit))

    page = client.get(enter_url(contest))
    client.post(enter_url(contest), {"brand": brand.pk})

    entry = Entry.objects.get()
    offers = {offer.brand.pk: offer.why_not for offer in page.context["page"]}
    assert offers[brand.pk] == ""
    assert offers[draft.pk] == "品牌还没有发布，发布后才能报送。"
    assert len(offers) == 2
    assert (entry.brand, entry.version, entry.organization, entry.state) == (brand, brand.published, unit, "entered")
    own = client.get(contest.get_absolute_url())
    assert [row.pk for row in own.context["entries"]] == [entry.pk]


@pytest.mark.parametrize("brand", ["", "x", "-1", "99999999999999999999", "²"])
def test_nonsense_enters_nothing(client, brand):
    contest = make_contest(state="entries")
    client.force_login(make_officer(make_organization(committee=contest.committee)))

    status = client.post(enter_url(contest), {"brand": brand}).status_code

    assert (status, Entry.objects.count()) == (302, 0)


def test_nobody_enters_the_brand_of_another_unit(client):
    contest = make_contest(state="entries")
    brand = make_brand(organization=make_organization(committee=contest.committee))
    client.force_login(make_officer(make_organization(committee=contest.committee)))

    page = client.post(enter_url(contest), {"brand": brand.pk}, follow=True)

    assert "不是您单位的品牌" in page.content.decode()
    assert Entry.objects.count() == 0


def test_staff_finds_a_brand_by_initials_and_enters_it_for_the_unit(client):
    contest = make_contest(state="entries")
    unit = make_organization(committee=contest.committee, short_name="市税务局", name="示例市税务局")
    brand = make_brand(organization=unit)
    make_brand(organization=make_organization(committee=contest.committee))
    staff = make_staff(contest.committee)
    client.force_login(staff)

    page = client.get(enter_url(contest), {"q": "sswj"})
    client.post(enter_url(contest), {"brand": brand.pk})

    assert [offer.brand for offer in page.context["page"]] == [brand]
    assert Entry.objects.get().entered_by == staff


def test_member_may_not_enter(client):
    contest = make_contest(state="entries")
    client.force_login(make_member(make_organization(committee=contest.committee)))

    assert client.get(enter_url(contest)).status_code == 403


def test_ticked_entries_are_accepted_and_numbered_in_the_order_they_came(client):
    contest = make_contest(state="entries")
    first, second, left = [make_entry(contest, state="entered") for _ in range(3)]
    done = make_entry(contest, state="refused")
    client.force_login(make_staff(contest.committee))

    page = client.post(
        reverse("entries-accept", args=[contest.pk]),
        {"entry": [second.pk, first.pk, done.pk, "x", "9" * 30]},
        follow=True,
    )

    assert list(contest.entries.order_by("pk").values_list("number", "state")) == [
        (1, "accepted"),
        (2, "accepted"),
        (None, "entered"),
        (None, "refused"),
    ]
    assert "已受理 2 个品牌" in page.content.decode()
    assert left.pk in [entry.pk for entry in page.context["page"]]


def test_accepting_nothing_says_so(client):
    contest = make_contest(state="entries")
    client.force_login(make_staff(contest.committee))

    page = client.post(reverse("entries-accept", args=[contest.pk]), follow=True)

    assert "没有勾选品牌" in page.content.decode()


def test_refusing_needs_a_reason_which_the_unit_reads(client):
    contest = make_contest(state="entries")
    entry = make_entry(contest, state="entered")
    client.force_login(make_staff(contest.committee))
    url = reverse("entry-refuse", args=[entry.pk])

    assert client.post(url, {"reason": ""}).status_code == 422
    client.post(url, {"reason": "材料不全"})

    client.force_login(make_officer(entry.organization))
    page = client.get(entry.get_absolute_url()).content.decode()
    assert "不予受理：材料不全" in page


def test_officer_withdraws_with_a_reason(client):
    stage = make_open_stage(judges=1, entries=2)
    entry = stage.turns.first().entry
    client.force_login(make_officer(entry.organization))

    client.post(reverse("entry-withdraw", args=[entry.pk]), {"reason": "示例原因"})

    entry.refresh_from_db()
    assert (entry.state, entry.reason) == ("withdrawn", "示例原因")


def test_entry_shows_the_version_that_was_entered(client):
    contest = make_contest(state="judging")
    brand = make_brand(organization=make_organization(committee=contest.committee), meaning="当时的内涵")
    entry = make_entry(contest, brand)
    entry.version.brand.versions.create(number=2, name="新名", meaning="后来的内涵", state="draft")
    client.force_login(make_officer(brand.organization))

    page = client.get(entry.get_absolute_url()).content.decode()

    assert "当时的内涵" in page
    assert "后来的内涵" not in page


def test_list_is_filtered_and_nonsense_is_ignored(client):
    contest = make_contest(state="entries")
    entered, accepted = make_entry(contest, state="entered"), make_entry(contest)
    client.force_login(make_staff(contest.committee))
    url = reverse("contest-entries", args=[contest.pk])

    def shown(**query):
        return {entry.pk for entry in client.get(url, query).context["page"]}

    assert shown() == {entered.pk, accepted.pk}
    assert shown(state="entered") == {entered.pk}
    assert shown(q=accepted.version.name) == {accepted.pk}
    assert shown(state="x", alliance="x", page="x", q="\x00") == {entered.pk, accepted.pk}
    assert shown(alliance="0") == {entered.pk, accepted.pk}
    assert shown(alliance="9" * 9) == set()


def test_export_has_what_the_list_shows(client):
    contest = make_contest(state="entries")
    entry = make_entry(contest)
    make_entry(contest, state="entered")
    client.force_login(make_staff(contest.committee))

    answer = client.get(reverse("contest-entries-export", args=[contest.pk]), {"state": "accepted"})

    sheet = load_workbook(BytesIO(answer.content)).active
    said = [cell for row in sheet.iter_rows(values_only=True) for cell in row if cell]
    assert entry.version.name in said
    assert "1 个" in said


def test_judge_sees_entries_but_neither_list_nor_run_page(client):
    contest = make_contest(state="judging")
    stage = make_stage(contest)
    judge, entry = make_judge(contest), make_entry(contest)
    client.force_login(judge.user)

    assert client.get(entry.get_absolute_url()).status_code == 200
    assert client.get(reverse("contest-entries", args=[contest.pk])).status_code == 403
    assert client.get(stage.get_absolute_url()).status_code == 403
