"""What waits for a person? Reviews, returned items to mend, invitations to answer, reports to write, own drafts.

items_for(user, day) -> [Item]      most urgent first, in two queries besides the person's standing
rows_for(user, day) -> [queryset]   the rows behind the items, for whoever only counts them
"""

from dataclasses import dataclass
from datetime import date, datetime, time

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from activities.holders import term_of
from activities.models import Activity, Participation
from activities.models.states import State
from activities.when import moment_words
from alliances.standing import standing

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


@dataclass(frozen=True)
class Item:
    """One line of the to-do list, with the names that components/todo.html reads."""

    kind: str
    activity: Activity
    verb: str  # the word on the button
    href: str  # where it is done
    whose: str
    since: str
    waits: str
    until: date | None
    late: bool
    since_at: datetime

    @property
    def title(self):
        return self.activity.title

    @property
    def alliance(self):
        return self.activity.alliance


def items_for(user, day=None):
    """Overdue first, then reviews, what came back, invitations, reports, drafts; the longest waiting first in each."""
    now = _moment(day)
    today = timezone.localdate(now)
    activities = _activities(user, now).select_related("alliance", "host", "committee").order_by("state_since", "pk")
    items = [(URGENCY.index(activity.state), _item(activity, today)) for activity in activities]
    items += [(2.5, _invitation(row, today)) for row in _invitations(user, now)]
    items.sort(key=lambda ranked: (not ranked[1].late, ranked[0], ranked[1].since_at))
    return [item for _, item in items]


def rows_for(user, day=None):
    now = _moment(day)
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
    return Activity.objects.visible_to(user).filter(waits)


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
    return _line(kind, activity, verb, href, whose, since, term_of(activity), today)


def _invitation(row, today):
    kind, verb = INVITATION
    activity = row.activity
    whose = " ".join(filter(None, [activity.when, str(activity.host) if activity.host_id else ""]))
    href = reverse("participation-answer", args=[activity.pk])
    return _line(kind, activity, verb, href, whose, row.invited_at, None, today)


def _line(kind, activity, verb, href, whose, since, until, today):
    days = max((today - timezone.localdate(since)).days, 0)
    late = until is not None and today > until
    waits = f"已等 {days} 天" if days else "今天"
    words = f"{moment_words(since)}起"
    if late:
        waits = f"超过期限 {(today - until).days} 天"
    if until and not late:
        words += f"，期限{until.month}月{until.day}日"
    return Item(kind, activity, verb, href, whose, words, waits, until, late, since)


def _moment(day):
    if day is None or day == timezone.localdate():
        return timezone.now()
    return timezone.make_aware(datetime.combine(day, time(23, 59)))
