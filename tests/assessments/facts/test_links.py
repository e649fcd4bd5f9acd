from datetime import date

import pytest
from django.urls import reverse

from assessments.facts import links_for
from tests.assessments.facts.asking import held
from tests.factories import (
    make_activity,
    make_branch,
    make_brand,
    make_contest,
    make_duty,
    make_leader,
    make_member,
    make_officer,
    make_officer_of,
    make_review_meeting,
    make_seat,
    make_staff,
)

pytestmark = pytest.mark.django_db


def test_links_lead_to_every_kind_of_record(alliance, unit):
    committee = alliance.committee
    activity = held(alliance, unit, 3, 1)
    branch = make_branch(organization=unit)
    brand = make_brand(branch=branch)
    contest = make_contest(committee=committee, state="awarded", awarded_on=date(2026, 10, 20))
    duty = make_duty(committee)
    meeting = make_review_meeting(committee=committee)

    links = links_for(
        make_staff(committee),
        [
            f"activity:{activity.pk}",
            f"alliance:{alliance.pk}",
            f"branch:{branch.pk}",
            f"brand:{brand.pk}",
            f"brand:{brand.pk}:honour:3",
            f"contest:{contest.pk}:brand:{brand.pk}",
            f"duty:{duty.pk}:2026Q1",
            f"organization:{unit.pk}",
            f"review:{meeting.pk}",
        ],
    )

    assert links == {
        f"activity:{activity.pk}": activity.get_absolute_url(),
        f"alliance:{alliance.pk}": alliance.get_absolute_url(),
        f"branch:{branch.pk}": f"{reverse('branch-list')}?organization={unit.pk}",
        f"brand:{brand.pk}": brand.get_absolute_url(),
        f"brand:{brand.pk}:honour:3": brand.get_absolute_url(),
        f"contest:{contest.pk}:brand:{brand.pk}": contest.get_absolute_url(),
        f"duty:{duty.pk}:2026Q1": f"{reverse('duty-matrix')}?year=2026",
        f"organization:{unit.pk}": unit.get_absolute_url(),
        f"review:{meeting.pk}": meeting.get_absolute_url(),
    }


@pytest.mark.parametrize(
    ("person", "seen"),
    [
        (lambda alliance: make_staff(alliance.committee), {"published", "draft"}),
        (lambda alliance: make_officer_of(alliance), {"published", "draft"}),
        (lambda alliance: make_leader(alliance), {"published"}),
        (lambda alliance: make_officer(make_seat(alliance=alliance).organization), {"published"}),
        (lambda alliance: make_member(make_seat(alliance=alliance).organization), {"published"}),
        (lambda alliance: make_staff(), set()),
        (lambda alliance: make_officer(), set()),
    ],
    ids=["staff", "lead", "leader", "member unit", "party member", "other staff", "stranger"],
)
def test_links_are_for_rows_the_person_sees(alliance, person, seen):
    rows = {state: make_activity(alliance=alliance, state=state) for state in ("published", "draft")}
    user = person(alliance)

    links = links_for(user, [f"activity:{row.pk}" for row in rows.values()])

    assert links == {f"activity:{rows[state].pk}": rows[state].get_absolute_url() for state in seen}


@pytest.mark.parametrize(
    "person",
    [make_officer_of, make_leader, lambda alliance: make_member(make_seat(alliance=alliance).organization)],
    ids=["lead", "leader", "party member"],
)
def test_links_of_all_kinds_are_found_together(alliance, unit, person):
    committee = alliance.committee
    brand = make_brand(branch=make_branch(organization=unit))
    hidden = [
        f"contest:{make_contest(committee=committee, state='setup').pk}",
        f"review:{make_review_meeting(committee=committee).pk}",
    ]
    shown = [f"activity:{held(alliance, unit, 3, 1).pk}", f"brand:{brand.pk}", f"branch:{brand.branch_id}"]
    shown += [f"duty:{make_duty(committee).pk}:2026", f"alliance:{alliance.pk}", f"organization:{unit.pk}"]

    assert set(links_for(person(alliance), shown + hidden)) == set(shown)


@pytest.mark.parametrize(
    "key",
    [
        *("", "activity", "activity:", "activity:x", "activity:²", "activity:-1", "activity:999999", "活动:1"),
        *("period:2026Q1", "claim:5", "user:1", f"activity:{10**17}", f"activity:{10**19}"),
    ],
)
def test_what_names_no_record_has_no_link(alliance, key):
    assert links_for(make_staff(alliance.committee), [key]) == {}


def test_links_take_one_query_for_all_kinds(alliance, unit, django_assert_num_queries):
    staff = make_staff(alliance.committee)
    keys = [f"activity:{held(alliance, unit, month, 1).pk}" for month in range(1, 6)] + [f"organization:{unit.pk}"]

    with django_assert_num_queries(1):
        links = links_for(staff, keys)

    assert len(links) == 6
