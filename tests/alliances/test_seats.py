from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

from alliances import seats
from alliances.models import Seat
from alliances.permissions import leads
from alliances.standing import standing
from portal.access import WrongState
from tests.factories import make_alliance, make_officer, make_organization, make_seat, make_staff

pytestmark = pytest.mark.django_db
NEW_YEAR = date(2026, 1, 1)
OLD_YEAR = date(2025, 12, 31)
START = date(2023, 1, 1)


def story(organization):
    """The seats of an organization as (alliance, role, since, until)."""
    return list(organization.seats.order_by("since").values_list("alliance", "role", "since", "until"))


@pytest.fixture
def scene():
    """An alliance with a lead and a member, and the staff of its committee."""
    alliance = make_alliance()
    lead = make_seat(alliance=alliance, role=Seat.Role.LEAD).organization
    member = make_seat(alliance=alliance).organization
    return alliance, lead, member, make_staff(alliance.committee)


@pytest.mark.parametrize(
    ("since", "until", "fits"),
    [
        (date(2025, 3, 1), None, False),
        (date(2024, 1, 1), date(2025, 1, 1), False),
        (date(2025, 6, 30), date(2025, 7, 1), False),
        (date(2025, 7, 1), None, True),
        (date(2024, 1, 1), date(2024, 12, 31), True),
    ],
)
def test_seat_never_overlaps_another_of_its_organization(since, until, fits):
    seat = make_seat(since=date(2025, 1, 1), until=date(2025, 6, 30))
    other = make_alliance(committee=seat.alliance.committee)
    second = Seat(alliance=other, organization=seat.organization, since=since, until=until)

    try:
        with transaction.atomic():
            second.save()
        kept = True
    except IntegrityError:
        kept = False

    assert kept is fits
    assert Seat.objects.count() == 1 + fits


def test_seat_of_a_second_lead_is_refused_by_the_database():
    lead = make_seat(role=Seat.Role.LEAD, until=date(2025, 6, 30))
    other = make_organization(committee=lead.alliance.committee)

    with pytest.raises(IntegrityError), transaction.atomic():
        make_seat(alliance=lead.alliance, organization=other, role=Seat.Role.LEAD, since=date(2025, 6, 30))
    make_seat(alliance=lead.alliance, organization=other, role=Seat.Role.LEAD, since=date(2025, 7, 1))

    assert lead.alliance.seats.leading().count() == 2


def test_seats_that_clash_are_refused_where_no_model_code_looks():
    """In bulk PostgreSQL refuses each by itself; SQLite lets them in, so the bulk writer asks before it commits."""
    seat = make_seat(role=Seat.Role.LEAD)
    committee = seat.alliance.committee
    other = make_organization(committee=committee)
    twin = Seat(alliance=seat.alliance, organization=seat.organization, since=NEW_YEAR, until=NEW_YEAR)
    second = Seat(alliance=seat.alliance, organization=other, role="lead", since=NEW_YEAR, until=NEW_YEAR)
    fine = Seat(alliance=seat.alliance, organization=make_organization(committee=committee), since=START)

    for clashing in (twin, second):
        with pytest.raises(IntegrityError), transaction.atomic():
            Seat.objects.bulk_create([clashing, fine])
            assert connection.vendor == "sqlite"
            assert list(Seat.objects.clashing()) == [clashing]
            seats.require_no_clash(committee)

    assert list(Seat.objects.all()) == [seat]


def test_seat_that_overlaps_is_refused_in_a_form_in_words():
    seat = make_seat(role=Seat.Role.LEAD)
    second = Seat(alliance=seat.alliance, organization=seat.organization, since=NEW_YEAR, role="member")

    with pytest.raises(ValidationError) as refusal:
        second.full_clean()

    said = f"{seat.organization}自2023-01-01起任{seat.alliance.short_name}片长单位，日期重叠，请先办理终止。"
    assert said in refusal.value.messages


def test_lead_changes_as_one_act_on_its_day(scene):
    alliance, lead, member, staff = scene

    new = seats.change_lead(alliance, member, NEW_YEAR, by=staff, note="黄直工〔2025〕30号")

    assert story(lead) == [(alliance.pk, "lead", START, OLD_YEAR), (alliance.pk, "member", NEW_YEAR, None)]
    assert story(member) == [(alliance.pk, "member", START, OLD_YEAR), (alliance.pk, "lead", NEW_YEAR, None)]
    line = new.history.first()
    assert (line.history_user, line.history_change_reason, new.note) == (staff, *["黄直工〔2025〕30号"] * 2)


def test_lead_that_leaves_gets_no_new_seat(scene):
    alliance, lead, member, staff = scene

    seats.change_lead(alliance, member, NEW_YEAR, by=staff, old_stays=False)

    assert story(lead) == [(alliance.pk, "lead", START, OLD_YEAR)]


def test_lead_change_moves_the_rights_that_day_and_not_before(scene):
    alliance, lead, member, staff = scene
    old, new = make_officer(lead), make_officer(member)

    seats.change_lead(alliance, member, NEW_YEAR, by=staff)

    table = [(leads(old, alliance.pk, day), leads(new, alliance.pk, day)) for day in (OLD_YEAR, NEW_YEAR)]
    assert table == [(True, False), (False, True)]
    assert standing(old, NEW_YEAR).takes_part == {alliance.pk}


def test_lead_comes_from_another_alliance_or_from_none(scene):
    alliance, _, _, staff = scene
    other = make_alliance(committee=alliance.committee)
    mover = make_seat(alliance=other).organization
    newcomer = make_organization(committee=alliance.committee)

    seats.change_lead(alliance, mover, NEW_YEAR, by=staff)
    seats.change_lead(alliance, newcomer, date(2026, 2, 1), by=staff)

    assert story(mover) == [
        (other.pk, "member", START, OLD_YEAR),
        (alliance.pk, "lead", NEW_YEAR, date(2026, 1, 31)),
        (alliance.pk, "member", date(2026, 2, 1), None),
    ]
    assert story(newcomer) == [(alliance.pk, "lead", date(2026, 2, 1), None)]


def test_lead_is_named_where_there_was_none():
    alliance = make_alliance()
    member = make_seat(alliance=alliance).organization

    change = seats.plan_lead_change(alliance, member, NEW_YEAR)

    assert change.sentences == [
        f"{member}任{alliance.short_name}成员单位至2025-12-31止。",
        f"{member}自2026-01-01起任{alliance}片长单位，其党务干部的权限同日生效。",
    ]


def test_lead_change_is_refused_in_words_and_changes_nothing(scene):
    alliance, lead, member, staff = scene
    other = make_alliance(committee=alliance.committee)
    leads_elsewhere = make_seat(alliance=other, role=Seat.Role.LEAD).organization
    stranger = make_organization()
    gone = make_organization(committee=alliance.committee, until=date(2025, 1, 1))
    before = list(Seat.objects.order_by("pk").values())

    said = []
    for organization, day in [
        (lead, NEW_YEAR),
        (leads_elsewhere, NEW_YEAR),
        (stranger, NEW_YEAR),
        (gone, NEW_YEAR),
        (member, START),
        (member, date(2022, 1, 1)),
    ]:
        with pytest.raises(WrongState) as refusal:
            seats.change_lead(alliance, organization, day, by=staff)
        said.append(str(refusal.value))

    assert said == [
        f"{lead}已是{alliance}的片长单位。",
        f"{leads_elsewhere}是{other}的片长单位，请先为{other.short_name}另定片长单位。",
        f"{stranger}不属于本工委。",
        f"{gone}已于2025-01-01撤销。",
        f"{alliance}的片长单位已有自2023-01-01起的安排，请另选日期，或先核对席位沿革。",
        f"{alliance}自2023-01-01起，2022-01-01不在其间。",
    ]
    assert list(Seat.objects.order_by("pk").values()) == before


def test_lead_change_before_a_planned_one_is_refused(scene):
    alliance, _, member, staff = scene
    third = make_seat(alliance=alliance).organization
    seats.change_lead(alliance, member, NEW_YEAR, by=staff)

    with pytest.raises(WrongState, match="已有自2026-01-01起的安排"):
        seats.change_lead(alliance, third, date(2025, 7, 1), by=staff)


def test_seat_begins_and_ends_by_its_verbs():
    alliance = make_alliance()
    organization, staff = make_organization(committee=alliance.committee), make_staff(alliance.committee)

    seat = seats.seat(organization, alliance, Seat.Role.DEPUTY, NEW_YEAR, by=staff)
    seats.end_seat(seat, date(2026, 6, 30), by=staff, note="机构改革")

    assert story(organization) == [(alliance.pk, "deputy", NEW_YEAR, date(2026, 6, 30))]
    assert [line.history_user for line in seat.history.all()] == [staff, staff]


def test_seat_verbs_refuse_what_cannot_be():
    seat = make_seat(role=Seat.Role.LEAD)
    alliance, staff = seat.alliance, make_staff(seat.alliance.committee)
    other = make_organization(committee=alliance.committee)

    with pytest.raises(WrongState, match="日期重叠，请先办理终止"):
        seats.seat(seat.organization, alliance, Seat.Role.MEMBER, NEW_YEAR, by=staff)
    with pytest.raises(WrongState, match="片长单位，日期重叠"):
        seats.seat(other, alliance, Seat.Role.LEAD, NEW_YEAR, by=staff)
    with pytest.raises(WrongState, match="早于起始日期"):
        seats.end_seat(seat, date(2022, 12, 31), by=staff)
    seats.end_seat(seat, OLD_YEAR, by=staff)
    with pytest.raises(WrongState, match="已于2025-12-31终止"):
        seats.end_seat(seat, NEW_YEAR, by=staff)
