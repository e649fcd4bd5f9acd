"""How long a workbook takes from the opened file to the committed transaction, and the most memory the process had."""

import resource
import time
from pathlib import Path

from activities import defaults as activity_defaults
from activities import ledger
from alliances import defaults as alliance_defaults
from alliances.models import Committee
from branches import roster
from desk.sample.loading import LEDGERS, ROSTER


def roster_import(path=""):
    """{"seconds", "again", "mb", "counts"}; `again` is the same workbook once more, when nothing has changed."""
    committee = Committee.objects.create(name="示例市直机关工委", short_name="示例工委")
    alliance_defaults.create_categories(committee)
    before = _peak()
    seconds, (_, plan) = _timed(_import, committee, Path(path or ROSTER))
    first = _peak()
    again, _ = _timed(_import, committee, Path(path or ROSTER))
    counts = {key: part["new"] for key, part in plan.counts().items()}
    return {"seconds": seconds, "again": again, "before_mb": before, "mb": first, "counts": counts}


def ledger_import():
    committee = Committee.objects.create(name="示例市直机关工委", short_name="示例工委")
    alliance_defaults.create_categories(committee)
    activity_defaults.create_words(committee)
    _import(committee, ROSTER)
    seconds, made = _timed(_import_ledgers, committee)
    return {"seconds": seconds, "rows": made, "mb": _peak()}


def _import(committee, path):
    with path.open("rb") as file:
        return roster.import_now(committee, file, name=path.name, new_alliances=True)


def _import_ledgers(committee):
    made = 0
    for path in LEDGERS:
        with path.open("rb") as file:
            made += len(ledger.apply(ledger.plan_ledger(committee, file, name=path.name)))
    return made


def _timed(call, *words):
    started = time.perf_counter()
    result = call(*words)
    return time.perf_counter() - started, result


def _peak():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
