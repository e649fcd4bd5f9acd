"""Who sees a brand, and who sees how it is made? Everybody of the committee sees what is published; the making (open
and former versions, the trail) is for those who write it, those it was handed to, and the committee."""

from django.db import models
from django.db.models import Count, F, OuterRef, Prefetch, Q, Subquery
from django.db.models.functions import Coalesce, JSONObject
from django.utils import timezone

from alliances.models import Seat
from alliances.permissions import is_committee
from alliances.standing import standing
from branches.models.brand_states import OPEN, SHOWN_TO_GUIDES, State


def written_by(user, prefix=""):
    """Brands of the officer's own unit, and of the alliances that unit heads."""
    if not user.is_officer:
        return Q(pk__in=[])
    return Q(**{f"{prefix}organization": user.organization_id}) | Q(**{f"{prefix}alliance__in": standing(user).heads})


def handed_to(user, prefix=""):
    """Brands of the units in the alliances that the person leads or guides."""
    if not (user.is_officer or user.is_leader):
        return Q(pk__in=[])
    place = standing(user)
    alliances = place.leads | place.guides
    if not alliances:
        return Q(pk__in=[])
    seats = Seat.objects.on(timezone.localdate()).filter(alliance__in=alliances)
    units = Q(**{f"{prefix}organization__in": seats.values("organization")})
    return units | Q(**{f"{prefix}alliance__in": alliances})


class BrandQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The committee sees all of its own, officers their unit's, the 片长单位 and liaison what was handed in,
        everybody what is published."""
        if user.is_superuser:
            return self
        own = self.filter(committee=user.committee_id)
        if is_committee(user):
            return own
        versions = self.model._meta.apps.get_model("branches", "BrandVersion")._base_manager
        handed_in = versions.filter(state__in=SHOWN_TO_GUIDES).values("brand")
        return own.filter(Q(published__isnull=False) | written_by(user) | handed_to(user) & Q(pk__in=handed_in))

    def current(self):
        return self.filter(ended_on=None)

    def published(self):
        return self.filter(published__isnull=False, ended_on=None)

    def owners_standing_on(self, day):
        """Those whose branch, unit or alliance still exists."""
        rows = self
        for name in ("branch", "organization", "alliance"):  # the few that ended, found by their index
            owners = self.model._meta.get_field(name).related_model
            rows = rows.exclude(**{f"{name}__in": owners._base_manager.filter(until__lt=day).values("pk")})
        return rows

    def with_owner(self):
        return self.select_related("committee", "branch__organization", "organization", "alliance", "published")

    def with_alliance(self, day):
        """Each with what `alliance_today` reads, without another query."""
        seats = Seat.objects.on(day).filter(organization=OuterRef("organization")).order_by()
        shown = JSONObject(**{name: f"alliance__{name}" for name in ("id", "name", "mark", "order_number")})
        return self.annotate(seated_in=Subquery(seats.values_list(shown)[:1], output_field=models.JSONField()))

    def of_alliance(self, alliance, day):
        """The alliance's own and those of the units that sit in it on the day."""
        seats = Seat.objects.on(day).filter(alliance=alliance)
        return self.filter(Q(alliance=alliance) | Q(organization__in=seats.values("organization")))

    def in_official_order(self):
        """The alliances first, then unit by unit in the order of the city, the unit's own before its branches'."""
        places = ("alliance__order_number", "organization__order_number", "branch__order_number")
        first, *others = (F(place) for place in places)
        return self.order_by(first.asc(nulls_last=True), *(place.asc(nulls_first=True) for place in others), "pk")

    def with_honours(self):
        """Each with its `valid_honours`, the highest level first and plain awards last."""
        honours = self.model._meta.apps.get_model("branches", "Honour").objects.valid().select_related("level")
        highest = honours.order_by(F("level__order_number").asc(nulls_last=True), "-granted_on", "-pk")
        return self.prefetch_related(Prefetch("honours", highest, to_attr="valid_honours"))

    def with_adoption_count(self):
        adoptions = self.model._meta.apps.get_model("branches", "Adoption")._base_manager
        counted = adoptions.filter(brand=OuterRef("pk"), withdrawn_at=None).order_by()
        counted = counted.values("brand").annotate(number=Count("organization", distinct=True)).values("number")
        return self.annotate(adoption_count=Coalesce(Subquery(counted), 0))

    def with_making_for(self, user):
        """Each with the state of the version in the making (`making_state`) where this person may see that."""
        versions = self.model._meta.apps.get_model("branches", "BrandVersion").objects.visible_to(user)
        making = versions.filter(brand=OuterRef("pk"), state__in=OPEN).order_by().values("state")[:1]
        return self.annotate(making_state=Subquery(making))


class OfBrandQuerySet(models.QuerySet):
    """Rows under a brand, seen by those who see the brand."""

    through = "brand"

    def visible_to(self, user):
        brands = self.model._meta.apps.get_model("branches", "Brand").objects.visible_to(user)
        return self.filter(**{f"{self.through}__in": brands})


class BrandVersionQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The published one for everybody of the committee; the others for those who see the making."""
        if user.is_superuser:
            return self
        own = self.filter(brand__committee=user.committee_id)
        if is_committee(user):
            return own
        handed_in = handed_to(user, "brand__") & Q(state__in=SHOWN_TO_GUIDES)
        return own.filter(Q(state=State.PUBLISHED) | written_by(user, "brand__") | handed_in)

    def open(self):
        return self.filter(state__in=OPEN)


class BrandStepQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The trail is part of the making. What was never handed in is its writers' own."""
        if user.is_superuser:
            return self
        own = self.filter(brand__committee=user.committee_id)
        if is_committee(user):
            return own
        hidden = Q(version__state__in=[State.DRAFT, State.DROPPED])
        return own.filter(written_by(user, "brand__") | handed_to(user, "brand__") & ~hidden)


class OfVersionQuerySet(OfBrandQuerySet):
    def visible_to(self, user):
        versions = self.model._meta.apps.get_model("branches", "BrandVersion").objects.visible_to(user)
        return self.filter(version__in=versions)


class HonourQuerySet(OfBrandQuerySet):
    def valid(self):
        return self.filter(withdrawn_on=None)


class AdoptionQuerySet(OfBrandQuerySet):
    def valid(self):
        return self.filter(withdrawn_at=None)
