"""Statistics of a year with 200,000 activities, all of them accepted, and 20,000 more in the year before.

Each has three units that came, a report with two figures, and one in twenty is held with a second alliance. They are
written by the database itself, from one row each that the portal's models made, for the models would take minutes.
"""

import os
import time
from dataclasses import dataclass
from datetime import date, datetime
from datetime import time as clock
from pathlib import Path

from django.db import connection, transaction
from django.utils import timezone

from activities.models import Activity, ActivityType, Measure, Outcome, Participation, Report
from activities.models.states import State
from alliances.models import Alliance, Committee, Organization
from benchmarks.requesting import counted
from desk.statistics.counting import GROUPINGS, count
from desk.statistics.figures import Scope, figures, windows_of
from desk.statistics.scopes import Asked
from desk.statistics.tables import table

YEAR = 2025
ACTIVITIES, BEFORE = 200_000, 20_000
UNITS_EACH, PARTNERS_EVERY = 3, 20
BATCHES = 3
NUMBERS = "WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < {last})"


@transaction.atomic
def create():
    committee = Committee.objects.order_by("pk").first()
    Activity.objects.filter(committee=committee, starts_at__year__in=[YEAR, YEAR - 1]).delete()
    for year, number in ((YEAR, ACTIVITIES), (YEAR - 1, BEFORE)):
        _fill(committee, year, number)
    return Activity.objects.count()


def measure():
    """Lines of the table of budgets: [what, value, unit, budget, note]. Of several runs the calmest."""
    committee = Committee.objects.order_by("pk").first()
    scope = Scope(committee, date(YEAR, 1, 1), date(YEAR, 12, 31))
    _require_all(scope)
    budget = 1 if connection.vendor == "postgresql" else None
    calls = {"figures": lambda: figures(scope)}
    for by in (*GROUPINGS, "month"):
        asked = Asked(scope=scope, by=by)
        calls[f"table by {by}"] = lambda asked=asked: table(asked)
    lines = []
    for what, call in calls.items():
        taken = _calmest(call)
        with counted() as queries:
            call()
        note = f"{taken.cpu:.2f} s of {'the server’s' if taken.is_server else 'our'} processor, {len(queries)} queries"
        lines.append([f"{what}, {ACTIVITIES:,} activities of a year", taken.wall, "s", budget, note])
    bare, ours = _calmest(lambda: _bare(scope)), _calmest(lambda: count(scope, windows_of(scope)))
    note = f"{ours.wall:.2f} s and {bare.wall:.2f} s; by processor time {ours.cpu / bare.cpu:.2f}"
    return [*lines, ["the figures : the bare aggregates of one year in SQL", ours.wall / bare.wall, "", None, note]]


def _require_all(scope):
    found = {one.key: one.value for one in figures(scope)}
    if found["held"] != ACTIVITIES or found["units"] != ACTIVITIES * UNITS_EACH:
        raise SystemExit(f"{found['held']} activities, {found['units']} units")


def _bare(scope):
    """The same sums by hand: activities and reports, units, outcomes; of the year alone, not grouped."""
    words = [scope.committee.pk, _midnight(YEAR), _midnight(YEAR + 1)]
    held = "a.committee_id = %s AND a.state = 'accepted' AND a.starts_at >= %s AND a.starts_at < %s"
    statements = (
        "SELECT COUNT(*), SUM(r.head_count), SUM(r.expense) FROM activities_activity a "  # noqa: S608  our own names
        f"LEFT JOIN activities_report r ON r.activity_id = a.id WHERE {held}",
        "SELECT COUNT(*) FROM activities_participation p JOIN activities_activity a ON a.id = p.activity_id "  # noqa: S608  our own names
        f"WHERE {held} AND (p.present_count > 0 OR p.present_count IS NULL AND p.answer = 'attending')",
        "SELECT o.measure_id, SUM(o.value) FROM activities_outcome o "  # noqa: S608  our own names
        "JOIN activities_report r ON r.id = o.report_id "
        f"JOIN activities_activity a ON a.id = r.activity_id WHERE {held} GROUP BY 1",
    )
    for statement in statements:
        with connection.cursor() as cursor:
            cursor.execute(statement, words)
            cursor.fetchall()


@dataclass(frozen=True)
class Taken:
    wall: float  # seconds
    cpu: float
    is_server: bool  # whose processor time: the server's, where it can be read, or our own


def _calmest(call):
    """The least of several runs. The processor's time is that of one process: no helpers of the server."""
    runs = [_timed(call, time.process_time) for _ in range(BATCHES)]
    server = _server_clock()
    if server is None:
        return Taken(*map(min, zip(*runs, strict=True)), False)
    with connection.cursor() as cursor:
        cursor.execute("SET max_parallel_workers_per_gather = 0")
        alone = [_timed(call, server) for _ in range(BATCHES)]
        cursor.execute("RESET max_parallel_workers_per_gather")
    return Taken(min(wall for wall, _ in runs), min(cpu for _, cpu in alone), True)


def _timed(call, processor):
    """(seconds by the clock, seconds of the processor)"""
    started, cpu = time.perf_counter(), processor()
    call()
    return time.perf_counter() - started, processor() - cpu


def _server_clock():
    """Seconds of the processor that the server's process for our connection has used; None where there is none."""
    if connection.vendor != "postgresql":
        return None
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        stat = Path(f"/proc/{cursor.fetchone()[0]}/stat")
    if not stat.exists():
        return None
    return lambda: sum(map(int, stat.read_text().rpartition(")")[2].split()[11:13])) / os.sysconf("SC_CLK_TCK")


def _fill(committee, year, number):
    alliances = list(Alliance.objects.filter(committee=committee).values_list("pk", flat=True))
    units = list(Organization.objects.filter(committee=committee).values_list("pk", flat=True))
    types = list(ActivityType.objects.filter(committee=committee).values_list("pk", flat=True))
    measures = list(Measure.objects.filter(committee=committee)[:2])
    first = Activity.objects.create(
        committee=committee,
        alliance_id=alliances[0],
        host_id=units[0],
        type_id=types[0],
        title="示例活动",
        starts_at=_midnight(year),
        ends_at=_midnight(year),
        state=State.ACCEPTED,
    )
    report = Report.objects.create(activity=first, head_count=30, expense=100)
    for unit in units[:UNITS_EACH]:
        Participation.objects.create(activity=first, organization_id=unit, answer="attending", present_count=10)
    for measure_ in measures:
        Outcome.objects.create(report=report, measure=measure_, value=12)
    _multiply(Activity, {"id": first.pk}, number - 1, {
        "id": f"{first.pk} + n.i + 1",
        "alliance_id": _turns("n.i", alliances),
        "host_id": _turns("n.i", units),
        "type_id": _turns("n.i", types),
        "uid": _new_uid(),
        "starts_at": _later("starts_at", 365 * 1440 // number + 1),
        "ends_at": _later("starts_at", 365 * 1440 // number + 1),
    })  # fmt: skip
    children = {"id": None, "activity_id": f"{first.pk} + n.i + 1"}
    _multiply(Report, {"activity_id": first.pk}, number - 1, {**children, "id": f"{report.pk} + n.i + 1"})
    _multiply(Participation, {"activity_id": first.pk}, number - 1, children)
    _multiply(Outcome, {"report_id": report.pk}, number - 1, {"id": None, "report_id": f"{report.pk} + n.i + 1"})
    _join(first.pk, number, alliances)


def _multiply(model, of, times, changed):
    """So many copies of the rows, some columns written anew; without its own id the database numbers them."""
    columns = [field.column for field in model._meta.concrete_fields if changed.get(field.column, "") is not None]
    values = ", ".join(changed.get(column) or f"t.{column}" for column in columns)
    (key, value), table_name = next(iter(of.items())), model._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table_name} ({', '.join(columns)}) "  # noqa: S608  names of our own columns
            f"{NUMBERS.format(last=times - 1)} SELECT {values} FROM n, {table_name} t WHERE t.{key} = {value}"
        )
        if connection.vendor == "postgresql" and "id" in columns:
            cursor.execute(
                f"SELECT setval(pg_get_serial_sequence('{table_name}', 'id'), (SELECT MAX(id) FROM {table_name}))"  # noqa: S608  our own names
            )


def _join(first, number, alliances):
    """One in twenty is held together with the alliance after its own."""
    partner = _turns(f"n.i * {PARTNERS_EVERY}", [*alliances[1:], alliances[0]])
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO activities_activity_partners (activity_id, alliance_id) "  # noqa: S608  our own names
            f"{NUMBERS.format(last=(number - 1) // PARTNERS_EVERY - 1)} "
            f"SELECT {first} + n.i * {PARTNERS_EVERY} + 1, {partner} FROM n"
        )


def _turns(number, pks):
    whens = " ".join(f"WHEN {place} THEN {pk}" for place, pk in enumerate(pks))
    return f"CASE {number} % {len(pks)} {whens} END"


def _later(column, minutes):
    if connection.vendor == "postgresql":
        return f"t.{column} + n.i * {minutes} % 525000 * INTERVAL '1 minute'"
    return f"strftime('%Y-%m-%d %H:%M:%S', t.{column}, '+' || (n.i * {minutes} % 525000) || ' minutes')"


def _new_uid():
    return "gen_random_uuid()" if connection.vendor == "postgresql" else "lower(hex(randomblob(16)))"


def _midnight(year):
    return timezone.make_aware(datetime.combine(date(year, 1, 1), clock.min))
