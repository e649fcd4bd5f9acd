from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from alliances.models import Seat, Waiver
from tests.factories import (
    make_alliance,
    make_leader,
    make_member,
    make_officer,
    make_officer_of,
    make_organization,
    make_participation,
    make_seat,
    make_staff,
)

pytestmark = pytest.mark.django_db
PHONE, MASKED = "10100000007", "101****0007"


@pytest.fixture
def alliance():
    alliance = make_alliance(name="文化园党建联盟")
    make_seat(alliance=alliance, role=Seat.Role.LEAD)
    return alliance


@pytest.fixture
def staff(alliance):
    return make_staff(alliance.committee)


def page(client, user, name, *args, **query):
    client.force_login(user)
    return client.get(reverse(name, args=args), query)


def body(response):
    assert response.status_code == 200
    return response.content.decode()


def people(alliance):
    """One of each post that has to do with the alliance, and the staff of another committee."""
    other = make_alliance(committee=alliance.committee)
    return {
        "staff": make_staff(alliance.committee),
        "leader": make_leader(alliance),
        "lead": make_officer(alliance.seats.leading().get().organization),
        "deputy": make_officer_of(alliance, Seat.Role.DEPUTY),
        "officer": make_officer_of(alliance, Seat.Role.MEMBER),
        "neighbour": make_officer_of(other),
        "member": make_member(make_seat(alliance=alliance).organization),
        "stranger": make_staff(),
    }


@pytest.mark.parametrize("name", ["alliance-list", "seat-history", "composition", "organization-list", "branch-list"])
def test_list_pages_need_a_login_and_survive_any_query(client, alliance, staff, name):
    assert client.get(reverse(name)).status_code == 302

    nonsense = {"alliance": "9" * 30, "q": "\0", "sort": "password", "kind": "?"}
    for wrong in ({"on": "2025-02-31"}, {"page": "x"}, nonsense):
        assert page(client, staff, name, **wrong).status_code == 200


@pytest.mark.parametrize("name", ["alliance-detail", "organization-detail", "alliance-change-lead"])
def test_page_of_another_committee_is_not_found(client, alliance, name):
    seat = alliance.seats.get()
    pk = seat.organization_id if name == "organization-detail" else alliance.pk

    assert page(client, make_staff(), name, pk).status_code == 404
    assert page(client, make_staff(), name, 10**30).status_code == 404


def test_lists_show_nothing_of_another_committee(client, alliance):
    stranger = make_staff()

    for name in ("alliance-list", "seat-history", "composition", "organization-list", "branch-list"):
        text = body(page(client, stranger, name))
        assert "文化园" not in text
        assert alliance.seats.get().organization.short_name not in text


def test_picture_counts_units_without_chambers(client, alliance, staff):
    lead = alliance.seats.get().organization
    lead.member_count, lead.branch_count = 1852, 6
    lead.save()
    chamber = make_seat(alliance=alliance, role=Seat.Role.CHAMBER).organization

    text = body(page(client, staff, "alliance-list"))

    assert "<dt>党组织</dt><dd>1</dd>" in text
    assert "<dt>党支部</dt><dd>6</dd>" in text
    assert "<dt>党员</dt><dd>1,852</dd>" in text
    assert chamber.short_name in text


def test_picture_of_a_past_day_shows_who_was_there_then(client, alliance, staff):
    past = make_seat(alliance=alliance, since=date(2024, 1, 1), until=date(2025, 12, 31)).organization

    assert past.short_name not in body(page(client, staff, "alliance-list"))
    text = body(page(client, staff, "alliance-list", on="2025-06-30"))
    assert past.short_name in text
    assert "2025年6月30日的席位" in text


@pytest.mark.parametrize(
    ("who", "whole"),
    [("staff", True), ("leader", True), ("lead", True), ("deputy", True), ("officer", False), ("neighbour", False),
     ("member", False)],
)  # fmt: skip
def test_phone_is_whole_for_those_who_call_and_masked_for_the_rest(client, alliance, who, whole):
    organization = make_seat(alliance=alliance).organization
    organization.phone = PHONE
    organization.save()
    user = people(alliance)[who]

    for name, pk in (("alliance-detail", alliance.pk), ("organization-detail", organization.pk)):
        text = body(page(client, user, name, pk))
        assert (PHONE in text, MASKED in text) == (whole, not whole)


def test_phone_of_the_own_unit_is_whole_for_its_officer(client, alliance):
    organization = make_seat(alliance=alliance).organization
    organization.phone = PHONE
    organization.save()

    assert PHONE in body(page(client, make_officer(organization), "alliance-detail", alliance.pk))


@pytest.mark.parametrize(
    ("who", "status"),
    [("staff", 200), ("leader", 403), ("lead", 403), ("officer", 403), ("member", 403), ("stranger", 404)],
)
def test_change_of_lead_is_for_the_committee(client, alliance, who, status):
    assert page(client, people(alliance)[who], "alliance-change-lead", alliance.pk).status_code == status


def test_change_of_lead_is_read_before_it_is_done(client, alliance, staff):
    old = alliance.seats.get().organization
    new = make_seat(alliance=alliance).organization
    url = reverse("alliance-change-lead", args=[alliance.pk])
    said = {"on": "2026-01-01", "organization": new.pk, "old_stays": "yes", "note": ""}
    client.force_login(staff)

    first = client.post(url, said)
    change = first.context["change"]
    assert alliance.seats.leading().get().organization == old
    assert f"{new}自2026-01-01起任文化园党建联盟片长单位，其党务干部的权限同日生效。" in body(first)

    other_day = client.post(url, said | {"on": "2026-02-01", "confirm": change.key})
    assert other_day.context["change"].on == date(2026, 2, 1)
    assert alliance.seats.leading().get().organization == old

    done = client.post(url, said | {"confirm": change.key})
    assert done.status_code == 302
    assert alliance.seats.on(date(2026, 1, 1)).leading().get().organization == new
    assert alliance.seats.on(date(2025, 12, 31)).leading().get().organization == old


def test_change_of_lead_that_cannot_be_is_refused_on_the_form(client, alliance, staff):
    new = make_seat(alliance=alliance).organization
    client.force_login(staff)

    response = client.post(
        reverse("alliance-change-lead", args=[alliance.pk]),
        {"on": "2022-12-31", "organization": new.pk, "old_stays": "yes"},
    )

    assert "自2023-01-01起，2022-12-31不在其间。" in body(response)
    assert client.post(reverse("alliance-change-lead", args=[alliance.pk]), {"on": "昨天"}).status_code == 200


@pytest.mark.parametrize(("who", "status"), [("staff", 302), ("lead", 403), ("member", 403), ("stranger", 404)])
def test_waiver_is_the_word_of_the_committee(client, alliance, who, status):
    client.force_login(people(alliance)[who])

    saved = client.post(reverse("waiver-save", args=[alliance.pk, "chamber"]), {"note": "正在筹建"})

    assert saved.status_code == status
    assert Waiver.objects.filter(note="正在筹建").exists() is (status == 302)


def test_waiver_shows_with_its_reason_and_can_be_withdrawn(client, alliance, staff):
    client.force_login(staff)
    client.post(reverse("waiver-save", args=[alliance.pk, "chamber"]), {"note": "正在筹建"})

    assert "没有商（协）会党组织，原则上每个联盟 1 个，已注明原因：正在筹建" in body(
        client.get(reverse("alliance-list"))
    )
    assert client.get(reverse("waiver-save", args=[alliance.pk, "chamber"])).status_code == 405
    client.post(reverse("waiver-withdraw", args=[Waiver.objects.get().pk]))
    client.post(reverse("waiver-save", args=[alliance.pk, "nonsense"]), {"note": "正在筹建"})
    assert "没有这个核对项。" in body(client.get(reverse("composition")))
    assert Waiver.objects.count() == 0


def test_seat_history_tells_what_is_past_present_and_to_come(client, alliance, staff):
    organization = make_seat(alliance=alliance, until=date(2024, 12, 31)).organization
    make_seat(alliance=alliance, organization=organization, since=timezone.localdate() + timedelta(days=9))

    text = body(page(client, staff, "seat-history", q=organization.short_name))

    assert [word in text for word in ("已终止", "未到任", "现任")] == [True, True, False]
    assert "共 2 条" in text


def test_pages_ask_as_often_for_many_rows_as_for_one(client, alliance, staff):
    organization = alliance.seats.get().organization
    make_participation(organization=organization)

    def counts():
        wanted = {
            "alliance-list": (),
            "seat-history": (),
            "composition": (),
            "organization-list": (),
            "alliance-detail": (alliance.pk,),
            "organization-detail": (organization.pk,),
        }
        return {name: _queries(client, staff, name, args) for name, args in wanted.items()}

    few = counts()
    for role in ("deputy", "deputy", "member", "member", "chamber"):
        make_seat(alliance=alliance, role=role)
        make_seat(alliance=make_alliance(committee=alliance.committee))
        make_participation(organization=organization)
    assert counts() == few
    assert max(few.values()) <= 12 + 1  # the page of a unit is a line in the audit


def _queries(client, user, name, args):
    client.force_login(user)
    client.get(reverse(name, args=args))
    with CaptureQueriesContext(connection) as asked:
        assert client.get(reverse(name, args=args)).status_code == 200
    return len(asked)


def test_picture_of_an_empty_committee_says_what_comes_next(client):
    assert "还没有联盟" in body(page(client, make_staff(), "alliance-list"))
    assert "没有符合条件的党组织" in body(page(client, make_staff(), "organization-list"))


def test_organization_page_shows_seats_over_the_years(client, alliance, staff):
    organization = make_organization(committee=alliance.committee)
    make_seat(alliance=alliance, organization=organization, until=date(2025, 12, 31))
    make_seat(alliance=alliance, organization=organization, role="deputy", since=date(2026, 1, 1))

    text = body(page(client, staff, "organization-detail", organization.pk))

    assert text.index("2026-01-01") < text.index("2025-12-31")
