"""What waits for a person? Reviews, returned items to mend, invitations to answer, reports to write, own drafts.

items_for(user, day) -> [Item]      most urgent first, in two queries besides the person's standing
rows_for(user, day) -> [queryset]   the rows behind the items, for whoever only counts them
"""

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from activities.holders import term_of
from activities.models import Activity, Participation
from activities.models.states import State
from alliances.standing import standing
from portal.todo import by_urgency, end_of, line

KINDS = {  # state: what it is called in the list, what the button says
    State.PROPOSED: ("计划审核", "审核"),
    State.SUBMITTED: ("计划审定", "审定"),
    State.RETURNED: ("计划退回", "修改"),
    State.PUBLISHED: ("待报总结", "写总结"),
    State.REPORTED: ("总结审定", "审定"),
    State.REPORT_RETURNED: ("总结退回", "修改"),
    State.DRAFT: ("计划草稿", "续写"),
}
URGENCY = list(KINDS)  # what holds up others comes first, own drafts last
INVITATION = ("邀请答复", "答复")
INVITED = 2.5  # after reviews and what came back


def items_for(user, day=None):
    """Overdue first, then reviews, what came back, invitations, reports, drafts; the longest waiting first in each."""
    now = end_of(day)
    today = timezone.localdate(now)
    activities = _activities(user, now).select_related("alliance", "host", "committee").order_by("state_since", "pk")
    items = [_item(activity, today) for activity in activities]
    return by_urgency(items + [_invitation(row, today) for row in _invitations(user, now)])


def rows_for(user, day=None):
    now = end_of(day)
    return [_activities(user, now), _invitations(user, now)]


def _activities(user, now):
    """Every activity in which the next step is this person's."""
    over = Q(state=State.PUBLISHED, ends_at__lte=now)
    mine = Q(state__in=[State.RETURNED, State.REPORT_RETURNED]) | over
    if user.is_staff:
        waits = Q(state__in=[State.SUBMITTED, State.REPORTED]) | Q(host=None) & mine
        waits |= Q(state=State.DRAFT, created_by=user)
    elif user.is_officer:
        waits = Q(state=State.PROPOSED, alliance__in=standing(user).leads)
        waits |= Q(host=user.organization_id) & (mine | Q(state=State.DRAFT))
    else:
        return Activity.objects.none()
    # The states again, beside the conditions of which they follow, for the index: most activities are in the archive.
    return Activity.objects.visible_to(user).filter(waits, state__in=URGENCY)


def _invitations(user, now):
    if not user.is_officer:
        return Participation.objects.none()
    rows = Participation.objects.filter(organization=user.organization_id, answer=Participation.Answer.NONE)
    upcoming = rows.filter(activity__state=State.PUBLISHED, activity__ends_at__gt=now)
    return upcoming.select_related("activity__alliance", "activity__host").order_by("activity__starts_at", "pk")


def _item(activity, today):
    kind, verb = KINDS[activity.state]
    since = activity.ends_at if activity.state == State.PUBLISHED else activity.state_since
    if activity.state in (State.DRAFT, State.RETURNED):
        href = reverse("activity-edit", args=[activity.pk])
    elif activity.state in (State.PUBLISHED, State.REPORT_RETURNED):
        href = reverse("report-edit", args=[activity.pk])
    else:
        href = activity.get_absolute_url()
    whose = str(activity.host) if activity.host_id else str(activity.committee)
    urgency = URGENCY.index(activity.state)
    return _line(activity, kind, verb, href, whose, since, term_of(activity), urgency, today)


def _invitation(row, today):
    kind, verb = INVITATION
    activity = row.activity
    whose = " ".join(filter(None, [activity.when, str(activity.host) if activity.host_id else ""]))
    href = reverse("participation-answer", args=[activity.pk])
    return _line(activity, kind, verb, href, whose, row.invited_at, None, INVITED, today)


def _line(activity, kind, verb, href, whose, since, until, urgency, today):
    return line(
        thing=activity,
        title=activity.title,
        alliance=activity.alliance,
        kind=kind,
        verb=verb,
        href=href,
        whose=whose,
        since=since,
        until=until,
        urgency=urgency,
        today=today,
    )
