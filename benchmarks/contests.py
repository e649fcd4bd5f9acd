"""The result of a large contest: loaded and computed, against the bare sum of the same marks in SQL.

Also two hundred judges who save at the same moment (PostgreSQL): how long each waits, and whether a mark is lost.
"""

import statistics
import threading
import time
from contextlib import closing

from django.db import connection

from assessments import sheets
from assessments.judging.result import compute
from assessments.models import Mark, Sheet
from assessments.results.loading import contest_data
from benchmarks.contest_data import create_contest

ENTRIES, JUDGES, CRITERIA = 500, 15, 8
ROUNDS = 5
SAVERS = 200
CONNECTIONS = 80  # as many as a server with its default of 100 leaves to the portal


def result():
    """{"marks", "load", "compute", "sum": seconds}; each the median of several rounds."""
    contest, stage = create_contest(ENTRIES, JUDGES, CRITERIA, marked=True)
    loads, computes, sums = [], [], []
    for _ in range(ROUNDS):
        seconds, data = _timed(contest_data, contest)
        loads.append(seconds)
        seconds, outcome = _timed(compute, data)
        computes.append(seconds)
        seconds, rows = _timed(_sum, stage)
        sums.append(seconds)
    placed = sum(row.placed.place is not None for row in outcome.final)
    if not placed == len(rows) == ENTRIES:
        raise SystemExit(f"{placed} of {ENTRIES} entries have a place, {len(rows)} a sum")
    return {
        "marks": Mark.objects.filter(sheet__turn__stage=stage).count(),
        "load": statistics.median(loads),
        "compute": statistics.median(computes),
        "sum": statistics.median(sums),
    }


def _sum(stage):
    """What any result has to read at the least: every mark once, added up by the database."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT s.turn_id, SUM(m.value) FROM assessments_mark m JOIN assessments_sheet s ON s.id = m.sheet_id "
            "JOIN assessments_turn t ON t.id = s.turn_id WHERE t.stage_id = %s GROUP BY s.turn_id",
            [stage.pk],
        )
        return cursor.fetchall()


def saves():
    """{"saved", "lost", "failed", "p50", "p95": ms, "seconds"}: every judge marks a whole sheet, all at once."""
    _, stage = create_contest(1, SAVERS, CRITERIA, marked=False)
    criteria = list(stage.criteria.all())
    rows = list(Sheet.objects.of_stage(stage).select_related("judge__user"))
    start, gate = threading.Barrier(len(rows)), threading.BoundedSemaphore(CONNECTIONS)
    waits, failed = [], []

    def score(sheet):
        start.wait()
        with gate, closing(connection):
            for criterion in criteria:
                began = time.perf_counter()
                try:
                    sheets.put_mark(sheet, criterion, _mark_of(sheet, criterion), by=sheet.judge.user)
                except Exception as fault:
                    failed.append(str(fault))
                waits.append((time.perf_counter() - began) * 1000)

    seconds, _ = _timed(_run, [threading.Thread(target=score, args=[sheet]) for sheet in rows])
    wanted = {(sheet.pk, one.pk, _mark_of(sheet, one)) for sheet in rows for one in criteria}
    kept = Mark.objects.filter(sheet__turn__stage=stage).values_list("sheet", "criterion", "value")
    kept = {(sheet, criterion, f"{value:.1f}") for sheet, criterion, value in kept}
    waits.sort()
    return {
        "saved": len(wanted & kept),
        "lost": len(wanted - kept),
        "failed": len(failed),
        "p50": waits[len(waits) // 2],
        "p95": waits[len(waits) * 95 // 100],
        "seconds": seconds,
    }


def _mark_of(sheet, criterion):
    """Of each judge and criterion another, so that no mark can stand for another's."""
    return f"{(sheet.judge.order_number * 7 + criterion.order_number * 13) % 120 / 10:.1f}"


def _run(threads):
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def _timed(call, *words):
    started = time.perf_counter()
    found = call(*words)
    return time.perf_counter() - started, found
