"""Who sees which letters, and which of them wait. Committee staff: all of their own. A 联系领导: from submitting on.
An officer: those issued to the own unit. Nobody else."""

from django.db import models
from django.db.models import Q

from letters.models.states import OUT, OWING, UNISSUED, State


def _own_committee(rows, user, path=""):
    return rows if user.is_superuser else rows.filter(**{f"{path}committee": user.committee_id})


class LetterQuerySet(models.QuerySet):
    def visible_to(self, user):
        if user.is_superuser:
            return self
        own = self.filter(committee=user.committee_id)
        if user.is_staff:
            return own
        if user.is_leader:
            return own.exclude(state=State.DRAFT)
        if user.is_officer:
            parts = self.model._meta.get_field("recipients").related_model
            mine = parts.objects.filter(organization=user.organization_id)
            return own.filter(pk__in=mine.values("letter"), issued_on__isnull=False)
        return self.none()

    def of_case(self, key):
        return self.filter(case=key) if key else self.none()

    def unissued(self):
        return self.filter(state__in=UNISSUED)

    def out(self):
        """Issued, whether closed by now or not."""
        return self.filter(state__in=OUT)

    def overdue(self, day):
        """Some unit's reply is due and has not come."""
        parts = self.model._meta.get_field("recipients").related_model
        return self.filter(pk__in=parts.objects.overdue(day).values("letter"))


class RecipientQuerySet(models.QuerySet):
    def visible_to(self, user):
        """A unit sees its own part; the committee, and the leaders from submitting on, all."""
        if user.is_superuser:
            return self
        own = self.filter(letter__committee=user.committee_id)
        if user.is_staff:
            return own
        if user.is_leader:
            return own.exclude(letter__state=State.DRAFT)
        if user.is_officer:
            return own.filter(organization=user.organization_id, letter__issued_on__isnull=False)
        return self.none()

    def issued(self):
        return self.filter(letter__state=State.ISSUED)

    def open(self):
        return self.issued().exclude(state="closed")

    def owing_reply(self):
        return self.issued().filter(state__in=OWING, due_on__isnull=False)

    def overdue(self, day):
        return self.owing_reply().filter(due_on__lt=day)


class OfLetterQuerySet(models.QuerySet):
    def visible_to(self, user):
        letters = self.model._meta.get_field("letter").related_model
        return self.filter(letter__in=letters.objects.visible_to(user))


class LetterStepQuerySet(OfLetterQuerySet):
    def visible_to(self, user):
        """A unit sees what happened since the letter went out, and of the units only itself: who returned a draft to
        whom and why stays in the committee."""
        rows = super().visible_to(user)
        if user.is_staff or user.is_leader:
            return rows
        outside = Q(recipient=None, verb__in=self.model.SEEN_BY_UNITS)
        return rows.filter(outside | Q(recipient__organization=user.organization_id))


class ReplyQuerySet(models.QuerySet):
    def visible_to(self, user):
        parts = self.model._meta.get_field("recipient").related_model
        return self.filter(recipient__in=parts.objects.visible_to(user))


class OfReplyQuerySet(models.QuerySet):
    def visible_to(self, user):
        replies = self.model._meta.get_field("reply").related_model
        return self.filter(reply__in=replies.objects.visible_to(user))


class ReplyReminderQuerySet(models.QuerySet):
    def visible_to(self, user):
        parts = self.model._meta.get_field("recipient").related_model
        return self.filter(recipient__in=parts.objects.visible_to(user))

    def sent(self):
        return self.exclude(sent_at=None)


class LetterTemplateQuerySet(models.QuerySet):
    def visible_to(self, user):
        return _own_committee(self, user) if user.is_staff else self.none()

    def in_use(self):
        return self.filter(is_active=True)

    def for_case(self, kind, key):
        """The templates of a kind that fit the case: those made for its sort first, then the general ones."""
        about = key.partition(":")[0]
        return self.in_use().filter(kind=kind, about__in={about, ""}).order_by("-about", "order_number", "pk")


class BatchQuerySet(models.QuerySet):
    def visible_to(self, user):
        return _own_committee(self, user) if user.is_staff else self.none()
