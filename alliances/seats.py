"""How does an organization come to a seat, leave it, or become the 片长单位? The only roads for every door.

Nothing is deleted: a seat ends on its last day, so a past activity can be judged by the seats of its day. Rights follow
on the day named (alliances.standing), also when that day is still to come.
"""

from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import IntegrityError, transaction

from alliances.models import Alliance, Committee, Organization, Seat
from portal.access import WrongState

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class LeadChange:
    """What a change of the 片长单位 will do, for the person to read before it is done."""

    alliance: Alliance
    organization: Organization
    on: date
    old_lead: Seat | None  # ends the day before
    old_stays: bool  # and goes on as a member
    old_seat: Seat | None  # of the new lead, ends the day before too

    @property
    def key(self):
        """Says on the button which change was read, so that no other is confirmed."""
        seats = [seat.pk if seat else 0 for seat in (self.old_lead, self.old_seat)]
        return f"{self.organization.pk}:{self.on}:{self.old_stays:d}:{seats[0]}:{seats[1]}"

    @property
    def sentences(self):
        last, lines = self.on - ONE_DAY, []
        if self.old_lead:
            lines.append(f"{self.old_lead.organization}任片长单位至{last}止。")
            lines.append(
                f"{self.old_lead.organization}自{self.on}起改任成员单位。"
                if self.old_stays
                else f"{self.old_lead.organization}自{self.on}起离开{self.alliance}。"
            )
        if self.old_seat:
            place = f"{self.old_seat.alliance.short_name}{self.old_seat.get_role_display()}"
            lines.append(f"{self.organization}任{place}至{last}止。")
        lines.append(f"{self.organization}自{self.on}起任{self.alliance}片长单位，其党务干部的权限同日生效。")
        return lines


def plan_lead_change(alliance, organization, on, old_stays=True):
    """Refuses in words what cannot be; changes nothing."""
    _require_open(alliance, organization, on)
    lead_seats = list(alliance.seats.leading().between(on, None).select_related("organization").order_by("since"))
    own_seats = list(organization.seats.between(on, None).select_related("alliance").order_by("since"))
    old_lead = _standing_before(lead_seats, on, f"{alliance}的片长单位")
    old_seat = _standing_before(own_seats, on, f"{organization}的席位")
    if old_lead and old_lead.organization_id == organization.pk:
        raise WrongState(f"{organization}已是{alliance}的片长单位。")
    if old_seat and old_seat.role == Seat.Role.LEAD:
        other = old_seat.alliance
        raise WrongState(f"{organization}是{other}的片长单位，请先为{other.short_name}另定片长单位。")
    if old_lead and old_lead.organization.seats.between(on, None).exclude(pk=old_lead.pk).exists():
        raise WrongState(f"{old_lead.organization}在{on}之后已另有席位安排，请先核对席位沿革。")
    return LeadChange(alliance, organization, on, old_lead, old_stays, old_seat)


def change_lead(alliance, organization, on, *, by, note="", old_stays=True):
    """换片长单位 as one act, for any day: the old lead ends the day before, the new one begins."""
    with _as_refusal(), transaction.atomic():
        _lock(alliance)
        change = plan_lead_change(alliance, organization, on, old_stays)
        if change.old_lead:
            _end(change.old_lead, on - ONE_DAY, by, note)
            if old_stays:
                _begin(change.old_lead.organization, alliance, Seat.Role.MEMBER, on, by, note)
        if change.old_seat:
            _end(change.old_seat, on - ONE_DAY, by, note)
        return _begin(organization, alliance, Seat.Role.LEAD, on, by, note)


def seat(organization, alliance, role, since, *, by, note=""):
    """Give an organization a place from a day on. One that has a place already has to end it first."""
    with _as_refusal(), transaction.atomic():
        _lock(alliance)
        _require_open(alliance, organization, since)
        new = Seat(organization=organization, alliance=alliance, role=role, since=since)
        if clash := new.clashing().order_by("since").first():
            raise WrongState(clash.refusal())
        return _begin(organization, alliance, role, since, by, note)


def end_seat(seat, on, *, by, note=""):
    """Let a seat end; `on` is its last day."""
    with transaction.atomic():
        _lock(seat.alliance)
        seat = Seat.objects.get(pk=seat.pk)
        if on < seat.since:
            raise WrongState(f"终止日期{on}早于起始日期{seat.since}。")
        if seat.until and seat.until <= on:
            raise WrongState(f"这个席位已于{seat.until}终止。")
        return _end(seat, on, by, note)


def require_no_clash(committee):
    """Last line of a bulk write, which passes by Seat.save: refuses as PostgreSQL's constraints have done already."""
    if clash := Seat.objects.filter(alliance__committee=committee).clashing().first():
        raise IntegrityError(
            f"alliances_seat: {clash.pk} overlaps a seat of the organization or a lead of the alliance"
        )


def _require_open(alliance, organization, on):
    if organization.committee_id != alliance.committee_id:
        raise WrongState(f"{organization}不属于本工委。")
    if on < alliance.since or (alliance.until and on > alliance.until):
        until = f"至{alliance.until}" if alliance.until else ""
        raise WrongState(f"{alliance}自{alliance.since}起{until}，{on}不在其间。")
    if organization.until and organization.until < on:
        raise WrongState(f"{organization}已于{organization.until}撤销。")


def _standing_before(seats, on, whose):
    """The one seat that stands on the day and began before it, out of those from that day on; none is fine too."""
    for seat in seats:
        if seat.since >= on:
            raise WrongState(f"{whose}已有{seat.days}的安排，请另选日期，或先核对席位沿革。")
    return seats[0] if seats else None


def _lock(alliance):
    """One change of a committee's seats at a time, and none while a roster is being imported (it takes the same lock).
    SQLite takes its one write lock at the beginning."""
    Committee.objects.select_for_update(no_key=True).get(pk=alliance.committee_id)


def _begin(organization, alliance, role, since, by, note):
    return _write(Seat(organization=organization, alliance=alliance, role=role, since=since), by, note)


def _end(seat, last_day, by, note):
    seat.until = last_day
    return _write(seat, by, note)


def _write(seat, by, note):
    seat.note = note or seat.note
    seat._history_user = by
    seat._change_reason = note[:100]
    seat.save()
    return seat


@contextmanager
def _as_refusal():
    """A row that another door wrote at the same moment: the database refuses, and so do we, in words."""
    try:
        yield
    except IntegrityError as error:
        raise WrongState("席位刚被别人改动，与本次办理的日期重叠，没有保存。请刷新后重新核对。") from error
