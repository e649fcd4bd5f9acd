"""Who is reminded this morning of an assessment? Whoever has it: before it is due, and one level up once it is overdue.

    remind(day)   a line for each notice that was made; a second call on the same day makes nothing

Found out anew each morning. The key of a notice is made of the round, the stage, its deadline and the step, so the
same person is told once of each step, from however many workers, and of several units together; digest, quiet hours
and the weekly limit are the outbox's.
"""

from collections import defaultdict

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from alliances.models import Seat
from assessments.models import Appeal, Assessment, Round, Scheme
from assessments.rounds import progress
from assessments.rounds.announcements import link_of
from notices.models import Notice
from notices.outbox import notify
from portal.workdays import caveat, is_workday, workdays_left

BEFORE = 3  # workdays left, today included
State = Assessment.State
ASKS = {"due": "请按期办理。", "over": "请尽快办理。", "above": "请督促或协助办理。"}
WORDS = {State.SELF: "自评", State.FIRST: "初评", State.REVIEW: "复核"}


def step_due(day, until):
    """ "due", "over" or None: dates in, a step out."""
    if day > until:
        return "over"
    return "due" if workdays_left(day, until) <= BEFORE else None


def remind(day=None):
    day = day or timezone.localdate()
    made = []
    if is_workday(day):
        rounds = Round.objects.filter(state=Round.State.SCORING).select_related("scheme", "committee")
        for round in rounds.order_by("pk"):
            for state in WORDS:
                made += _remind_stage(round, state, day)
        made += _remind_of_appeals(day)
    return made


@transaction.atomic
def _remind_stage(round, state, day):
    until = progress.deadline(round, state)
    step = step_due(day, until)
    waiting = list(round.assessments.filter(state=state).with_subjects()) if step else []
    if not waiting:
        return []
    if state == State.REVIEW:
        return _tell(User.objects.staff_of(round.committee_id), round, state, step, until, waiting)
    made, seats = [], _Seats(day)
    for organization, units in _holders(waiting, state, seats).items():
        made += _tell(User.objects.officers_of([organization]), round, state, step, until, units)
    if step == "over":
        made += _tell_above(round, state, until, waiting, seats)
    return made


def _tell_above(round, state, until, waiting, seats):
    """One level up: the 片长单位 of units that are late with the 自评, where it reviews them; else the committee."""
    made, above = [], defaultdict(list)
    with_first = round.scheme.first_review == Scheme.FirstReview.LEAD
    for unit in waiting:
        lead = seats.lead_of(unit.alliance_id)
        if with_first and state == State.SELF and unit.organization_id and lead not in (None, unit.organization_id):
            above[lead].append(unit)
        else:
            above[None].append(unit)
    for organization, units in above.items():
        people = User.objects.officers_of([organization]) if organization else User.objects.staff_of(round.committee_id)
        made += _tell(people, round, state, "above", until, units)
    return made


def _remind_of_appeals(day):
    made = []
    appeals = Appeal.objects.filter(answered_at=None, assessment__round__state=Round.State.PUBLICITY)
    for appeal in appeals.select_related("assessment__round", *_subjects("assessment__")).order_by("pk"):
        step, round = step_due(day, appeal.due_on), appeal.assessment.round
        if step:
            words = f"答复期限{appeal.due_on}" + ("已过" if step == "over" else "")
            notices = _notify(
                User.objects.staff_of(round.committee_id),
                title=f"申诉待答复：{appeal.assessment}",
                body=f"{round}，{words}。{caveat(appeal.due_on)}",
                link=reverse("appeal-list", args=[round.pk]),
                key=f"appeal-{appeal.pk}-{step}",
            )
            made += _lines(notices)
    return made


def _holders(waiting, state, seats):
    """{organization: the units whose assessment its officers have}."""
    found = defaultdict(list)
    for unit in waiting:
        if state == State.SELF and unit.organization_id:
            found[unit.organization_id].append(unit)
        elif (lead := seats.lead_of(unit.alliance_id)) is not None:
            found[lead].append(unit)
    return found


class _Seats:
    """Leads of the day, read once."""

    def __init__(self, day):
        leads = Seat.objects.on(day).leading().values_list("alliance", "organization")
        self._leads = dict(leads)

    def lead_of(self, alliance):
        return self._leads.get(alliance)


def _tell(people, round, state, step, until, units):
    """One notice for all units that wait for these people; at each step once."""
    verb = WORDS[state]
    what = str(units[0]) if len(units) == 1 else f"{units[0]}等{len(units)}个"
    notices = _notify(
        people,
        title=f"{verb}{'即将到期' if step == 'due' else '已超期'}：{what}",
        body=f"{round}，{verb}截止{until}，{ASKS[step]}{caveat(until)}",
        link=link_of(units[0]) if len(units) == 1 and step != "above" else round.get_absolute_url(),
        key=f"round-{round.pk}-{state}-{until}-{step}",
    )
    return _lines(notices)


def _notify(people, **words):
    return notify(people, kind=Notice.Kind.REMINDER, **words)


def _lines(notices):
    return [f"{notice.recipient}：{notice.title}" for notice in notices]


def _subjects(prefix):
    return [f"{prefix}{name}" for name in ("alliance", "organization", "branch")]
