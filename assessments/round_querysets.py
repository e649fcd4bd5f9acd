"""Who sees what of a round. While it is being scored a unit sees itself, whoever reviews those under review, and nobody
else anything: neither by a list, its order, a count, nor by guessing an address."""

from django.db import models
from django.db.models import Q

from alliances.permissions import is_committee
from alliances.standing import standing

SHOWN = ("publicity", "final")


class RoundQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Everybody of the committee knows that a round runs."""
        return self if user.is_superuser else self.filter(committee=user.committee_id)


class AssessmentQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Staff all; liaison and 片长单位 those of their alliance; officers their own unit's; once the round is shown,
        whoever the scheme names."""
        if user.is_superuser:
            return self
        own = self.filter(round__committee=user.committee_id)
        if is_committee(user):
            return own
        place = standing(user)
        seen = Q(round__scheme__shown_to="all", round__state__in=SHOWN)
        if place.takes_part:
            seen |= Q(round__scheme__shown_to="alliance", round__state__in=SHOWN, alliance__in=place.takes_part)
        if user.is_officer:
            seen |= Q(organization=user.organization_id)
            seen |= Q(organization=None, alliance__in=place.heads)  # the alliance's own, of those who fill it in
            seen |= Q(alliance__in=place.leads) & ~Q(state="self")
        elif user.organization_id:
            seen |= Q(organization=user.organization_id, round__state__in=SHOWN)
        if user.is_leader:
            seen |= Q(alliance__in=place.guides)
        return own.filter(seen)


class OfAssessmentQuerySet(models.QuerySet):
    """What lies inside an assessment: for those who may open it."""

    def visible_to(self, user):
        return self.filter(
            assessment__in=self.model._meta.apps.get_model("assessments", "Assessment").objects.visible_to(user)
        )


class ScoreQuerySet(OfAssessmentQuerySet):
    pass


class RoundStepQuerySet(models.QuerySet):
    def visible_to(self, user):
        apps = self.model._meta.apps
        rounds = apps.get_model("assessments", "Round").objects.visible_to(user)
        units = apps.get_model("assessments", "Assessment").objects.visible_to(user)
        return self.filter(Q(assessment=None) | Q(assessment__in=units), round__in=rounds)
