"""Who sees what of a review meeting: staff all of their own, its speakers' officers those they speak at."""

from django.db import models
from django.db.models import Q

from alliances.permissions import is_committee


class ReviewMeetingQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The committee all of its own; leaders once it is announced; officers and members of a unit that reports once
        the votes are counted."""
        if user.is_superuser:
            return self
        own = self.filter(committee=user.committee_id)
        if is_committee(user):
            return own
        if user.is_leader:
            return own.filter(state__in=["open", "closed"])
        speaks = self.model._meta.apps.get_model("assessments", "Speaker").objects.filter(
            organization=user.organization_id
        )
        return own.filter(Q(pk__in=speaks.values("meeting")), state__in=["open", "closed"])


class OfReviewMeetingQuerySet(models.QuerySet):
    def visible_to(self, user):
        meetings = self.model._meta.apps.get_model("assessments", "ReviewMeeting").objects.visible_to(user)
        return self.filter(meeting__in=meetings)


class StaffCountsQuerySet(models.QuerySet):
    """Codes and counts: nobody reads them but through reviews/, which knows what may be said."""

    def visible_to(self, user):
        return self.none()
