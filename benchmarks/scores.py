"""The scores of a whole round, from the records to grades and places, in one process; against bare sums in SQL.

Leaves that are compared with all units are looked for twice: once for what all have, once for the score.
"""

import resource
import time
from collections import defaultdict
from datetime import date

from django.db import connection, transaction

from alliances.models import Committee
from assessments.facts import take, units_of
from assessments.facts.records import Records
from assessments.models import Scheme
from assessments.schemes.trees import grade_rules, tree_of
from assessments.scoring import grades
from assessments.scoring.facts import Facts
from assessments.scoring.frame import Frame
from assessments.scoring.tree import compute_values
from benchmarks.requesting import counted
from benchmarks.scored_aggregates import aggregates
from benchmarks.scored_committee import create_committee, scored_year
from benchmarks.scored_schemes import create_branch_scheme, create_unit_scheme, entered_facts

NOTHING = Facts()
DAY = date(scored_year() + 1, 1, 15)
TURNS = 7  # different things that people enter


@transaction.atomic
def create(organizations):
    """A committee of so many units with both schemes, for `scores` and for benchmarks.round_pages."""
    committee = create_committee(int(organizations))
    create_unit_scheme(committee, scored_year())
    create_branch_scheme(committee, scored_year())


def scores(rounds="1"):
    """{"units", "leaves", "sources", "queries", "seconds", "cpu", "take", "bare": seconds, "mb", "before_mb"}.

    Of several rounds the calmest. Memory is the peak of the first round, before the bare sums are asked for.
    """
    committee = Committee.objects.get(short_name__startswith="考核工委")
    scheme = Scheme.objects.get(committee=committee, audience="organization")
    before, found = _peak(), []
    for number in range(int(rounds)):
        with counted() as queries:
            found.append(_scored(scheme))
        if not number:
            asked, peak = len(queries), _peak()
    best = min(found, key=lambda one: one["cpu"])
    bare = [_bare(scheme) for _ in range(3)]
    return {**best, "queries": asked, "bare": min(bare), "mb": peak, "before_mb": before}


def _scored(scheme):
    clock = _Clock()
    roots = tree_of(scheme)
    leaves = [leaf for root in roots for leaf in root.leaves]
    records, units = Records(scheme, DAY), units_of(scheme)
    sources = set(scheme.indicators.exclude(source="").values_list("source", flat=True))
    compared = [leaf for leaf in leaves if "peers" in leaf.rule.needs]
    peers = defaultdict(list)
    for _, facts in clock.timed(take(scheme, units, day=DAY, records=records, leaves=[leaf.id for leaf in compared])):
        for leaf in compared:
            peers[leaf.id].append(leaf.rule.measure(facts[leaf.id]))
    frames = {leaf.id: Frame(leaf.points, scheme.period, tuple(peers[leaf.id])) for leaf in leaves}
    entered = _entered(leaves, {leaf.id for leaf in leaves} - _sourced(scheme))
    totals = []
    for unit, facts in clock.timed(take(scheme, units, day=DAY, records=records)):
        facts |= entered[len(totals) % TURNS]
        found = compute_values(roots, facts, frames, scheme.decimals)
        parts = {root.id: found.values[root.id] for root in roots}
        totals.append(grades.Standing(unit.key, found.total, found.vetoes, parts))
    graded = grades.award(totals, grade_rules(scheme.grades.prefetch_related("needs")), tie=scheme.quota_tie)
    places = grades.places({one.subject: one.total for one in totals})
    _require(units, leaves, totals, graded, places)
    return {"units": len(units), "leaves": len(leaves), "sources": len(sources), **clock.read()}


def _sourced(scheme):
    return set(scheme.indicators.exclude(source="").values_list("pk", flat=True))


def _entered(leaves, by_people):
    """Of the leaves that people fill in, a few different answers in turn."""
    return [
        {leaf.id: entered_facts(leaf.rule.kind, turn) for leaf in leaves if leaf.id in by_people}
        for turn in range(TURNS)
    ]


def _require(units, leaves, totals, graded, places):
    """That something was computed: all units, different totals, several grades."""
    different, named = len({one.total for one in totals}), len({one.grade for one in graded.values()})
    if not len(units) == len(totals) == len(places) or len(leaves) != 40 or different < 20 or named < 3:
        raise SystemExit(f"{len(totals)} totals of {len(units)} units, {different} different, {named} grades")


def _bare(scheme):
    """Seconds of one aggregate a source, each unit's rows once: what any computation has to read at the least."""
    started = time.perf_counter()
    for statement, words in aggregates(scheme):
        with connection.cursor() as cursor:
            cursor.execute(statement, words)
            if not cursor.fetchall():
                raise SystemExit(f"nothing found: {statement}")
    return time.perf_counter() - started


class _Clock:
    """Wall clock and processor time of all, and how much of it went into taking facts."""

    def __init__(self):
        self.began, self.cpu, self.taking = time.perf_counter(), time.process_time(), 0

    def timed(self, found):
        while True:
            started = time.perf_counter()
            row = next(found, None)
            self.taking += time.perf_counter() - started
            if row is None:
                return
            yield row

    def read(self):
        wall = time.perf_counter() - self.began
        return {"seconds": wall, "cpu": time.process_time() - self.cpu, "take": self.taking}


def _peak():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
