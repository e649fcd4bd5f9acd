"""A round of an alliance with a 片长单位 and two members: one leaf of each kind of filling in."""

from datetime import date, timedelta
from decimal import Decimal

from django.utils import timezone

from assessments.models import Assessment, Fact, Scheme
from assessments.rounds import closing, handing, opening, scores
from assessments.scoring.facts import Facts, Item
from tests.factories import (
    make_alliance,
    make_grade,
    make_indicator,
    make_leader,
    make_member,
    make_officer,
    make_officer_of,
    make_scheme,
    make_seat,
    make_staff,
)

DEDUCT = {"kind": "deduct_per_occurrence", "each": "0.5"}
RANGE = {"kind": "discretionary_range", "low": "0", "high": "10"}
LEVELS = {"kind": "levels", "levels": [{"name": "好", "points": "20"}, {"name": "一般", "points": "10"}]}
TOP = {"kind": "ratio_to_top"}
MEETING = {"kind": "manual_by_meeting", "low": "-5", "high": "5"}
VETO = {"kind": "veto", "effect": "total_zero"}


class Made:
    """`lead`, `one` and `two` are officers; `of[officer]` is the assessment of that officer's unit."""

    def __init__(self, members=2, grades=True, extra=(), **fields):
        self.alliance = make_alliance()
        self.committee = self.alliance.committee
        self.staff = make_staff(self.committee)
        self.lead = make_officer_of(self.alliance, "lead")
        self.deputy = make_officer_of(self.alliance, "deputy")
        self.members = [make_officer_of(self.alliance, "member") for _ in range(members)]
        self.one, self.two = (*self.members, None, None)[:2]
        self.member = make_member(self.one.organization)
        self.leader = make_leader(self.alliance)
        other = make_alliance(committee=self.committee)
        self.outsider = make_officer(make_seat(alliance=other).organization)
        fields = {"full": 100, "shows": Scheme.Shows.PLACES, "shown_to": Scheme.ShownTo.ALL} | fields
        self.scheme = make_scheme(committee=self.committee, period_key=str(timezone.localdate().year - 1), **fields)
        self._indicators(extra)
        if grades:
            make_grade(self.scheme, "优秀", 90, quota=Decimal(40))
            make_grade(self.scheme, "良好", 60)
            make_grade(self.scheme, "一般", None)

    def _indicators(self, extra):
        work = make_indicator(self.scheme, name="组织建设", points=70)
        made = {"parent": work, "scheme": self.scheme}
        self.deduct = make_indicator(name="基础工作", points=40, rule=DEDUCT, **made)
        self.judged = make_indicator(name="综合评价", points=10, rule=RANGE, takes_claims=False, **made)
        self.level = make_indicator(name="民主评价", points=20, rule=LEVELS, **made)
        self.work = work
        self.compared = make_indicator(self.scheme, name="活动数量", points=30, rule=TOP)
        self.meeting = make_indicator(self.scheme, name="会议加减分", points=0, rule=MEETING, is_extra=True)
        for name, rule in extra:
            setattr(self, name, make_indicator(self.scheme, name=name, points=0, rule=rule, is_extra=True))

    def open(self, **days):
        today = timezone.localdate()
        days.setdefault("self_until", today + timedelta(days=10))
        days.setdefault("first_until", today + timedelta(days=20))
        days.setdefault("review_until", today + timedelta(days=30))
        self.round = opening.open_round(self.scheme, by=self.staff, **days)
        return self

    def of(self, officer):
        """The assessment as a page reads it: nothing remembered from before."""
        return Assessment.objects.with_subjects().get(round=self.round, organization=officer.organization)

    def found(self, officer, indicator, *items, **facts):
        """What the sources found: put there by the test."""
        made = tuple(Item(key=key, text=f"记录{key}") for key in items)
        data = Facts(items=made, **facts).as_json()
        Fact.objects.update_or_create(
            assessment=self.of(officer), indicator=indicator, defaults={"data": data, "taken_at": timezone.now()}
        )

    def fill(self, officer, by=None, points="8", level="好"):
        """Everything the unit is asked for."""
        scores.enter(self.of(officer), self.judged, by=by or officer, answer={"points": points}, reason="工作扎实")
        scores.enter(self.of(officer), self.level, by=by or officer, answer={"choice": level})

    def decide(self, officer, points="0"):
        """What the committee is asked for at the review."""
        answer = {"points": points, "decision": "会议纪要〔2026〕3号"}
        scores.enter(self.of(officer), self.meeting, by=self.staff, answer=answer)

    def submit(self, officer, **fields):
        self.fill(officer, **fields)
        handing.submit(self.of(officer), by=officer)

    def review(self, officer, **fields):
        """To 已复核, with the 初评 where there is one."""
        self.submit(officer, **fields)
        if self.of(officer).state == "first":
            handing.pass_on(self.of(officer), by=self.lead)
        self.decide(officer)
        handing.settle(self.of(officer), by=self.staff)

    def review_all(self):
        for officer in (self.lead, self.deputy, *self.members):
            self.review(officer)
        self._others()
        return self

    def _others(self):
        """Units of the other alliance take no part."""
        for unit in self.round.assessments.exclude(state__in=["reviewed", "exempt"]):
            handing.exempt(unit, by=self.staff, reason="本轮不参评")

    def publicize(self):
        closing.publicize(self.round, by=self.staff, day=timezone.localdate())
        return self

    def finalize(self):
        """As if the publicity were over."""
        type(self.round).objects.filter(pk=self.round.pk).update(
            publicity_since=date(2026, 1, 5), publicity_until=timezone.localdate() - timedelta(days=1)
        )
        self.round.refresh_from_db()
        closing.finalize(self.round, by=self.staff, document_number="示例工委〔2026〕9号")
        return self
