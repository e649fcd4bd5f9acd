"""Schemes, rounds and review meetings for the world of the permission matrix, and who reaches them.

`scheme` is frozen, with a round; `scheme_draft` nobody but the committee knows. `review` is a meeting that votes, at
which `organization` speaks; `review_closed` one that has ended; `review_setup` one that nobody but the committee knows.
"""

from datetime import date

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
