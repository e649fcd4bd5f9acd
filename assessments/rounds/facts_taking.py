"""取数: what the sources find becomes the facts of the round; anew as long as a unit is not reviewed.

A small round takes them at once, a large one in a task that works through the units piece by piece and may be started
again: what is taken already is taken once more, and nothing is written that did not change.
"""

from dataclasses import dataclass
from functools import partial
from itertools import islice

from django.db import transaction
from django.utils import timezone

from assessments import tasks
from assessments.facts import take, units_of
from assessments.models import Assessment, Fact, Round

AT_ONCE = 200  # units; more go on in a task
PIECE = 200  # units in one transaction and in memory
ROWS = 1000
State = Assessment.State
UNDER_WAY = (State.SELF, State.FIRST, State.REVIEW)


@dataclass(frozen=True)
class Progress:
    done: int
    all: int

    @property
    def is_done(self):
        return self.done >= self.all


def take_first(round, number):
    """Called when the round opens, inside its transaction."""
    _begin(round)
    _take_or_queue(round, number)


@transaction.atomic
def retake(round, *, by=None):
    """Records changed: take the facts of all units anew that are not 已复核. Large rounds go on in a task."""
    round.hold()
    round.require_state(Round.State.SCORING)
    _begin(round)
    if by is not None:
        round.record("重新取数", by=by)
    _take_or_queue(round, round.assessments.filter(state__in=UNDER_WAY).count())


def take_all(round, *, day=None):
    """Write what changed, piece by piece. Returns how many facts did."""
    began, day = round.facts_since, day or timezone.localdate()
    assessments = dict(_keys(round.assessments.filter(state__in=UNDER_WAY)))
    units = [unit for unit in units_of(round.scheme) if unit.key in assessments]
    found = ((assessments[unit.key], facts) for unit, facts in take(round.scheme, units, day=day))
    changed = 0
    while piece := dict(islice(found, PIECE)):
        changed += _write(round, piece)
    gone = round.assessments.filter(state__in=UNDER_WAY, facts_at=None)
    gone.update(facts_at=timezone.now())  # who lost the seat meanwhile keeps what was found, or nothing
    Round.objects.filter(pk=round.pk, facts_since=began).update(facts_at=timezone.now())
    round.refresh_from_db(fields=["facts_at"])
    return changed


def take_for(assessment, *, day=None):
    """Of one unit that had none: it was 不参评 and takes part again."""
    round, key = assessment.round, key_of(assessment.alliance_id, assessment.organization_id, assessment.branch_id)
    units = [unit for unit in units_of(round.scheme) if unit.key == key]
    for _, found in take(round.scheme, units, day=day or timezone.localdate()):
        _write(round, {assessment.pk: found})
    Assessment.objects.filter(pk=assessment.pk, facts_at=None).update(facts_at=timezone.now())
    assessment.refresh_from_db(fields=["facts_at"])


def progress(round):
    """How many units have their facts of the last taking."""
    units = round.assessments.filter(state__in=UNDER_WAY)
    if round.facts_at and round.facts_since and round.facts_at >= round.facts_since:
        number = units.count()
        return Progress(number, number)
    taken = units.filter(facts_at__gte=round.facts_since).count() if round.facts_since else 0
    return Progress(taken, units.count())


def _begin(round):
    round.facts_since = timezone.now()
    Round.objects.filter(pk=round.pk).update(facts_since=round.facts_since)


def _take_or_queue(round, number):
    if number <= AT_ONCE:
        take_all(round)
    else:
        transaction.on_commit(partial(tasks.take_facts.delay, round.pk))


def _keys(assessments):
    rows = assessments.values_list("pk", "alliance", "organization", "branch")
    for pk, alliance, organization, branch in rows:
        yield key_of(alliance, organization, branch), pk


def key_of(alliance, organization, branch):
    """As facts.Unit.key."""
    if branch:
        return "branch", branch
    return ("organization", organization) if organization else ("alliance", alliance)


@transaction.atomic
def _write(round, piece):
    """Facts of these assessments that are still under way; one that was reviewed meanwhile keeps its own."""
    held = Assessment.objects.select_for_update(no_key=True, of=("self",)).filter(
        pk__in=piece, state__in=UNDER_WAY, round__state=Round.State.SCORING
    )
    keys = set(held.order_by("pk").values_list("pk", flat=True))
    kept = {
        (assessment, leaf): (pk, data)
        for pk, assessment, leaf, data in Fact.objects.filter(assessment__in=keys).values_list(
            "pk", "assessment", "indicator", "data"
        )
    }
    now = timezone.now()
    new, changed = [], []
    for assessment in sorted(keys):
        for leaf, facts in piece[assessment].items():
            data = facts.as_json()
            pk, before = kept.get((assessment, leaf), (None, None))
            if pk is None:
                new.append(Fact(assessment_id=assessment, indicator_id=leaf, data=data, taken_at=now))
            elif before != data:
                changed.append(Fact(pk=pk, data=data, taken_at=now))
    Fact.objects.bulk_create(new, batch_size=ROWS)
    Fact.objects.bulk_update(changed, ["data", "taken_at"], batch_size=ROWS)
    Assessment.objects.filter(pk__in=keys).update(facts_at=now)
    return len(new) + len(changed)
