from django.db import models
from django.db.models import Q
from django.utils import timezone

from activities.tasklist.states import IN_HAND, OPEN, TaskState
from alliances.models import Seat
from alliances.permissions import is_committee
from alliances.standing import standing


class TaskQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The committee sees all of its own; a liaison what the alliances guided and their units were given; an officer
        what the own unit was given or raised, in the 片长单位 also what its alliance and the units in it were given."""
        if user.is_superuser:
            return self
        own = self.filter(committee=user.committee_id)
        if is_committee(user):
            return own
        if user.is_leader:
            return own.filter(_within(standing(user).guides)).exclude(state=TaskState.RAISED)
        if not user.is_officer:
            return self.none()
        given = Q(organization=user.organization_id) | _within(standing(user).leads)
        return own.filter(given & ~Q(state=TaskState.RAISED) | Q(raiser=user.organization_id))

    def open(self):
        return self.filter(state__in=OPEN)

    def overdue(self, day):
        """Still in the hand of whoever it was given to, past its term."""
        return self.filter(state__in=IN_HAND, due_on__lt=day)

    def with_names(self):
        """What a list needs to name a task without another query."""
        return self.select_related("alliance", "organization", "raiser", "committee")


class OfTaskQuerySet(models.QuerySet):
    def visible_to(self, user):
        tasks = self.model._meta.apps.get_model("activities", "Task").objects.visible_to(user)
        return self.filter(task__in=tasks)


def _within(alliances):
    """Given to one of these alliances, or to a unit that sits there today."""
    if not alliances:
        return Q(pk__in=[])
    seats = Seat.objects.on(timezone.localdate()).filter(alliance__in=alliances)
    return Q(alliance__in=alliances) | Q(organization__in=seats.values("organization"))
