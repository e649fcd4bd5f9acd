"""Who sees what of a contest. What a judge must not see is not a matter of templates: it is not in these querysets."""

from django.db import models
from django.db.models import Q

from alliances.permissions import is_committee
from alliances.standing import standing

SHOWN_FROM = ("publicity", "awarded")  # the states in which results are everybody's


class ContestQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The committee sees all of its own, everybody else of it what has been announced."""
        if user.is_superuser:
            return self
        own = self.filter(committee=user.committee_id)
        return own if is_committee(user) else own.exclude(state="setup")

    def judged_by(self, user):
        return self.filter(judges__user=user, judges__removed_at=None)

    def with_results_open_to(self, user):
        """Staff once the judging is over, everybody from the publicity on."""
        seen = self.visible_to(user)
        if is_committee(user):
            return seen.filter(state__in=["judged", *SHOWN_FROM])
        return seen.filter(state__in=SHOWN_FROM)


class OfContestQuerySet(models.QuerySet):
    """Rows under a contest, seen by those who see the contest."""

    through = "contest"

    def visible_to(self, user):
        contests = self.model._meta.apps.get_model("assessments", "Contest").objects.visible_to(user)
        return self.filter(**{f"{self.through}__in": contests})


class OfStageQuerySet(OfContestQuerySet):
    through = "stage__contest"


class StageQuerySet(OfContestQuerySet):
    def in_force(self):
        """Without the versions that a newer one has replaced."""
        return self.exclude(state="superseded")


class StepQuerySet(OfContestQuerySet):
    def visible_to(self, user):
        """What happens inside a panel is the committee's alone, and not of those in it who are scoring."""
        rows = super().visible_to(user)
        if not is_committee(user):
            return rows.filter(is_public=True)
        judged = self.model._meta.apps.get_model("assessments", "Contest").objects.judged_by(user)
        return rows.exclude(is_public=False, contest__in=judged.filter(stages__state="open").values("pk"))


class TurnQuerySet(OfStageQuerySet):
    def visible_to(self, user):
        """Those of the entries that the person may see."""
        entries = self.model._meta.apps.get_model("assessments", "Entry").objects.visible_to(user)
        return self.filter(entry__in=entries)

    def taking_part(self):
        return self.filter(entry__state="accepted")


class EntryQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Staff all of their own; officers their unit's, the 片长单位 and liaison their alliance's; judges what they
        judge; everybody what takes part once results are public."""
        if user.is_superuser:
            return self
        own = self.filter(contest__committee=user.committee_id)
        if is_committee(user):
            return own
        seen = Q(contest__state__in=SHOWN_FROM, state="accepted")
        judged = self.model._meta.apps.get_model("assessments", "Contest").objects.judged_by(user)
        seen |= Q(contest__in=judged.values("pk"), state="accepted") & ~Q(contest__state__in=["setup", "entries"])
        place = standing(user)
        if user.is_officer:
            seen |= Q(organization=user.organization_id)
            seen |= Q(alliance__in=place.leads)
        if user.is_leader:
            seen |= Q(alliance__in=place.guides)
        return own.filter(seen).exclude(contest__state="setup")

    def taking_part(self):
        return self.filter(state="accepted")


class JudgeQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The committee those of its contests, everybody else at most oneself."""
        if user.is_superuser:
            return self
        own = self.filter(contest__committee=user.committee_id)
        return own if is_committee(user) else own.filter(user=user)

    def serving(self):
        """Without those who left midway."""
        return self.filter(removed_at=None)


class SheetQuerySet(models.QuerySet):
    def visible_to(self, user):
        """A judge sees the own sheets and no other, ever; the committee those of its contests.

        Who judges a contest is a judge in it, whatever else: nobody's sheets but the own until the stage is closed,
        nor those of a version that was replaced, for the same entries are judged once more.
        """
        mine = Q(judge__user=user, judge__removed_at=None)
        if not user.is_staff:
            return self.filter(mine, judge__contest__committee=user.committee_id)
        scoring = self.model._meta.apps.get_model("assessments", "Contest").objects.judged_by(user)
        others = self if user.is_superuser else self.filter(judge__contest__committee=user.committee_id)
        return others.filter(
            mine | ~Q(turn__stage__state__in=["open", "superseded"], judge__contest__in=scoring.values("pk"))
        )

    def with_scores_open_to(self, user):
        """Those whose marks the person may read: the own ones; for the committee all, once the stage is closed."""
        return self.visible_to(user).filter(Q(judge__user=user) | ~Q(turn__stage__state="open"))

    def standing(self):
        """Those that count or may still come to count."""
        return self.exclude(state="void")

    def of_stage(self, stage):
        return self.filter(turn__stage=stage)

    def unsigned(self):
        return self.filter(state="open")


class OfSheetQuerySet(models.QuerySet):
    """Marks and what was written about them: while the stage is open nobody reads any but the own."""

    def visible_to(self, user):
        sheets = self.model._meta.apps.get_model("assessments", "Sheet").objects.with_scores_open_to(user)
        return self.filter(sheet__in=sheets)


class StaffOnlyQuerySet(OfContestQuerySet):
    """Rows that only the committee reads: who stands aside."""

    def visible_to(self, user):
        return super().visible_to(user) if user.is_staff else self.none()


class ResultQuerySet(models.QuerySet):
    def visible_to(self, user):
        contests = self.model._meta.apps.get_model("assessments", "Contest").objects.with_results_open_to(user)
        rows = self.filter(contest__in=contests)
        if is_committee(user):  # a stage's result decides who advances, long before the contest is over
            own = self.model._meta.apps.get_model("assessments", "Contest").objects.visible_to(user)
            rows = self.filter(contest__in=own)
        return rows


class ObjectionQuerySet(OfContestQuerySet):
    def visible_to(self, user):
        """The committee all of its own, who raised it and the officers of the unit theirs."""
        rows = super().visible_to(user)
        if is_committee(user):
            return rows
        mine = Q(by=user)
        if user.is_officer:
            mine |= Q(organization=user.organization_id)
        return rows.filter(mine)
