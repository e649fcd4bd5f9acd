"""A list asks as many questions for many rows as for one."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.admin.conftest import page
from tests.factories import (
    make_activity,
    make_branch,
    make_officer,
    make_organization,
    make_participation,
    make_report,
    make_seat,
)

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def more_organizations(ours):
    for _ in range(4):
        make_seat(alliance=ours["alliance"], organization=make_organization(committee=ours.committee))


def more_branches(ours):
    for _ in range(4):
        make_branch(organization=make_organization(committee=ours.committee))


def more_activities(ours):
    for _ in range(4):
        host = make_organization(committee=ours.committee)
        make_activity(alliance=ours["alliance"], host=host, type=ours["activitytype"])


def more_participations(ours):
    for _ in range(4):
        make_participation(activity=make_activity(alliance=ours["alliance"]))


def more_people(ours):
    for _ in range(4):
        make_officer(make_organization(committee=ours.committee))


def more_reports(ours):
    for _ in range(4):
        make_report(make_activity(alliance=ours["alliance"]))


@pytest.mark.parametrize(
    ("name", "more"),
    [
        ("organization", more_organizations),
        ("seat", more_organizations),
        ("branch", more_branches),
        ("activity", more_activities),
        ("participation", more_participations),
        ("user", more_people),
        ("report", more_reports),
    ],
)
def test_list_asks_the_same_questions_at_any_size(client, staff, ours, name, more):
    url = page(ours[name], "changelist")
    client.get(url)
    with CaptureQueriesContext(
        connection,
    ) as few:
        client.get(url)
    more(ours)
    with CaptureQueriesContext(connection) as many:
        client.get(url)

    assert len(many) == len(few)
    assert len(few) <= 20
