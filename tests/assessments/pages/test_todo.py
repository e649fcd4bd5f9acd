"""What the home page asks of whom, in each state of a contest."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import localdate

from desk import todo
from tests.factories import (
    make_brand,
    make_contest,
    make_entry,
    make_judge,
    make_officer,
    make_open_stage,
    make_organization,
    make_staff,
    score_all,
)

pytestmark = pytest.mark.django_db


def asked(user):
    today = localdate()
    items = todo.items_for(user, today)
    counted = sum(rows.count() for rows in todo.rows_for(user, today))
    assert counted == len(items)
    return [(item.kind, item.whose, item.href) for item in items]


def test_officer_is_asked_to_enter_until_a_brand_is_entered():
    contest = make_contest(state="entries")
    unit = make_organization(committee=contest.committee)
    officer, idle = make_officer(unit), make_officer(make_organization(committee=contest.committee))
    brand = make_brand(organization=unit)
    page = reverse("contest-enter", args=[contest.pk])

    assert asked(officer) == [("品牌参评", "从已发布的品牌中选报", page)]
    assert todo.items_for(officer, localdate())[0].until == contest.entries_until
    assert asked(idle) == []
    make_entry(contest, brand, state="entered")
    assert asked(officer) == []


def test_officer_is_not_asked_when_entries_are_over():
    contest = make_contest(state="entries", entries_until=localdate() - timedelta(days=1))
    brand = make_brand(organization=make_organization(committee=contest.committee))

    assert asked(make_officer(brand.organization)) == []


def test_staff_is_asked_to_accept_then_to_close():
    contest = make_contest(state="entries", entries_until=localdate() - timedelta(days=1))
    entry = make_entry(contest, state="entered")
    staff = make_staff(contest.committee)

    assert asked(staff) == [("参评受理", "1 个待受理", reverse("contest-entries", args=[contest.pk]))]
    entry.accept(by=staff)
    assert asked(staff) == [("征集截止", contest.committee.short_name, contest.get_absolute_url())]


def test_judge_is_asked_until_signed_and_staff_from_then_on():
    stage = make_open_stage(judges=2, entries=2)
    contest, judge = stage.contest, stage.judges.first()
    staff = make_staff(contest.committee)

    assert asked(judge.user) == [("评委打分", "2 份待签交", reverse("judge-desk", args=[contest.pk]))]
    assert asked(staff) == []
    score_all(stage)
    assert asked(judge.user) == []
    assert asked(staff) == [("组织评审", contest.committee.short_name, contest.get_absolute_url())]


def test_staff_who_judges_is_not_told_that_all_have_signed():
    stage = make_open_stage(judges=1, entries=1)
    staff = make_staff(stage.contest.committee)
    make_judge(stage.contest, [stage], user=staff)

    assert [kind for kind, *_ in asked(staff)] == ["评委打分"]
    score_all(stage)
    assert asked(staff) == []


@pytest.mark.parametrize(
    ("fields", "kinds"),
    [
        ({"state": "setup"}, ["比赛筹备"]),
        ({"state": "judged"}, ["结果公示"]),
        ({"state": "publicity", "publicity_until": localdate()}, []),
        ({"state": "publicity", "publicity_until": localdate() - timedelta(days=1)}, ["表彰决定"]),
        ({"state": "awarded"}, []),
        ({"state": "cancelled"}, []),
    ],
)
def test_staff_is_asked_for_the_next_act_only(fields, kinds):
    contest = make_contest(**fields)

    assert [kind for kind, *_ in asked(make_staff(contest.committee))] == kinds
    assert asked(make_staff()) == []


def test_home_lists_what_waits(client):
    contest = make_contest(state="judged")
    client.force_login(make_staff(contest.committee))

    assert contest.title in client.get(reverse("home")).content.decode()
