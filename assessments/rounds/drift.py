"""数据已变动: what would the sources find today that a final round did not? The result stays as it is.

Looked at: rounds that are shown or final. What would be found is kept with the fact, so that a passport shows it.
"""

from django.db import transaction
from django.utils import timezone

from assessments import tasks
from assessments.facts import take, units_of
from assessments.models import Fact, Round
from assessments.rounds.facts_taking import AT_ONCE, key_of
from assessments.scoring.facts import Facts

LOOKED_AT = 2  # years after 定格 in which records are still compared
ROWS = 1000
PIECE = 200


def compare_all(day=None):
    """Of all rounds in which somebody may still ask: (round, number of facts that differ)."""
    day = day or timezone.localdate()
    rounds = Round.objects.filter(state__in=Round.SHOWN, scheme__until__year__gte=day.year - LOOKED_AT)
    return [(round, compare(round, day=day)) for round in rounds.select_related("scheme").order_by("pk")]


def compare_soon(round):
    """At once for a small round, in the background for a large one. Whether it was done."""
    if round.assessments.taking_part().count() <= AT_ONCE:
        compare(round)
        return True
    transaction.on_commit(tasks.compare_rounds.delay)
    return False


def compare(round, *, day=None):
    """Number of facts that differ; each keeps what would be found today, or None once it agrees again."""
    day = day or timezone.localdate()
    rows = round.assessments.taking_part().values_list("pk", "alliance", "organization", "branch")
    assessments = {key_of(*owner): pk for pk, *owner in rows}
    units = [unit for unit in units_of(round.scheme) if unit.key in assessments]
    differing, piece = 0, {}
    for unit, found in take(round.scheme, units, day=day):
        piece[assessments[unit.key]] = found
        if len(piece) == PIECE:
            differing += _compare(piece)
            piece = {}
    differing += _compare(piece)
    Round.objects.filter(pk=round.pk).update(drift_at=timezone.now())
    return differing


def _compare(piece):
    changed, differing = [], 0
    for fact in Fact.objects.filter(assessment__in=piece):
        if fact.indicator_id not in piece[fact.assessment_id]:
            continue
        today = piece[fact.assessment_id][fact.indicator_id].as_json()
        drift = today if today != fact.data else None
        differing += drift is not None
        if drift != fact.drift:
            fact.drift = drift
            changed.append(fact)
    Fact.objects.bulk_update(changed, ["drift"], batch_size=ROWS)
    return differing


def words_of(before, after):
    """What changed, item by item: 新增…, 不再有…, 改为…."""
    old = {item.key: item for item in Facts.from_json(before).items}
    new = {item.key: item for item in Facts.from_json(after).items}
    lines = [f"新增：{item.text}" for key, item in new.items() if key not in old]
    lines += [f"不再有：{item.text}" for key, item in old.items() if key not in new]
    lines += [f"{old[key].text} → {item.text}" for key, item in new.items() if key in old and old[key] != item]
    return tuple(lines)
