"""Two hundred people who are signed in, from all committees, and the pages they click."""

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from benchmarks.growth import measured_month
from benchmarks.requesting import session_of

# Of ten people: so many of each kind. Whoever clicks, clicks mostly there.
SHARES = ((User.Post.STAFF, 1), (User.Post.OFFICER, 5), (User.Post.MEMBER, 4))
PAGES = (
    "home",
    "calendar-month",
    "activity-list",
    "inbox",
    "alliance-list",
    "duty-matrix",
    "calendar-agenda",
    "brand-list",
)


def sessions(many):
    """{"cookies": one for each person, "paths"}; nobody who would first be sent to choose a password."""
    people = []
    for post, share in SHARES:
        rows = User.objects.active().filter(post=post, must_change_password=False).exclude(committee=None)
        every = max(rows.count() // (many * share // 10), 1)
        people += [rows[index] for index in range(0, rows.count(), every)][: many * share // 10]
    month = measured_month(timezone.localdate()).key
    return {
        "cookies": [f"{settings.SESSION_COOKIE_NAME}={session_of(person)}" for person in people],
        "paths": [f"{reverse(name)}?month={month}" if "calendar" in name else reverse(name) for name in PAGES],
    }
