"""Where does a person stand today? Rights follow the seat: nobody maintains a second table of roles."""

from dataclasses import dataclass

from django.utils import timezone

from alliances.models import Liaison, Seat


@dataclass(frozen=True)
class Standing:
    """Ids of the alliances a person leads, helps to lead (deputy), takes part in, or guides, on one day."""

    leads: frozenset
    deputizes: frozenset
    takes_part: frozenset
    guides: frozenset

    @property
    def heads(self):
        return self.leads | self.deputizes


def standing(user, on=None):
    """Two queries at most, once a request: kept on the user object, which lives as long as the request."""
    day = on or timezone.localdate()
    kept = user.__dict__.setdefault("_standing", {})
    if day not in kept:
        kept[day] = _look_up(user, day)
    return kept[day]


def _look_up(user, day):
    seats = list(Seat.objects.on(day).of(user).values_list("alliance", "role")) if user.is_officer_or_member else []
    guides = Liaison.objects.on(day).filter(user=user.pk).values_list("alliance", flat=True)
    officer = user.is_officer
    return Standing(
        leads=frozenset(pk for pk, role in seats if officer and role == Seat.Role.LEAD),
        deputizes=frozenset(pk for pk, role in seats if officer and role == Seat.Role.DEPUTY),
        takes_part=frozenset(pk for pk, role in seats),
        guides=frozenset(guides) if user.is_leader else frozenset(),
    )
