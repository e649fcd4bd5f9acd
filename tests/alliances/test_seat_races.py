from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import pytest
from django.db import connection

from alliances import seats
from alliances.models import Seat
from portal.access import WrongState
from tests.factories import make_alliance, make_seat, make_staff

NEW_YEAR = date(2026, 1, 1)


@pytest.mark.django_db(transaction=True)
def test_of_two_changes_of_lead_at_once_one_wins_and_the_other_is_told():
    alliance = make_alliance()
    staff = make_staff(alliance.committee)
    make_seat(alliance=alliance, role=Seat.Role.LEAD)
    members = [make_seat(alliance=alliance).organization for _ in range(2)]
    together = Barrier(2)

    def change(organization):
        try:
            together.wait()
            seats.change_lead(alliance, organization, NEW_YEAR, by=staff)
            return "done"
        except WrongState:
            return "refused"
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        outcomes = sorted(pool.map(change, members))

    assert outcomes == ["done", "refused"]
    assert alliance.seats.on(NEW_YEAR).leading().count() == 1
    assert list(Seat.objects.clashing()) == []


@pytest.mark.django_db(transaction=True)
def test_two_leads_that_change_places_crosswise_at_once_do_not_block_each_other():
    """Each takes the unit that the other one ends: were they to lock rows one by one, both would wait for ever."""
    alliances = [make_alliance()]
    alliances.append(make_alliance(committee=alliances[0].committee))
    staff = make_staff(alliances[0].committee)
    for alliance in alliances:
        make_seat(alliance=alliance, role=Seat.Role.LEAD)
    members = [make_seat(alliance=alliance).organization for alliance in alliances]
    together = Barrier(2)

    def change(number):
        try:
            together.wait()
            return seats.change_lead(alliances[number], members[1 - number], NEW_YEAR, by=staff).alliance
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        assert list(pool.map(change, (0, 1))) == alliances

    assert list(Seat.objects.clashing()) == []
