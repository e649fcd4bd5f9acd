"""The people and addresses that the tests of the pages of letters share."""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from tests.factories import (
    make_alliance,
    make_leader,
    make_letter,
    make_member,
    make_officer_of,
    make_staff,
)

PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


class Office:
    """An alliance with two units and their officers, staff, a leader, a member."""

    def __init__(self):
        self.alliance = make_alliance()
        self.committee = self.alliance.committee
        self.staff = make_staff(self.committee)
        self.leader = make_leader(self.alliance)
        self.officer = make_officer_of(self.alliance, "member")
        self.neighbour = make_officer_of(self.alliance, "member")
        self.unit, self.next_unit = self.officer.organization, self.neighbour.organization
        self.member = make_member(self.unit)

    def letter(self, *units, **fields):
        return make_letter(list(units) or [self.unit], created_by=self.staff, **fields)

    def overdue(self, **fields):
        return self.letter(state="issued", issued_on=timezone.localdate() - timedelta(days=40), **fields)

    def form(self, **changed):
        """What the form of a letter sends."""
        sent = {
            "title": "关于示例事项的通知",
            "form": "head",
            "body": "一、要求\n请按期办理。",
            "units": [self.unit.pk],
            "reply_workdays": "",
        }
        return sent | changed


def page(client, user, name, /, *args, **query):
    client.force_login(user)
    return client.get(reverse(name, args=args), query)


def send(client, user, name, /, *args, **data):
    client.force_login(user)
    return client.post(reverse(name, args=args), data)


def said(response):
    """The messages the next page shows."""
    return [str(message) for message in response.wsgi_request._messages]
