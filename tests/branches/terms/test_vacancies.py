"""Vacant posts, as somebody writes them down."""

from datetime import date

import pytest

from branches.models import Vacancy
from branches.terms import vacancies
from portal.access import WrongState
from tests.factories import make_organization, make_staff

TODAY = date(2026, 11, 23)


@pytest.mark.django_db
@pytest.mark.parametrize("since", [date(1, 1, 1), date(1921, 6, 30), date(2026, 11, 24), date.max])
def test_vacancy_begins_within_living_memory_and_not_in_the_future(since):
    unit = make_organization()

    with pytest.raises(WrongState, match="空缺起始不能晚于今天，也不能早于1921年7月1日。"):
        vacancies.enter(organization=unit, post="副书记", since=since, by=make_staff(unit.committee), today=TODAY)

    assert not Vacancy.objects.exists()
