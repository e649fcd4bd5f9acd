from django.db import models
from django.db.models import Count, Exists, OuterRef, Prefetch, Q, Sum


class CommitteeQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self if user.is_superuser else self.filter(pk=user.committee_id)


class OfCommitteeQuerySet(models.QuerySet):
    """Rows that belong to a committee and may be read by all its people."""

    def visible_to(self, user):
        return self if user.is_superuser else self.filter(committee=user.committee_id)


class OrganizationQuerySet(OfCommitteeQuerySet):
    def on(self, day):
        """Those that exist on that day."""
        return self.filter(Q(until=None) | Q(until__gte=day))

    def units(self):
        """The 88: member units without the chambers."""
        return self.filter(category__is_chamber=False)

    def chambers(self):
        return self.filter(category__is_chamber=True)

    def seated_on(self, day):
        """Each with its `standing_seats` of that day: one or none."""
        seats = self.model._meta.get_field("seats").related_model.objects.on(day).select_related("alliance")
        return self.prefetch_related(Prefetch("seats", seats, to_attr="standing_seats"))

    def sums(self):
        """Totals for the foot of a list."""
        return self.order_by().aggregate(
            organizations=Count("pk"), branches=Sum("branch_count"), members=Sum("member_count")
        )

    def seated_in(self, alliance, day):
        return self.filter(seats__in=alliance.seats.on(day))


class OfAllianceQuerySet(models.QuerySet):
    """Rows of an alliance, read by all people of its committee."""

    def visible_to(self, user):
        return self if user.is_superuser else self.filter(alliance__committee=user.committee_id)


class DatedQuerySet(OfAllianceQuerySet):
    """Rows of an alliance that hold from a day to a day, both included."""

    def on(self, day):
        return self.filter(Q(until=None) | Q(until__gte=day), since__lte=day)

    def between(self, since, until):
        """Those that hold on any of these days; until None is for ever."""
        rows = self.filter(Q(until=None) | Q(until__gte=since))
        return rows if until is None else rows.filter(since__lte=until)


class SeatQuerySet(DatedQuerySet):
    def of(self, user):
        return self.filter(organization=user.organization_id)

    def leading(self):
        return self.filter(role="lead")

    def at_the_head(self):
        """片长 and 副片长: those who plan."""
        return self.filter(role__in=["lead", "deputy"])

    def clashing(self):
        """Seats that no database should hold: the organization has another on that day, or the alliance another lead.

        Of two seats that share days the later one begins on a day of the earlier one, so one direction is enough.
        """
        earlier = self.model.objects.on(OuterRef("since")).exclude(pk=OuterRef("pk"))
        twice = Exists(earlier.filter(organization=OuterRef("organization")))
        two_leads = Exists(earlier.filter(alliance=OuterRef("alliance"), role="lead"))
        return self.filter(twice | Q(two_leads, role="lead"))

    def in_official_order(self):
        """片长, 副片长, 成员, 商（协）会; inside each the order of the city."""
        rank = models.Case(
            *(models.When(role=role, then=place) for place, role in enumerate(["lead", "deputy", "member", "chamber"]))
        )
        return self.order_by("alliance__order_number", rank, "organization__order_number", "pk")


class AllianceQuerySet(OfCommitteeQuerySet):
    def on(self, day):
        return self.filter(Q(until=None) | Q(until__gte=day), since__lte=day)
