"""Judges at their pages: what the tests of this folder see and press."""

from django.test import Client
from django.urls import reverse

from assessments.models import Sheet
from tests.factories import make_open_stage, make_staff


class Panel:
    """An open stage; `judges` by seat, `entries` by the order of the lot."""

    def __init__(self, **fields):
        self.stage = make_open_stage(**fields)
        self.contest = self.stage.contest
        self.judges = list(self.contest.judges.select_related("user").order_by("order_number"))
        self.turns = list(self.stage.turns.select_related("entry__version").order_by("order_number"))
        self.entries = [turn.entry for turn in self.turns]
        self.criteria = list(self.stage.criteria.order_by("order_number", "pk"))
        self.staff = make_staff(self.contest.committee)

    def sheet(self, judge=0, entry=0):
        return Sheet.objects.get(judge=self.judges[judge], turn=self.turns[entry])

    def client(self, judge=0):
        return client_of(self.judges[judge].user)

    def save(self, client, value, criterion=0, sheet=None, seen="", **fields):
        """One mark as marks.js sends it."""
        sheet = sheet or self.sheet()
        data = {"criterion": self.criteria[criterion].pk, "value": value, "seen": seen, **fields}
        return client.post(reverse("mark-save", args=[sheet.pk]), data)

    def marks(self, sheet=None):
        """Each mark as text, in the order of the criteria."""
        marks = (sheet or self.sheet()).marks.order_by("criterion__order_number", "criterion")
        return [f"{mark.value.normalize():f}" for mark in marks]


def client_of(user):
    client = Client()
    client.force_login(user)
    return client


def words(response):
    """The page's text without its tags."""
    return " ".join(response.content.decode().split())
