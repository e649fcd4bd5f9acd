"""Who sees what of a round. While it is being scored a unit sees itself, whoever reviews those under review, and nobody
else anything: neither by a list, its order, a count, nor by guessing an address. The same in Python for one assessment:
rounds/permissions.py."""

from django.db import models
from django.db.models import Q

from alliances.permissions import is_committee
from alliances.standing import standing

SHOWN = ("publicity", "final")
PAST_FIRST = ("review", "reviewed")  # the 初评 is handed on


class RoundQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Everybody of the committee knows that a round runs."""
        return self if user.is_superuser else self.filter(committee=user.committee_id)

    def running(self):
        return self.filter(state__in=["scoring", "publicity"])


class AssessmentQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Staff all; liaison and 片长单位 those of their alliance; officers their own unit's; once the round is shown,
        whoever the scheme names. Which scores of it, `ScoreQuerySet` says."""
        eyes = Eyes(user)
        return eyes.narrow(self, eyes.inside() | eyes.guided() | eyes.shown())

    def opened_to(self, user):
        """Those of which the person sees some score: the passport opens."""
        eyes = Eyes(user)
        return eyes.narrow(self, eyes.inside() | eyes.guided(shown=True) | eyes.shown_with_points())

    def owned_by(self, user):
        """Those that the person fills in as an officer."""
        return self.filter(round__committee=user.committee_id).filter(Eyes(user).own())

    def with_subjects(self):
        return self.select_related(
            "alliance", "organization", "branch__organization", "grade", "round__scheme", "round__committee"
        )

    def taking_part(self):
        return self.exclude(state="exempt")


class OfAssessmentQuerySet(models.QuerySet):
    """What lies inside an assessment, for whoever may look inside."""

    def visible_to(self, user):
        eyes = Eyes(user, "assessment__")
        return eyes.narrow(self, eyes.inside() | eyes.guided(shown=True))


class AppealQuerySet(models.QuerySet):
    """Of nobody's concern but the unit's and the committee's."""

    def visible_to(self, user):
        eyes = Eyes(user, "assessment__")
        return eyes.narrow(self, eyes.own() | eyes.guided(shown=True))

    def unanswered(self):
        return self.filter(answered_at=None)


class FactQuerySet(models.QuerySet):
    """For whoever opens the passport. Which of the records behind it the person may open is the records' own rule."""

    def visible_to(self, user):
        eyes = Eyes(user, "assessment__")
        return eyes.narrow(self, eyes.inside() | eyes.guided(shown=True) | eyes.shown_with_points())


class OfStageQuerySet(models.QuerySet):
    """Claims and strikes: with the stage at which they were made."""

    def visible_to(self, user):
        eyes = Eyes(user, "assessment__")
        return eyes.narrow(self, eyes.stages_inside())


class ScoreQuerySet(models.QuerySet):
    def visible_to(self, user):
        """自评 the unit's always, 初评 once handed on; the 片长单位 both once it has them; the rest once shown."""
        eyes = Eyes(user, "assessment__")
        return eyes.narrow(self, eyes.stages_inside() | eyes.shown_with_points() & Q(stage="final"))


class RoundStepQuerySet(models.QuerySet):
    def visible_to(self, user):
        """A reason to return may tell of scores: a liaison reads it once they are shown."""
        if user.is_superuser:
            return self
        own = self.filter(round__committee=user.committee_id)
        eyes = Eyes(user, "assessment__")
        return own if is_committee(user) else own.filter(Q(assessment=None) | eyes.inside() | eyes.guided(shown=True))


class Eyes:
    """The conditions for one person, on assessments or (by the prefix) on what belongs to them."""

    def __init__(self, user, prefix=""):
        self.user = user
        self.prefix = prefix

    def narrow(self, rows, seen):
        if self.user.is_superuser:
            return rows
        own = rows.filter(self.q(round__committee=self.user.committee_id))
        return own if is_committee(self.user) else own.filter(seen)

    def own(self):
        """Of the unit whose officer this is, or of the alliance at whose head the unit stands."""
        if not self.user.is_officer:
            return NOBODY
        mine = self.q(organization=self.user.organization_id)
        return mine | self.q(organization=None, alliance__in=self.place.heads)

    def under_review(self):
        """What the 片长单位 has for 初评, or had; never its own."""
        if not self.place.leads:
            return NOBODY
        asked = self.q(alliance__in=self.place.leads, organization__isnull=False, round__scheme__first_review="lead")
        return asked & ~self.q(organization=self.user.organization_id) & ~self.q(state="self")

    def inside(self):
        return self.own() | self.under_review()

    def guided(self, *, shown=False):
        """A liaison sees who has it now; scores only once they are shown."""
        if not self.place.guides:
            return NOBODY
        guided = self.q(alliance__in=self.place.guides)
        return guided & self._is_shown() if shown else guided

    def shown(self):
        """What the scheme shows to this person, once the round is shown: at least the grade."""
        asked = self.q(round__scheme__shown_to="all") | self._same_unit()
        if self.place.takes_part:
            asked |= self.q(round__scheme__shown_to="alliance", alliance__in=self.place.takes_part)
        return asked & self._is_shown()

    def shown_with_points(self):
        """Members of the unit always, others where the scheme shows more than grades."""
        return self.shown() & (self._same_unit() | ~self.q(round__scheme__shows="grades"))

    def stages_inside(self):
        first = Q(stage="self") | Q(stage="first")
        own = self.own() & (Q(stage="self") | Q(stage="first") & self.q(state__in=PAST_FIRST) | self._is_shown())
        reviewed = self.under_review() & (first | self._is_shown())
        return own | reviewed | self.guided(shown=True)

    def q(self, **conditions):
        return Q(**{f"{self.prefix}{name}": value for name, value in conditions.items()})

    @property
    def place(self):
        return standing(self.user)

    def _same_unit(self):
        """Everybody of the unit, of the alliance where an alliance is assessed."""
        same = NOBODY
        if self.user.is_officer_or_member:
            same = self.q(organization=self.user.organization_id)
            same |= self.q(organization=None, alliance__in=self.place.takes_part)
        return same

    def _is_shown(self):
        return self.q(round__state__in=SHOWN)


NOBODY = Q(pk__in=())
