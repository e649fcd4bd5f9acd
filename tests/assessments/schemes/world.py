"""What the tests of the pages share: forms as a browser posts them, and a committee with somebody in each role."""

from django.urls import reverse

from tests.factories import (
    make_alliance,
    make_grade,
    make_indicator,
    make_leader,
    make_member,
    make_officer,
    make_officer_of,
    make_organization,
    make_round,
    make_scheme,
    make_staff,
)

DEDUCT = {"kind": "deduct_per_occurrence", "each": "5"}


def basics(**changed):
    return {
        "title": "示例考核办法",
        "audience": "organization",
        "period_key": "2026",
        "basis_title": "关于印发考核办法的通知",
        "basis_number": "示例〔2026〕1号",
        "valid_until": "",
        "full": "100",
        "decimals": "2",
        "first_review": "lead",
        "sharing": "full",
        "midway": "period",
        "midway_days": "",
        "quota_tie": "extend",
        "shows": "grades",
        "shown_to": "own",
        "publicity_days": "5",
        "appeal_days": "5",
        **changed,
    }


def indicator_form(**changed):
    return {
        "name": "参加联合活动",
        "parent": "",
        "points": "40",
        "weight": "100",
        "cap": "",
        "floor": "",
        "standard": "无故缺席每次扣5分",
        "takes_claims": "on",
        "rule-kind": "deduct_per_occurrence",
        "rule-shown": "deduct_per_occurrence",
        "rule-p_each": "5",
        "rule-p_unit": "次",
        "rule-p_base": "full",
        "rule-p_end": "empty",
        "source-key": "attendance",
        "source-shown": "attendance",
        "source-p_count": "missed",
        **changed,
    }


class World:
    """A draft and a frozen scheme of one committee, with somebody in each role, and somebody of another."""

    def __init__(self):
        self.alliance = make_alliance()
        committee = self.alliance.committee
        self.draft = make_scheme(committee=committee)
        self.leaf = make_indicator(self.draft, DEDUCT, name="出勤", points=100, source="attendance")
        self.grade = make_grade(self.draft)
        self.frozen = make_round(make_scheme(committee=committee)).scheme
        self.frozen_leaf = make_indicator(self.frozen, DEDUCT, name="出勤", points=100)
        self.frozen_grade = make_grade(self.frozen)
        officer = make_officer(make_organization(committee=committee))
        self.people = {
            "staff": make_staff(committee),
            "officer": officer,
            "lead": make_officer_of(self.alliance),
            "leader": make_leader(self.alliance),
            "member": make_member(officer.organization),
            "stranger": make_staff(),
        }

    def pages(self, scheme, leaf, grade):
        """(method, address) of all that changes a scheme."""
        of_scheme = ("scheme-edit", "scheme-copy", "scheme-drop", "scheme-export", "indicator-create", "grade-create")
        yield from (("get", reverse(name, args=[scheme.pk])) for name in of_scheme)
        yield from (("post", reverse(name, args=[scheme.pk])) for name in of_scheme if name != "scheme-export")
        for name in ("indicator-edit", "indicator-delete"):
            yield from ((method, reverse(name, args=[leaf.pk])) for method in ("get", "post"))
        yield "post", reverse("indicator-move", args=[leaf.pk])
        for name in ("grade-edit", "grade-delete"):
            yield from ((method, reverse(name, args=[grade.pk])) for method in ("get", "post"))
