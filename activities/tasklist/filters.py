"""Which tasks does an address ask for? Read from the query string; what makes no sense is left out.

?state= (open when nothing is said; all, late, or a state) &source= &quarter=2026Q3 &alliance=3 &organization= &q=
"""

from dataclasses import dataclass

from django.db.models import Count, Q

from activities.models import Task
from activities.tasklist.states import IN_HAND, NOT_GIVEN, TaskState
from alliances.models import Organization, Seat
from portal.asked import whole_number
from portal.quarters import Quarter, period_of

OPEN, ALL, LATE = "open", "all", "late"
SPECIAL = (OPEN, ALL, LATE)
QUARTERS = 6  # offered


@dataclass(frozen=True)
class Filters:
    state: str = OPEN
    source: str = ""
    quarter: str = ""
    alliance: int | None = None
    organization: int | None = None
    words: str = ""

    @classmethod
    def read(cls, query):
        state, source = query.get("state", ""), query.get("source", "")
        quarter = _quarter(query.get("quarter", ""))
        return cls(
            # A quarter's list is asked for as a whole, to its end.
            state=state if state in (*SPECIAL, *TaskState.values) else ALL if quarter else OPEN,
            source=source if source in Task.Source.values else "",
            quarter=quarter,
            alliance=whole_number(query.get("alliance")),
            organization=whole_number(query.get("organization")),
            words=query.get("q", "").replace("\x00", "").strip()[:60],
        )

    @property
    def chosen(self):
        return self != Filters()

    @property
    def quarter_label(self):
        return period_of(self.quarter).label if self.quarter else ""

    def apply(self, tasks, day):
        tasks = self.without_state(tasks, day)
        if self.state == OPEN:
            return tasks.open().order_by("due_on", "pk")
        if self.state == LATE:
            return tasks.overdue(day).order_by("due_on", "pk")
        if self.state != ALL:
            tasks = tasks.filter(state=self.state)
        return tasks.order_by("due_on", "pk") if self.quarter else tasks.order_by("-due_on", "-pk")

    def without_state(self, tasks, day):
        if self.source:
            tasks = tasks.filter(source=self.source)
        if self.quarter:
            tasks = tasks.filter(quarter=self.quarter)
        if self.alliance is not None:
            seats = Seat.objects.on(day).filter(alliance=self.alliance)
            tasks = tasks.filter(Q(alliance=self.alliance) | Q(organization__in=seats.values("organization")))
        if self.organization is not None:
            tasks = tasks.filter(organization=self.organization)
        if self.words:
            units = Organization.objects.filter(search_key__icontains=self.words.lower())
            named = Q(title__icontains=self.words) | Q(source_text__icontains=self.words)
            tasks = tasks.filter(named | Q(organization__in=units) | Q(alliance__name__icontains=self.words))
        return tasks


def sums_of(tasks, day):
    """What was given and what has become of it; it adds up (components/sums.html). One query."""
    late = Q(state__in=IN_HAND, due_on__lt=day)
    found = (
        tasks.exclude(state__in=NOT_GIVEN)
        .order_by()
        .aggregate(
            given=Count("pk"),
            closed=Count("pk", filter=Q(state=TaskState.CLOSED)),
            reported=Count("pk", filter=Q(state=TaskState.REPORTED)),
            in_hand=Count("pk", filter=Q(state__in=IN_HAND) & ~late),
            late=Count("pk", filter=late),
        )
    )
    labels = (("given", "已交办"), ("closed", "办结"), ("reported", "待核查"), ("in_hand", "办理中"), ("late", "逾期"))
    return [
        {"label": label, "value": found[key], "unit": "项", "late": key == "late" and found[key] > 0}
        for key, label in labels
    ]


def quarters_to_choose(day, chosen=""):
    """The next quarter and those before it, and the one that is chosen."""
    quarter, offered = Quarter.of(day).next(), []
    for _ in range(QUARTERS):
        offered.append(quarter.period)
        quarter = quarter.previous()
    if chosen and chosen not in [period.key for period in offered]:
        offered.append(period_of(chosen))
    return offered


def _quarter(text):
    try:
        return text if "Q" in text and 1921 <= period_of(text).first_day.year < 2200 else ""
    except ValueError:
        return ""
