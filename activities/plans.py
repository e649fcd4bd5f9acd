"""What a new plan starts with, and how it is kept: nothing is typed that the portal knows already."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from activities import invitations, signups
from activities.models import Activity, ActivityType, Duty, Step
from activities.models.states import State
from alliances.models import Alliance, Seat
from alliances.standing import standing
from portal.quarters import Quarter, month_period, year_period
from portal.workdays import workdays_left

COPIED = ("type", "title", "plan", "base", "place", "expected_count", "budget", "funding", "transport", "meals")


def alliance_for(user, chosen=None):
    """The alliance a new plan belongs to: the officer's own; staff choose one, or none for the committee's own."""
    if user.is_staff:
        return Alliance.objects.filter(committee=user.committee_id, pk=chosen).first() if chosen else None
    return Alliance.objects.filter(pk__in=standing(user).takes_part).first()


def new_plan(user, alliance, *, type_id=None, copied=None):
    """An unsaved activity with everything that follows from the person, and from what is copied."""
    plan = Activity(committee=user.committee, alliance=alliance, host=host_for(user, alliance), created_by=user)
    if copied:
        return copy_into(plan, copied)
    types = list(ActivityType.objects.filter(committee=user.committee_id).in_use())
    plan.type = next((kind for kind in types if kind.pk == type_id), types[0] if types else None)
    return plan


def host_for(user, alliance):
    """The officer's own unit; staff write for the unit that leads."""
    if not user.is_staff:
        return user.organization
    if alliance is None:
        return None
    seats = Seat.objects.on(timezone.localdate()).leading().filter(alliance=alliance)
    lead = seats.select_related("organization").first()
    return lead.organization if lead else None


def copy_into(plan, old):
    """照此复制: what was done, not when; the spending is confirmed anew."""
    for name in COPIED:
        setattr(plan, name, getattr(old, name))
    return plan


@transaction.atomic
def keep(activity, *, by, revision, forms, partners, organizations):
    """Save what a form says, whether new or changed, with its forms, partners and invited units."""
    if activity.pk is None:
        activity.save()
        activity.partners.set(partners)
        activity.record(Step.Verb.CREATE, by=by)
    else:
        activity.edit(by=by, revision=revision, partners=partners)
        signups.fill_places(activity)  # the limit may have been raised
    activity.forms.set(forms)
    invitations.set_invited(activity, organizations, by=by)


def next_step(activity, user, needs_lead):
    """The word on the primary button of the form."""
    if activity.pk and activity.state not in (State.DRAFT, State.RETURNED):
        return "保存修改"
    if activity.is_late_record:
        return "保存，写总结"
    if needs_lead:
        return "提交片长单位审核"
    if user.is_staff or not activity.committee.plans_need_committee:
        return "发布"
    return "提交审定"


def duties_met(activity, day: date):
    """The rows of the year's list that this activity will count for, each with its period and the workdays left. The
    year's sum of what is asked by quarter is not named beside the quarter."""
    if activity.alliance_id is None or activity.type_id is None:
        return []
    held_on = timezone.localdate(activity.starts_at) if activity.starts_at else day
    rows = Duty.objects.filter(committee=activity.committee_id, year=held_on.year, type=activity.type_id)
    met = []
    for duty in rows.filter(owed_by=Duty.OwedBy.ALLIANCE).select_related("type"):
        period = _period(duty, held_on)
        left = workdays_left(day, period.last_day)
        met.append({"duty": duty, "period": period, "left": left})
    often = [row for row in met if row["duty"].period != Duty.Period.YEAR]
    return often or met


def _period(duty, day):
    if duty.period == Duty.Period.QUARTER:
        return Quarter.of(day).period
    if duty.period == Duty.Period.MONTH:
        return month_period(day.year, day.month)
    return year_period(day.year)


def last_return(activity):
    """The words with which the plan came back, while it is still to be mended."""
    if activity.state != Activity.State.RETURNED:
        return None
    return activity.steps.filter(verb=Step.Verb.RETURN).select_related("by__organization").first()


def last_of_its_kind(activity, user):
    """What the alliance held last of this type, to be copied from."""
    if activity.alliance_id is None or activity.type_id is None:
        return None
    same = Activity.objects.visible_to(user).of_alliance(activity.alliance_id).published().exclude(pk=activity.pk)
    held = same.filter(type=activity.type_id, ends_at__lte=timezone.now())
    return held.exclude(state=State.CANCELLED).order_by("-starts_at").first()
