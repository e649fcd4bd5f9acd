from django.db import models

from alliances.permissions import is_committee


class PromptQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The committee sees its drafts too, everybody else of it what is published."""
        if user.is_superuser:
            return self
        own = self.filter(committee=user.committee_id)
        return own if is_committee(user) else own.published()

    def published(self):
        return self.filter(state="published")

    def of_month(self, day):
        return self.filter(month=day.replace(day=1))


class OfPromptQuerySet(models.QuerySet):
    def visible_to(self, user):
        prompts = self.model._meta.apps.get_model("activities", "Prompt").objects.visible_to(user)
        return self.filter(prompt__in=prompts)
