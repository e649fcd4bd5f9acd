"""People and words that the tests of the pages of brands share."""

from django.urls import reverse

from branches import brands
from tests.factories import (
    make_alliance,
    make_branch,
    make_leader,
    make_member,
    make_officer_of,
    make_staff,
)

WORDS = {
    "name": "税润新安",
    "slogan": "",
    "business": "纳税服务",
    "meaning": "润物无声。",
    "practice": "上门。",
    "results": "",
}


class House:
    """An alliance with its lead, a member unit with two branches, and the committee."""

    def __init__(self):
        self.alliance = make_alliance()
        self.committee = self.alliance.committee
        self.lead = make_officer_of(self.alliance)
        self.officer = make_officer_of(self.alliance, "member")
        self.other = make_officer_of(self.alliance, "member")
        self.unit = self.officer.organization
        self.member = make_member(self.unit)
        self.leader = make_leader(self.alliance)
        self.staff = make_staff(self.committee)
        self.branch = make_branch(organization=self.unit)


def draft_of(house, **words):
    version = brands.start(house.branch, house.officer)
    if words:
        version.edit(by=house.officer, revision=version.revision, **words)
    return version


def edit_url(version):
    return reverse("brand-edit", args=[version.brand_id])


def sent(version, **changes):
    return WORDS | {"version": version.revision, "new_captions": ""} | changes


def texts(response):
    return [str(message) for message in response.context["messages"]]
