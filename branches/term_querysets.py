"""Which terms of office, and who sees them."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from alliances.models import Seat
from alliances.standing import standing
from branches.terms.dates import add_months

MONTHS_AHEAD = 6  # from when on a term counts as due (rules: TERM-5)


class OfTermQuerySet(models.QuerySet):
    """Rows of a committee that its people may read."""

    def visible_to(self, user):
        return self if user.is_superuser else self.filter(committee=user.committee_id)

    def in_use(self):
        return self.filter(is_active=True)


class SeenByUnitQuerySet(models.QuerySet):
    """The committee and its leaders see all, a unit its own, and who heads an alliance those of its units."""

    def visible_to(self, user):
        if user.is_superuser:
            return self
        rows = self.filter(committee=user.committee_id)
        if user.is_staff or user.is_leader:
            return rows
        if not user.is_officer_or_member or user.organization_id is None:
            return rows.none()
        seen = Q(organization=user.organization_id)
        if heads := standing(user).heads:
            seats = Seat.objects.on(timezone.localdate()).filter(alliance__in=heads)
            seen |= Q(organization__in=seats.values("organization"))
        return rows.filter(seen)


class TermQuerySet(SeenByUnitQuerySet):
    @staticmethod
    def window(day):
        return add_months(day, MONTHS_AHEAD)

    def current(self):
        return self.filter(closed_on=None)

    def standing(self, day):
        """Of organizations and branches that exist on the day: without the few that ended, which asks less than a look
        at each."""
        organizations, branches = (
            self.model._meta.get_field(name).related_model for name in ("organization", "branch")
        )
        ended = organizations.objects.filter(until__lt=day).values("pk")
        return self.exclude(organization__in=ended).exclude(
            branch__in=branches.objects.filter(until__lt=day).values("pk")
        )

    def due_by(self, day):
        return self.current().filter(due_on__lte=day)

    def overdue(self, day):
        return self.current().filter(due_on__lt=day)

    def unknown(self):
        return self.current().filter(due_on=None)

    def with_names(self):
        return self.select_related("organization", "branch")

    def in_alliance(self, alliance, day):
        seats = Seat.objects.on(day).filter(alliance=alliance)
        return self.filter(organization__in=seats.values("organization"))

    def without_alliance(self, day):
        return self.exclude(organization__in=Seat.objects.on(day).values("organization"))

    def owed_in(self, since, until):
        """应换届: those that were due by the end of the period and not yet renewed when it began."""
        return self.filter(Q(closed_on=None) | Q(closed_on__gte=since), due_on__lte=until)

    def renewed_in(self, since, until):
        """已换届: of those that were due, the ones whose next term began in the period."""
        return self.filter(closed_on__gte=since, closed_on__lte=until, due_on__lte=until)

    def early_in(self, since, until):
        """提前换届: renewed in the period, though due only after it."""
        return self.filter(closed_on__gte=since, closed_on__lte=until, due_on__gt=until)
