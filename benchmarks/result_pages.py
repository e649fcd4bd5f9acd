"""The pages of a concluded contest at two sizes, for staff and for an officer; the results page against its floor."""

from functools import partial

from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from assessments.results import locking, publicity
from benchmarks.contest_data import create_contest
from benchmarks.contests import CRITERIA, ENTRIES, JUDGES
from benchmarks.pages import PEOPLE, page_found
from benchmarks.requesting import Browser, medians

SIZES = ((48, 9), (ENTRIES, JUDGES))  # entries, judges; of a usual contest, and of the largest


def measure():
    """Of each size {"entries", "judges", "criteria", "floor", "page": ms, "pages": {name: {"queries", "ms", "kb"}}}."""
    browsers = {name: Browser(User.objects.get(username=name)) for name in PEOPLE}
    return [_of_size(entries, judges, browsers) for entries, judges in SIZES]


def _of_size(entries, judges, browsers):
    contest, stage = create_contest(entries, judges, CRITERIA, marked=True)
    pages = {name: page_found(path, browsers) for name, path in _before_locking(contest, stage).items()}
    _conclude(contest, stage)
    pages |= {name: page_found(path, browsers) for name, path in _afterwards(contest, stage).items()}
    floor = reverse("results-floor", args=[contest.results.get(stage=None).pk])
    floor_ms, page_ms = medians(
        partial(Browser().get, floor), partial(browsers["staff"].get, reverse("contest-results", args=[contest.pk]))
    )
    sizes = {"entries": entries, "judges": judges, "criteria": CRITERIA}
    return {**sizes, "floor": floor_ms, "page": page_ms, "pages": pages}


def _conclude(contest, stage):
    """As staff would do it."""
    staff = User.objects.get(username="staff")
    locking.lock(stage, by=staff)
    locking.conclude(contest, by=staff)
    publicity.publicize(contest, by=staff, day=timezone.localdate())


def _before_locking(contest, stage):
    """What is computed anew for each request. All turns are revealed, so that the hall's page shows every total."""
    stage.turns.update(revealed_at=timezone.now())
    return {
        "stage, closed": reverse("stage-detail", args=[stage.pk]),
        "lock a stage": reverse("stage-lock", args=[stage.pk]),
        "severity, closed": reverse("contest-severity", args=[contest.pk]),
        "hall's page, closed": reverse("stage-live", args=[stage.pk]),
    }


def _afterwards(contest, stage):
    entry = contest.entries.order_by("pk").first()
    return {
        "results": reverse("contest-results", args=[contest.pk]),
        "passport of an entry": reverse("result-passport", args=[contest.pk, entry.pk]),
        "severity, concluded": reverse("contest-severity", args=[contest.pk]),
        "stage, locked": reverse("stage-detail", args=[stage.pk]),
        "hall's page, locked": reverse("stage-live", args=[stage.pk]),
        "objections": reverse("objection-list", args=[contest.pk]),
    }
