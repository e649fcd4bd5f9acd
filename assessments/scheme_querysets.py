"""Who sees which scheme: the committee all of its own, everybody else of it those in force."""

from django.db import models

from alliances.permissions import is_committee


class SchemeQuerySet(models.QuerySet):
    def visible_to(self, user):
        if user.is_superuser:
            return self
        own = self.filter(committee=user.committee_id)
        return own if is_committee(user) else own.filter(state="frozen")


class OfSchemeQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(scheme__in=self.model._meta.apps.get_model("assessments", "Scheme").objects.visible_to(user))
