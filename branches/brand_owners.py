"""Whose is a brand on a day: in which alliance does its owner sit, who leads that, and who writes it."""

from django.utils import timezone

from accounts.models import User
from alliances.models import Seat


def alliance_id_of(brand, day):
    """Its own alliance, or that in which the organization sits on the day; None where it sits in none."""
    if brand.alliance_id:
        return brand.alliance_id
    if hasattr(brand.organization, "standing_seats") and day == timezone.localdate():  # known already
        return brand.alliance_today and brand.alliance_today.pk
    return Seat.objects.on(day).filter(organization=brand.organization_id).values_list("alliance", flat=True).first()


def lead_seat(brand, day):
    """The 片长单位's seat in that alliance, or None."""
    seats = Seat.objects.on(day).filter(alliance=alliance_id_of(brand, day)).leading()
    return seats.select_related("organization", "alliance").first()


def lead_before_committee(brand, day):
    """The seat of the 片长单位 that looks at it first: a member unit's brand, where the committee wants it so."""
    if brand.alliance_id or not brand.committee.proposals_need_lead:
        return None
    seat = lead_seat(brand, day)
    return seat if seat and seat.organization_id != brand.organization_id else None


def writers(brand, day):
    """Officers of the unit; for an alliance's brand those of its 片长 and 副片长."""
    if brand.organization_id:
        return User.objects.officers_of([brand.organization_id])
    heads = Seat.objects.on(day).filter(alliance=brand.alliance_id).at_the_head()
    return User.objects.officers_of(heads.values("organization"))
