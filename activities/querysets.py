from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from alliances.permissions import is_committee
from alliances.standing import standing


class OfCommitteeQuerySet(models.QuerySet):
    """Lists of words a committee keeps: types, forms, measures, bases."""

    def visible_to(self, user):
        return self if user.is_superuser else self.filter(committee=user.committee_id)

    def in_use(self):
        return self.filter(is_active=True)


class OfActivityQuerySet(models.QuerySet):
    """Rows under an activity, seen by those who see the activity."""

    through = "activity"

    def visible_to(self, user):
        activities = self.model._meta.apps.get_model("activities", "Activity").objects.visible_to(user)
        return self.filter(**{f"{self.through}__in": activities})


class ReportQuerySet(OfActivityQuerySet):
    """A report and what hangs on it, seen by those who may read the report, not by all who see the activity."""

    def visible_to(self, user):
        activities = self.model._meta.apps.get_model("activities", "Activity").objects.with_report_open_to(user)
        return self.filter(**{f"{self.through}__in": activities})


class OfReportQuerySet(ReportQuerySet):
    through = "report__activity"


class ActivityQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The committee sees all of its own; the heads of an alliance and the host their plans too; a liaison what was
        submitted in the alliances guided; everybody of the committee what is published."""
        if user.is_superuser:
            return self
        own = self.filter(committee=user.committee_id)
        if is_committee(user):
            return own
        published = Q(state__in=self.model.PUBLIC)
        if user.is_officer:
            return own.filter(published | Q(alliance__in=standing(user).heads) | Q(host=user.organization_id))
        if user.is_leader:
            return own.filter(published | Q(alliance__in=standing(user).guides) & ~Q(state=self.model.State.DRAFT))
        return own.filter(published)

    def published_to(self, user):
        """The part of visible_to that needs no look at the person's seats: feeds are asked for day and night."""
        return self.filter(committee=user.committee_id).published()

    def with_report_open_to(self, user):
        """Those whose report the person may read: everybody once it is accepted; before that the committee, the
        liaison, and the officers of the host and of the alliances that hold it."""
        seen = self.visible_to(user)
        if is_committee(user):
            return seen
        place = standing(user)
        concerned = Q(alliance__in=place.guides)
        if user.is_officer:
            joined = self.model.partners.through.objects.filter(alliance__in=place.takes_part)
            concerned |= Q(host=user.organization_id) | Q(alliance__in=place.takes_part)
            concerned |= Q(pk__in=joined.values("activity"))
        return seen.filter(concerned | Q(state=self.model.State.ACCEPTED))

    def with_report_for(self, user):
        """Each with its `summary`, and with `may_read_report` for this person."""
        open_to = self.model.objects.with_report_open_to(user).filter(pk=OuterRef("pk"))
        return self.select_related("summary").annotate(may_read_report=Exists(open_to))

    def of_alliance(self, alliance):
        """Led by the alliance or held together with it."""
        joined = self.model.partners.through.objects.filter(alliance=alliance)
        return self.filter(Q(alliance=alliance) | Q(pk__in=joined.values("activity")))

    def between(self, first_day, last_day):
        """Those that touch the days, also when they began before the first or end after the last."""
        begin = timezone.make_aware(timezone.datetime.combine(first_day, timezone.datetime.min.time()))
        end = timezone.make_aware(timezone.datetime.combine(last_day, timezone.datetime.max.time()))
        return self.ending_after(begin).filter(starts_at__lte=end)

    def ending_after(self, moment):
        """Those not over before that moment. None lasts longer than a year, so the index on the start need not be read
        from its beginning, however old the portal is."""
        return self.filter(ends_at__gte=moment, starts_at__gte=moment - self.model.LONGEST)

    def starting_in(self, period):
        """Those that belong to a quarter or year: by the day they begin, so that none counts twice."""
        begin = timezone.make_aware(timezone.datetime.combine(period.first_day, timezone.datetime.min.time()))
        end = timezone.make_aware(timezone.datetime.combine(period.last_day, timezone.datetime.max.time()))
        return self.filter(starts_at__range=(begin, end))

    def published(self):
        return self.filter(state__in=self.model.PUBLIC)

    def counted(self):
        """办结: those that count in duties and statistics."""
        return self.filter(state=self.model.State.ACCEPTED)

    def reported(self):
        """Reported to the committee, whether already accepted or not: nobody is reminded of them any more."""
        return self.filter(state__in=[self.model.State.REPORTED, self.model.State.ACCEPTED])

    def with_names(self):
        """What a list needs to name an activity without another query."""
        return self.select_related("type", "alliance", "host", "base").prefetch_related("partners")
