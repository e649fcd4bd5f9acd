"""Every page of set-up and running asks at most twelve times, and as often for many rows as for few."""

from functools import cache, partial

import pytest
from django.urls import reverse

from assessments import lots
from assessments.models import Contest
from tests.factories import (
    make_alliance,
    make_award,
    make_branch,
    make_brand,
    make_contest,
    make_entry,
    make_judge,
    make_leader,
    make_level,
    make_member,
    make_officer_of,
    make_seat,
    make_staff,
    make_stage,
)

pytestmark = [pytest.mark.django_db, pytest.mark.once]
MOST = 12
PEOPLE = ("staff", "lead", "officer", "member", "leader", "judge")


class House:
    """An alliance with somebody in each role, and a contest with `many` of everything."""

    def __init__(self, many, state):
        alliance = make_alliance()
        self.committee = alliance.committee
        lead = make_officer_of(alliance)
        officer = make_officer_of(alliance, "member")
        self.contest = make_contest(committee=self.committee)
        self.stages = [make_stage(self.contest, name=f"阶段{n}", weight=0, time_limit=480) for n in range(many)]
        self.stage = make_stage(self.contest, name="决赛", time_limit=480)
        self.judges = [make_judge(self.contest) for _ in range(many)]
        self.people = {
            "staff": make_staff(self.committee),
            "lead": lead,
            "officer": officer,
            "member": make_member(officer.organization),
            "leader": make_leader(alliance),
            "judge": self.judges[0].user,
        }
        for number in range(many):
            make_award(self.contest, f"奖{number}")
            make_level(self.committee, f"等次{number}")
            make_contest(committee=self.committee)
            self.contest.tie_breakers.create(kind="stage", stage=self.stages[number], order_number=number)
            unit = make_seat(alliance=alliance).organization
            for of, state_of in (
                (unit, "accepted"),
                (lead.organization, "entered"),
                (officer.organization, "accepted"),
            ):
                brand = make_brand(organization=of) if of is unit else make_brand(branch=make_branch(organization=of))
                make_entry(self.contest, brand, state=state_of, alliance=alliance)
            self.contest.record("示例", by=self.people["staff"])
        make_brand(branch=make_branch(organization=officer.organization))
        Contest.objects.filter(pk=self.contest.pk).update(state=state)
        self.contest.refresh_from_db()

    @property
    def running(self):
        """The last stage, open."""
        staff = self.people["staff"]
        self.contest.stages.exclude(pk=self.stage.pk).update(state="locked")
        self.stage.admit(self.contest.entries.taking_part())
        lots.draw(self.stage, "x", by=staff)
        self.stage.open(by=staff)
        return self.stage


def of(name, *args):
    return lambda house: reverse(name, args=[house.contest.pk, *args])


EVERYBODY, STAFF = set(PEOPLE), {"staff"}
PAGES = {  # the contest's state, the address, who may open it
    "list": ("entries", lambda house: reverse("contest-list"), EVERYBODY),
    "new": ("entries", lambda house: reverse("contest-create"), STAFF),
    "detail in set-up": ("setup", of("contest-detail"), STAFF),
    "detail in entries": ("entries", of("contest-detail"), EVERYBODY),
    "detail in judging": ("judging", of("contest-detail"), EVERYBODY),
    "detail awarded": ("awarded", of("contest-detail"), EVERYBODY),
    "set-up": ("setup", of("contest-setup"), STAFF),
    "stage": ("setup", of("stage-edit", 1), STAFF),
    "new stage": ("setup", of("stage-create"), STAFF),
    "awards": ("setup", of("contest-awards"), STAFF),
    "judges": ("entries", of("contest-judges"), STAFF),
    "entries": ("entries", of("contest-entries"), STAFF),
    "export": ("entries", of("contest-entries-export"), STAFF),
    "enter": ("entries", of("contest-enter"), {"staff", "lead", "officer"}),
    "entry": (
        "judging",
        lambda house: house.contest.entries.filter(state="accepted").last().get_absolute_url(),
        {"staff", "lead", "officer", "leader", "judge"},
    ),
    "stage not begun": ("judging", lambda house: house.stage.get_absolute_url(), STAFF),
    "stage in judging": ("judging", lambda house: house.running.get_absolute_url(), STAFF),
    "lot": ("judging", lambda house: reverse("stage-draw", args=[house.stage.pk]), STAFF),
    "home": ("judging", lambda house: house.running and reverse("home"), EVERYBODY),
    "home in entries": ("entries", lambda house: reverse("home"), EVERYBODY),
}


@pytest.fixture(scope="session")
def built(snapshot):
    """built("entries"): a house with few rows and one with many, their contests in this state."""

    def build(state):
        return [(many, House(many, Contest.State(state))) for many in (1, 4)]

    return cache(lambda state: snapshot(f"contests {state}", partial(build, state)))


@pytest.mark.parametrize("page", PAGES)
def test_page_asks_at_most_twelve_times_and_as_often_for_many_rows(
    client, built, media, page, django_assert_max_num_queries
):
    state, url_for, may_open = PAGES[page]
    asked = {}
    for many, house in built(state).restore():
        url = url_for(house)
        for who, user in house.people.items():
            client.force_login(user)
            with django_assert_max_num_queries(MOST, info=f"{who}, {many}") as queries:
                status = client.get(url).status_code
            assert (who, status == 200) == (who, who in may_open)
            asked.setdefault(who, []).append(len(queries))

    assert {who: few for who, (few, _) in asked.items()} == {who: more for who, (_, more) in asked.items()}
