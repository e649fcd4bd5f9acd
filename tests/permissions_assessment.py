"""Schemes, rounds and review meetings for the world of the permission matrix, and who reaches them.

`scheme` is frozen, with a round; `scheme_draft` nobody but the committee knows. `review` is a meeting that votes, at
which `organization` speaks; `review_closed` one that has ended; `review_setup` one that nobody but the committee knows.
"""

from datetime import date, timedelta

from django.core.files.base import ContentFile
from django.utils.timezone import localdate

from assessments.models import Assessment, Round
from assessments.rounds.opening import open_round
from branches.models import Star
from tests.factories import (
    make_branch,
    make_grade,
    make_indicator,
    make_review_meeting,
    make_round,
    make_scheme,
)

STAFF_ONLY = "LYNNNNNNNNN"
STAFF_OF_IT = "LYFFFFFFFNN"
SCHEME_ROWS = (
    ("GET", "scheme-list", "", "LYYYYYYYYYY"),
    ("GET", "scheme-create", "", "LYFFFFFFFYF"),
    ("POST", "scheme-create", "", "LYFFFFFFFYF"),
    ("GET", "scheme-import", "", "LYFFFFFFFYF"),
    ("POST", "scheme-import", "", "LYFFFFFFFYF"),
    ("GET", "scheme-template", "", "LYFFFFFFFYF"),
    ("GET", "scheme-detail", "scheme", "LYYYYYYYYNN"),
    ("GET", "scheme-detail", "scheme_draft", STAFF_ONLY),
    ("GET", "scheme-edit", "scheme_draft", STAFF_ONLY),
    ("POST", "scheme-edit", "scheme_draft", STAFF_ONLY),
    ("POST", "scheme-edit", "scheme", STAFF_OF_IT),
    ("GET", "scheme-copy", "scheme", STAFF_OF_IT),
    ("POST", "scheme-copy", "scheme", STAFF_OF_IT),
    ("GET", "scheme-drop", "scheme_draft", STAFF_ONLY),
    ("POST", "scheme-drop", "scheme_draft", STAFF_ONLY),
    ("POST", "scheme-drop", "scheme", STAFF_OF_IT),
    ("GET", "scheme-export", "scheme", STAFF_OF_IT),
    ("GET", "scheme-trial", "scheme", "LYYYYYYYYNN"),
    ("POST", "scheme-trial", "scheme", "LYYYYYYYYNN"),  # the same page, nothing is kept
    ("GET", "scheme-edit", "scheme", STAFF_OF_IT),
    ("GET", "scheme-drop", "scheme", STAFF_OF_IT),
    ("GET", "scheme-copy", "scheme_draft", STAFF_ONLY),
    ("GET", "scheme-export", "scheme_draft", STAFF_ONLY),
    ("GET", "indicator-create", "scheme", STAFF_OF_IT),
    ("GET", "grade-create", "scheme", STAFF_OF_IT),
    ("GET", "scheme-trial", "scheme_draft", STAFF_ONLY),
    ("GET", "indicator-create", "scheme_draft", STAFF_ONLY),
    ("POST", "indicator-create", "scheme_draft", STAFF_ONLY),
    ("POST", "indicator-create", "scheme", STAFF_OF_IT),
    ("GET", "indicator-edit", "indicator_draft", STAFF_ONLY),
    ("POST", "indicator-edit", "indicator_draft", STAFF_ONLY),
    ("POST", "indicator-edit", "indicator", STAFF_OF_IT),
    ("GET", "indicator-delete", "indicator_draft", STAFF_ONLY),
    ("POST", "indicator-delete", "indicator_draft", STAFF_ONLY),
    ("POST", "indicator-delete", "indicator", STAFF_OF_IT),
    ("POST", "indicator-move", "indicator_draft", STAFF_ONLY),
    ("POST", "indicator-move", "indicator", STAFF_OF_IT),
    ("GET", "grade-create", "scheme_draft", STAFF_ONLY),
    ("POST", "grade-create", "scheme_draft", STAFF_ONLY),
    ("GET", "grade-edit", "grade_draft", STAFF_ONLY),
    ("POST", "grade-edit", "grade_draft", STAFF_ONLY),
    ("POST", "grade-edit", "grade", STAFF_OF_IT),
    ("GET", "grade-delete", "grade_draft", STAFF_ONLY),
    ("POST", "grade-delete", "grade_draft", STAFF_ONLY),
    ("POST", "grade-delete", "grade", STAFF_OF_IT),
    ("GET", "round-open", "scheme_draft", STAFF_ONLY),
    ("POST", "round-open", "scheme_draft", STAFF_ONLY),
    ("POST", "round-open", "scheme", STAFF_OF_IT),
    ("GET", "round-replay", "round_bare", STAFF_OF_IT),
    ("GET", "round-sharing", "round_bare", STAFF_OF_IT),
    ("GET", "round-stars", "round_bare", STAFF_OF_IT),
    ("POST", "round-stars", "round_bare", STAFF_OF_IT),
    ("GET", "star-withdraw", "star", STAFF_OF_IT),
    ("POST", "star-withdraw", "star", STAFF_OF_IT),
)
REVIEW_ROWS = (
    ("GET", "review-list", "", "LYYYYYYYYYY"),
    ("GET", "review-create", "", "LYFFFFFFFYF"),
    ("POST", "review-create", "", "LYFFFFFFFYF"),
    ("GET", "review-detail", "review", "LYYNNYNYNNN"),
    ("GET", "review-detail", "review_setup", STAFF_ONLY),
    ("GET", "review-edit", "review_setup", STAFF_ONLY),
    ("POST", "review-edit", "review_setup", STAFF_ONLY),
    ("POST", "review-edit", "review", "LYFNNFNFNNN"),
    ("POST", "review-open", "review_setup", STAFF_ONLY),
    ("GET", "review-close", "review", "LYFNNFNFNNN"),
    ("POST", "review-close", "review", "LYFNNFNFNNN"),
    ("GET", "review-cancel", "review", "LYFNNFNFNNN"),
    ("POST", "review-cancel", "review", "LYFNNFNFNNN"),
    ("POST", "ballot-codes", "review_group", "LYFNNFNFNNN"),
    ("GET", "paper-count", "review_group", "LYFNNFNFNNN"),
    ("POST", "paper-count", "review_group", "LYFNNFNFNNN"),
    ("POST", "paper-clear", "review_group", "LYFNNFNFNNN"),
    ("GET", "review-results", "review", "LFFNNFNFNNN"),  # nobody, while votes are open
    ("GET", "review-results-export", "review", "LFFNNFNFNNN"),
    ("GET", "review-results", "review_closed", "LYYNNYNFNNN"),
    ("GET", "review-results-export", "review_closed", "LYYNNYNFNNN"),
    ("GET", "vote", "", "Y" * 11),  # by code, without log-in
    ("POST", "vote", "", "Y" * 11),
)

ROUND_ROWS = (
    ("GET", "round-list", "", "LYYYYYYYYYY"),
    ("GET", "round-detail", "round", "LYYYYYYYYNN"),
    ("POST", "round-retake", "round", STAFF_OF_IT),
    ("GET", "round-deadlines", "round", STAFF_OF_IT),
    ("POST", "round-deadlines", "round", STAFF_OF_IT),
    ("POST", "round-compare", "round_shown", STAFF_OF_IT),
    ("POST", "round-compare", "round", "LFFFFFFFFNN"),  # nothing is frozen yet
    ("GET", "round-publicize", "round", STAFF_OF_IT),
    ("POST", "round-publicize", "round", STAFF_OF_IT),
    ("GET", "round-finalize", "round_shown", STAFF_OF_IT),
    ("POST", "round-finalize", "round_shown", STAFF_OF_IT),
    ("GET", "round-cancel", "round", STAFF_OF_IT),
    ("POST", "round-cancel", "round", STAFF_OF_IT),
    ("GET", "round-results", "round", "LNNNNNNNNNN"),  # nobody, before there is a result
    ("GET", "round-results-export", "round", "LNNNNNNNNNN"),
    ("GET", "round-results", "round_shown", "LYYYYYYYYNN"),
    ("GET", "round-results-export", "round_shown", "LYYYYYYYYNN"),
    ("GET", "appeal-list", "round_shown", "LYYYYYYYYNN"),
    ("GET", "appeal-raise", "shown_own", "LFFFNYNFNNN"),
    ("POST", "appeal-raise", "shown_own", "LFFFNYNFNNN"),
    ("GET", "appeal-answer", "appeal", "LYFNNFNNNNN"),
    ("POST", "appeal-answer", "appeal", "LYFNNFNNNNN"),
    ("GET", "passport", "filled", "LYFNNYNNNNN"),  # the unit has it: the 片长单位 does not see it yet
    ("GET", "passport-export", "filled", "LYFNNYNNNNN"),
    ("GET", "passport", "under_review", "LYFYYNNNNNN"),  # of the deputy's unit, the 片长单位 has it
    ("GET", "passport", "shown_own", "LYYYNYNYNNN"),
    ("GET", "passport-export", "shown_own", "LYYYNYNYNNN"),
    ("GET", "assessment-fill", "filled", "LYYNNYNNNNN"),  # who may not write now is led to the passport
    ("GET", "assessment-fill", "under_review", "LYYYYNNNNNN"),
    ("POST", "score-save", "filled-leaf", "LYFNNYNNNNN"),
    ("POST", "score-save", "under_review-leaf", "LYFYFNNNNNN"),
    ("POST", "claim-add", "filled-leaf", "LYFNNYNNNNN"),
    ("POST", "claim-add", "under_review-leaf", "LYFYFNNNNNN"),
    ("POST", "strike-add", "filled-leaf", "LYFNNYNNNNN"),
    ("POST", "strike-add", "under_review-leaf", "LYFYFNNNNNN"),
    ("POST", "claim-remove", "claim", "LYNNNYNNNNN"),
    ("GET", "claim-file", "claim", "LYNNNYNNNNN"),
    ("POST", "strike-remove", "strike", "LYNYNNNNNNN"),  # the unit does not know of it before the 初评 is handed on
    ("POST", "assessment-submit", "filled", "LYFNNYNNNNN"),
    ("POST", "assessment-submit", "under_review", "LYFFYNNNNNN"),
    ("POST", "assessment-pass-on", "under_review", "LYFYFNNNNNN"),
    ("POST", "assessment-settle", "under_review", "LYFFFNNNNNN"),
    ("POST", "assessment-take-back", "under_review", "LYFFYNNNNNN"),
    ("GET", "assessment-return", "under_review", "LYFYFNNNNNN"),
    ("POST", "assessment-return", "under_review", "LYFYFNNNNNN"),
    ("GET", "assessment-exempt", "under_review", "LYFFFNNNNNN"),
    ("POST", "assessment-exempt", "under_review", "LYFFFNNNNNN"),
)


def add_reviews(world):
    committee, staff = world.alliance.committee, world.people["staff"]
    world.review_setup, world.review, world.review_closed = (make_review_meeting(committee=committee) for _ in range(3))
    for meeting in (world.review, world.review_closed):
        meeting.speakers.create(organization=world.organization, order_number=3)
        meeting.open(by=staff)
    world.review_closed.close(by=staff)
    world.review_group = world.review.groups.first()


def add_schemes(world):
    committee = world.alliance.committee
    world.scheme, world.scheme_draft = make_scheme(committee=committee), make_scheme(committee=committee)
    rule = {"kind": "discretionary_range", "low": "0", "high": "100"}
    world.indicator, world.indicator_draft = (
        make_indicator(scheme, rule, name="综合评价", points=100) for scheme in (world.scheme, world.scheme_draft)
    )
    world.grade, world.grade_draft = make_grade(world.scheme), make_grade(world.scheme_draft)
    world.round_bare = make_round(world.scheme)
    branch = make_branch(organization=world.organization)
    decision = {"document_number": "示例〔2026〕1号", "granted_on": date(2026, 3, 1)}
    world.star = Star.objects.create(branch=branch, year=2025, stars=5, **decision)


def add_rounds(world):
    """`filled` is the unit's, `under_review` the deputy's that the 片长单位 has; `shown_own` the unit's in a round that
    is shown, of which everybody sees the own."""
    committee, staff = world.alliance.committee, world.people["staff"]
    today = localdate()
    rule = {"kind": "discretionary_range", "low": "0", "high": "100"}
    rounds = []
    for _ in range(2):
        scheme = make_scheme(committee=committee, period_key=str(today.year))
        make_indicator(scheme, rule, name="综合评价", points=100)
        make_grade(scheme)
        days = (today + timedelta(days=number) for number in (10, 20, 30))
        names = ("self_until", "first_until", "review_until")
        rounds.append(open_round(scheme, by=staff, **dict(zip(names, days, strict=True))))
    world.round, world.round_shown = rounds
    unit, deputy = world.organization, world.people["deputy"].organization
    world.leaf = world.round.scheme.indicators.get()
    world.filled = world.round.assessments.get(organization=unit)
    world.under_review = world.round.assessments.get(organization=deputy)
    Assessment.objects.filter(pk=world.under_review.pk).update(state="first")
    file = ContentFile(b"x", "a.pdf")
    world.claim = world.filled.claims.create(indicator=world.leaf, text="示例", file=file, file_name="a.pdf", by=staff)
    world.strike = world.under_review.strikes.create(
        indicator=world.leaf, stage="first", key="activity:1", reason="示例", by=world.people["lead"]
    )
    world.round_shown.assessments.update(state="reviewed")
    shown = {"state": "publicity", "publicity_since": today, "publicity_until": today}
    Round.objects.filter(pk=world.round_shown.pk).update(**shown)
    world.shown_own = world.round_shown.assessments.get(organization=unit)
    world.appeal = world.shown_own.appeals.create(text="示例", by=world.people["unit"], due_on=today)
