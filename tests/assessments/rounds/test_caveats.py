"""Deadlines and publicity of a year whose make-up days are not published say so, on the pages and in the notices."""

from datetime import date

import pytest
from django.urls import reverse

from assessments.models import Round
from assessments.rounds import announcements, reminders
from notices.models import Notice
from tests.assessments.rounds.made import Made

pytestmark = pytest.mark.django_db
CAVEAT = "2027年放假调休安排尚未公布，按法定节假日推算。"
KNOWN, UNKNOWN = 2026, 2027
YEARS = pytest.mark.parametrize(("year", "says"), [(KNOWN, False), (UNKNOWN, True)])


@pytest.fixture
def shown(request):
    """shown(year): a round in its publicity from 4 to 8 January of the year, with an appeal."""

    def show(year):
        made = Made().open()
        days = ("self_until", "first_until", "review_until")
        dates = {name: date(KNOWN, 1, 2) for name in days}
        made.appeal = made.of(made.one).appeals.create(text="示例", by=made.one, due_on=date(year, 1, 8))
        term = {"publicity_since": date(year, 1, 4), "publicity_until": date(year, 1, 8)}
        Round.objects.filter(pk=made.round.pk).update(state=Round.State.PUBLICITY, **dates, **term)
        made.round.refresh_from_db()
        return made

    return show


@YEARS
@pytest.mark.parametrize("page", ["round-detail", "round-results", "appeal-list"])
def test_publicity_says_so(client, shown, page, year, says):
    made = shown(year)
    client.force_login(made.staff)

    response = client.get(reverse(page, args=[made.round.pk]))

    assert response.status_code == 200
    assert (CAVEAT in response.content.decode()) is says


@YEARS
def test_passport_says_so(client, shown, year, says):
    made = shown(year)
    client.force_login(made.one)

    text = client.get(made.of(made.one).get_absolute_url()).content.decode()

    assert (CAVEAT in text) is says


@YEARS
def test_notices_say_so(shown, year, says):
    made = shown(year)
    made.appeal.assessment = made.of(made.one)

    announcements.tell_publicity(made.round, made.staff)
    announcements.tell_appeal(made.appeal)
    reminders.remind(date(year, 1, 8))

    bodies = Notice.objects.exclude(title__contains="请自评").values_list("title", "body")
    assert len({title.partition("：")[0] for title, _ in bodies}) == 3
    assert {CAVEAT in body for _, body in bodies} == {says}
