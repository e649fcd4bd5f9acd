"""The fullest pages ask the database at most twelve times, whoever opens them, and no more often for six rows than for
one."""

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils.timezone import localdate

from activities.models import Activity, ActivityForm, Attachment, Base, Outcome, Picture, SignUp
from tests.factories import (
    make_activity,
    make_alliance,
    make_duty,
    make_held_activity,
    make_leader,
    make_measure,
    make_member,
    make_officer_of,
    make_participation,
    make_report,
    make_seat,
    make_signup,
    make_staff,
    make_type,
)

pytestmark = [pytest.mark.django_db, pytest.mark.once]
State = Activity.State
MOST = 12


class House:
    """An alliance with somebody in each role, and `many` of everything else a committee has."""

    def __init__(self, many):
        self.many = many
        self.alliance = make_alliance()
        self.committee = self.alliance.committee
        host = make_officer_of(self.alliance, "member")
        self.people = {
            "staff": make_staff(self.committee),
            "lead": make_officer_of(self.alliance),
            "deputy": make_officer_of(self.alliance, "deputy"),
            "officer": host,
            "member": make_member(host.organization),
            "leader": make_leader(self.alliance),
        }
        self.partners = [make_alliance(committee=self.committee) for _ in range(many)]
        self.forms = [ActivityForm.objects.create(committee=self.committee, name=f"形式{n}") for n in range(many)]
        self.bases = [Base.objects.create(committee=self.committee, name=f"示例基地{n}") for n in range(many)]
        self.measures = [make_measure(self.committee, f"指标{n}") for n in range(many)]
        make_duty(self.committee, year=localdate().year)
        for number, partner in enumerate(self.partners):
            make_seat(alliance=self.alliance)
            make_seat(alliance=partner, role="lead")
            make_leader(self.alliance)
            make_duty(self.committee, year=localdate().year, type=make_type(self.committee, f"类型{number}"))

    def planned(self, state):
        return self._filled(make_activity, state)

    def reported(self, state):
        activity = self._filled(make_held_activity, state)
        report = make_report(activity, head_count=6)
        for measure in self.measures:
            Outcome.objects.create(report=report, measure=measure, value=7)
            Picture.objects.create(report=report, image=ContentFile(b"", "picture.jpg"), width=4, height=3)
            Attachment.objects.create(report=report, file=ContentFile(b"", "list.pdf"), name="list.pdf", size=1)
        return activity

    def _filled(self, make, state):
        """With everything that can hang on an activity, and others on the same day."""
        host, day = self.people["officer"], {"base": self.bases[0], "signup_open": True, "signup_limit": self.many}
        activity = make(alliance=self.alliance, host=host.organization, state=state, **day)
        activity.partners.set(self.partners)
        activity.forms.set(self.forms)
        make_participation(activity=activity, organization=host.organization)
        for partner in self.partners:
            invited = make_participation(activity=activity, answer="attending", present_count=5)
            make_participation(activity=activity, organization=make_seat(alliance=partner).organization)
            make_signup(activity, make_member(invited.organization))
            make_signup(activity, state=SignUp.State.WAITING)
            other = make_activity(alliance=self.alliance, state=State.PUBLISHED, starts_at=activity.starts_at)
            make_participation(activity=other, organization=invited.organization)
            for verb in ("return", "report", "return_report"):
                activity.record(verb, by=self.people["staff"], reason="请改")
        return activity


def new(house, **query):
    return reverse("activity-create", query={"alliance": house.alliance.pk, **query})


def page_of(name, activity):
    return reverse(name, args=[activity.pk])


def of_the_alliance(house, url):
    house.planned(State.PUBLISHED)
    house.reported(State.ACCEPTED)
    return url


WORKERS = {"staff", "lead", "deputy", "officer"}
EVERYBODY = {*WORKERS, "member", "leader"}
PAGES = {  # how it is reached, and who may open it
    "new": (lambda house: new(house, date=localdate()), WORKERS),
    "copy": (lambda house: new(house, copy=house.reported(State.ACCEPTED).pk), WORKERS),
    "submitted": (lambda house: page_of("activity-detail", house.planned(State.SUBMITTED)), EVERYBODY - {"member"}),
    "published": (lambda house: page_of("activity-detail", house.planned(State.PUBLISHED)), EVERYBODY),
    "reported": (lambda house: page_of("activity-detail", house.reported(State.REPORTED)), EVERYBODY),
    "accepted": (lambda house: page_of("activity-detail", house.reported(State.ACCEPTED)), EVERYBODY),
    "edit draft": (lambda house: page_of("activity-edit", house.planned(State.DRAFT)), WORKERS),
    "edit returned": (lambda house: page_of("activity-edit", house.planned(State.RETURNED)), WORKERS),
    "edit published": (lambda house: page_of("activity-edit", house.planned(State.PUBLISHED)), WORKERS),
    "report": (lambda house: page_of("report-edit", house.reported(State.PUBLISHED)), WORKERS),
    "report returned": (lambda house: page_of("report-edit", house.reported(State.REPORT_RETURNED)), WORKERS),
    "roll call": (lambda house: page_of("roll-call", house.reported(State.PUBLISHED)), WORKERS),
    "alliance": (lambda house: of_the_alliance(house, house.alliance.get_absolute_url()), EVERYBODY),
    "duties": (lambda house: of_the_alliance(house, reverse("duty-matrix")), EVERYBODY),
}


@pytest.mark.parametrize("page", PAGES)
def test_page_asks_at_most_twelve_times_and_as_often_for_many_rows(client, page, media, django_assert_max_num_queries):
    url_for, may_open = PAGES[page]
    asked = {}
    for many in (1, 6):
        house = House(many)
        url = url_for(house)
        for who, user in house.people.items():
            client.force_login(user)
            with django_assert_max_num_queries(MOST, info=f"{who}, {many}") as queries:
                status = client.get(url).status_code
            assert (who, status == 200) == (who, who in may_open)
            asked.setdefault(who, []).append(len(queries))

    assert {who: few for who, (few, _) in asked.items()} == {who: more for who, (_, more) in asked.items()}
