"""What the frame around every page shows: whose portal it is, what is unread, what waits, where we are."""

from collections import Counter
from functools import cached_property

from django.conf import settings
from django.utils import timezone

from alliances.models import Committee
from branches.terms.permissions import can_list
from desk import counting, todo
from notices.models import Notice

SECTIONS = {
    "": "home",
    "calendar": "calendar",
    "activities": "activities",
    "duties": "duties",
    "tasks": "duties",
    "prompts": "activities",
    "alliances": "alliances",
    "organizations": "alliances",
    "branches": "branches",
    "terms": "terms",
    "brands": "brands",
    "contests": "brands",
    "assessments": "assessments",
    "letters": "letters",
    "statistics": "statistics",
    "reports": "statistics",
    "feedback": "feedback",
    "inbox": "inbox",
    "account": "account",
    "system": "system",
    "audit": "audit",
}
TABS = ("mine", "done")  # of the home page, besides what waits
MANY = 99  # more unread than anybody counts


class Frame:
    """Read by templates/base.html; each figure is asked for only when a page shows it."""

    def __init__(self, request):
        self.request = request
        self.user = getattr(request, "user", None)

    @property
    def section(self):
        return SECTIONS.get(self.request.path.split("/")[1])

    @cached_property
    def committee_name(self):
        if self._signed_in and self.user.committee_id:
            return self.user.committee.name
        if self.user is None:  # refused before anybody was asked for: nothing is read for a foreign host
            return ""
        names = Committee.objects.values_list("name", flat=True)[:2]
        return names[0] if len(names) == 1 else ""

    @cached_property
    def news(self):
        """The unread notices, newest first, for the home page."""
        return list(Notice.objects.visible_to(self.user).unread()[:MANY]) if self._signed_in else []

    @cached_property
    def items(self):
        return todo.items_for(self.user, timezone.localdate())

    @property
    def todo(self):
        return len(self.items) if self._lists_all else self._counted["todo"]

    @cached_property
    def _counted(self):
        """How much is unread and how much waits, by one query, for the pages that list neither."""
        return counting.counted(self.user) if self._signed_in else Counter()

    @property
    def hides_terms(self):
        """The lists of terms are not for members and judges; they read their own unit's on its page."""
        return self._signed_in and not can_list(self.user)

    @property
    def sample(self):
        return settings.SAMPLE_DATA

    @property
    def unread(self):
        return len(self.news) if self._is_home else min(self._counted["unread"], MANY)

    @property
    def _is_home(self):
        return self._signed_in and self.section == "home"

    @property
    def tab(self):
        """Which tab of the home page is asked for, "" for the first; who takes no steps has only that one."""
        asked = self.request.GET.get("tab")
        return asked if self._is_home and asked in TABS and has_tabs(self.user) else ""

    @property
    def _lists_all(self):
        """The first tab of the home page lists what waits; the others list other things and only count it."""
        return self._is_home and not self.tab

    @property
    def _signed_in(self):
        return self.user is not None and self.user.is_authenticated


def has_tabs(user):
    return user.is_staff or user.is_officer


def frame(request):
    return {"frame": Frame(request)}
