"""Schemes, rounds and review meetings for the world of the permission matrix, and who reaches them.

`review` is a meeting that votes, at which `organization` speaks; `review_closed` one that has ended; `review_setup` one
that nobody but the committee knows.
"""

from tests.factories import make_review_meeting

STAFF_ONLY = "LYNNNNNNNNN"
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
