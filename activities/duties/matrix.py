"""The shape of the duty matrix: columns are duties in periods, rows are alliances, cells say how each stands."""

from dataclasses import dataclass, field
from datetime import date
from urllib.parse import urlencode

from django.db.models import TextChoices
from django.urls import reverse

from activities.duties.facts import owes, periods_of
from activities.duties.states import NOT_OWED, Verdict, verdicts
from activities.models import Duty
from alliances.models import Alliance
from portal.quarters import Period

FOUR = 4  # “四个一”


class Owner(TextChoices):
    """Whose cells these are: the name of the filter of the activity list, too."""

    ALLIANCE = "alliance"
    ORGANIZATION = "organization"


@dataclass
class Column:
    """A duty in a period."""

    duty: Duty
    period: Period
    is_edge: bool  # a new group of columns begins here
    is_sum: bool  # the year's total of what other columns ask by quarter
    is_due: bool  # has begun
    owed: int = 0
    met: int = 0
    counted: set[int] = field(default_factory=set)  # activities, so that one of several alliances is one 场次

    @property
    def is_yearly(self):
        return self.duty.period == Duty.Period.YEAR

    @property
    def label(self):
        """一季度, 7月, or the duty's name where it is asked once a year."""
        if self.is_yearly:
            return self.duty.name.removesuffix("（全年）")
        return self.period.label.removeprefix(f"{self.duty.year}年").removeprefix("第")

    @property
    def short_label(self):
        """For a phone, where four stand side by side."""
        return self.duty.short_name if self.is_yearly and self.duty.short_name else self.label

    @property
    def unit(self):
        return "次" if self.is_yearly and not self.is_sum else "场"

    @property
    def held(self):
        return len(self.counted)


@dataclass
class Cell:
    column: Column
    owner: object  # Alliance or Organization
    verdict: Verdict
    is_owed: bool
    reminded_on: date | None
    url: str

    word = property(lambda self: self.verdict.word)
    kind = property(lambda self: self.verdict.kind)
    count = property(lambda self: self.verdict.count)
    day = property(lambda self: self.verdict.day)

    @property
    def code(self):
        """Names the cell in a form."""
        return f"{self.column.duty.pk}-{self.column.period.key}-{self.owner.pk}"

    @property
    def is_open(self):
        """Late, or has begun and nothing is settled."""
        return self.is_owed and self.column.is_due and self.kind in ("wait", "late")


@dataclass
class Row:
    alliance: Alliance
    lead: str
    cells: list[Cell]


@dataclass
class Group:
    label: str
    span: int
    is_edge: bool


@dataclass
class Progress:
    year: int
    day: date
    columns: list[Column]
    rows: list[Row]

    @property
    def last_day(self):
        return date(self.year, 12, 31)

    @property
    def cells(self):
        return [cell for row in self.rows for cell in row.cells]

    @property
    def groups(self):
        """Head of the columns: each duty by quarter or month, then those of the year together."""
        grouped = {}
        for column in self.columns:
            grouped.setdefault("year" if column.is_yearly else column.duty.pk, []).append(column)
        return [Group(_group_label(columns), len(columns), columns[0].is_edge) for columns in grouped.values()]

    @property
    def sums(self):
        """到期应完成 and what has become of it; it adds up (components/sums.html)."""
        due = [cell for cell in self.cells if cell.is_owed and cell.column.is_due]
        parts = (
            ("已完成", lambda cell: cell.kind == "done"),
            ("已排期", lambda cell: cell.kind == "set"),
            ("待报待审", lambda cell: cell.kind in ("now", "wait") and cell.word != "未排"),
            ("未排", lambda cell: cell.word == "未排"),
            ("逾期", lambda cell: cell.kind == "late"),
        )
        counts = [("到期应完成", len(due)), *((label, sum(map(part, due))) for label, part in parts)]
        return [
            {"label": label, "value": value, "unit": "项", "late": label == "逾期" and value > 0}
            for label, value in counts
        ]


def columns_of(duties, day):
    """Duties by quarter and month first, those of the year after them."""
    duties = sorted(duties, key=lambda duty: duty.period == Duty.Period.YEAR)
    often = {duty.type_id for duty in duties if duty.period != Duty.Period.YEAR}
    columns = []
    for duty in duties:
        yearly = duty.period == Duty.Period.YEAR
        for number, period in enumerate(periods_of(duty)):
            begins = number == 0 and not (yearly and columns and columns[-1].is_yearly)
            columns.append(
                Column(
                    duty=duty,
                    period=period,
                    is_edge=begins and bool(columns),
                    is_sum=yearly and duty.type_id in often,
                    is_due=period.first_day <= day,
                )
            )
    return columns


def cells_of(owner, kind, columns, facts, reminded, day):
    """One row. Periods that are not owed take no part, for nothing can make up for them."""
    found = {}
    for duty in {column.duty for column in columns}:
        own = facts.get((duty.type_id, owner.pk), [])
        owed = [period for period in periods_of(duty) if owes(owner, period)]
        found[duty.pk] = verdicts(owed, own, duty.times, day)
    cells = []
    for column in columns:
        verdict = found[column.duty.pk].get(column.period.key)
        told = reminded.get((column.duty.pk, owner.pk, column.period.key))
        cells.append(Cell(column, owner, verdict or NOT_OWED, verdict is not None, told, list_url(column, owner, kind)))
        if verdict:
            _add_to_totals(column, verdict)
    return cells


def list_url(column, owner, kind):
    """The activities behind a cell, in the activity list."""
    query = {kind: owner.pk, "type": column.duty.type_id, "period": column.period.key}
    return f"{reverse('activity-list')}?{urlencode(query)}"


def _add_to_totals(column, verdict):
    if column.is_due:
        column.owed += 1
        column.met += verdict.is_met
    column.counted.update(fact.pk for fact in verdict.counted)


def _group_label(columns):
    first = columns[0].duty
    times = {column.duty.times for column in columns}
    if not columns[0].is_yearly:
        return f"{first.name}，{first.get_period_display()} {first.times} 场"
    if len(times) > 1:
        return "全年任务"
    title = "“四个一”" if len(columns) == FOUR else "全年任务"
    return f"{title}，全年各 {first.times} 次"
