"""Who sees a brand? Everybody of the committee once it is published; before that those who work on it."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from alliances.models import Seat
from alliances.permissions import is_committee
from alliances.standing import standing

SHOWN_TO_GUIDES = ("proposed", "submitted", "returned")  # a liaison sees what was handed in, not drafts


class BrandQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The committee sees all of its own, officers their unit's, the 片长单位 and liaison what was handed in,
        everybody what is published."""
        if user.is_superuser:
            return self
        own = self.filter(committee=user.committee_id)
        if is_committee(user):
            return own
        seen = Q(published__isnull=False)
        place = standing(user)
        if user.is_officer:
            seen |= Q(organization=user.organization_id) | Q(alliance__in=place.heads)
        if user.is_officer or user.is_leader:
            handed_in = self.model._meta.apps.get_model("branches", "BrandVersion")._base_manager.filter(
                state__in=SHOWN_TO_GUIDES
            )
            seated = Seat.objects.on(timezone.localdate()).filter(alliance__in=place.leads | place.guides)
            concerned = Q(organization__in=seated.values("organization")) | Q(alliance__in=place.guides)
            seen |= Q(pk__in=handed_in.values("brand")) & concerned
        return own.filter(seen)

    def current(self):
        return self.filter(ended_on=None)

    def published(self):
        return self.filter(published__isnull=False, ended_on=None)


class OfBrandQuerySet(models.QuerySet):
    """Rows under a brand, seen by those who see the brand."""

    through = "brand"

    def visible_to(self, user):
        brands = self.model._meta.apps.get_model("branches", "Brand").objects.visible_to(user)
        return self.filter(**{f"{self.through}__in": brands})


class OfVersionQuerySet(OfBrandQuerySet):
    through = "version__brand"


class HonourQuerySet(OfBrandQuerySet):
    def valid(self):
        return self.filter(withdrawn_on=None)
