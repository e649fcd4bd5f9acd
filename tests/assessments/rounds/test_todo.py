"""What waits for whom stands on the home page: to fill in, to review, to answer, the round's next step."""

from datetime import timedelta

import pytest
from django.utils import timezone

from assessments.rounds import appeals, handing
from desk import todo

pytestmark = pytest.mark.django_db


def waiting(user):
    """Only what is about assessments."""
    user = type(user).objects.get(pk=user.pk)
    items = [item for item in todo.items_for(user, timezone.localdate()) if item.kind.startswith("考核")]
    counted = sum(rows.count() for rows in todo.rows_for(user, timezone.localdate()))
    assert counted == len(todo.items_for(user, timezone.localdate()))
    return [(item.kind, item.title, item.whose) for item in items]


def test_the_unit_fills_in_and_mends(made):
    name = made.one.organization.short_name
    assert waiting(made.one) == [("考核自评", name, str(made.scheme))]

    made.submit(made.one)
    assert waiting(made.one) == []
    handing.return_(made.of(made.one), by=made.lead, reason="请补充")

    assert waiting(made.one) == [("考核退回", name, str(made.scheme))]


def test_the_lead_reviews_its_members_and_fills_in_its_own(made):
    made.submit(made.one)

    assert waiting(made.lead) == [
        ("考核初评", made.one.organization.short_name, str(made.scheme)),
        ("考核自评", made.lead.organization.short_name, str(made.scheme)),
    ]
    for person in (made.deputy, made.two):
        assert ("考核初评", made.one.organization.short_name, str(made.scheme)) not in waiting(person)
    for person in (made.member, made.leader):
        assert waiting(person) == []


def test_the_committee_reviews_shows_answers_and_freezes(made):
    assert waiting(made.staff) == []
    made.submit(made.lead)
    assert waiting(made.staff) == [("考核复核", str(made.scheme), "1 个待复核")]
    handing.return_(made.of(made.lead), by=made.staff, reason="请补充")
    made.review_all()
    assert waiting(made.staff) == [("考核公示", str(made.scheme), made.committee.short_name)]
    made.publicize()
    assert waiting(made.staff) == []
    appeal = appeals.raise_(made.of(made.one), by=made.one, text="有误", today=made.round.publicity_since)
    assert waiting(made.staff) == [("考核申诉", str(made.scheme), "1 件待答复")]
    appeals.answer(appeal, by=made.staff, text="维持", is_upheld=False)
    yesterday = timezone.localdate() - timedelta(days=1)
    type(made.round).objects.update(publicity_since=yesterday, publicity_until=yesterday)
    assert waiting(made.staff) == [("考核定格", str(made.scheme), made.committee.short_name)]


def test_a_late_self_assessment_stands_as_late(made):
    yesterday = timezone.localdate() - timedelta(days=1)
    type(made.round).objects.update(self_until=yesterday)

    item = next(item for item in todo.items_for(made.one, timezone.localdate()) if item.kind == "考核自评")

    assert (item.late, item.until) == (True, yesterday)
