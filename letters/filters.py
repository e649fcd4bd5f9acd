"""Which letters does an address ask for? Read from the query string; what makes no sense is left out.

?kind=reminder &state=issued &unit=12 &year=2026 &overdue=1 &q=换届 &sort=-signed_on
"""

from dataclasses import dataclass

from django.db.models import Case, Exists, F, OuterRef, Q, When

from alliances.models import Organization
from letters.models import Recipient
from letters.models.states import Kind, State
from letters.texts import one_line
from portal.asked import whole_number

SORTS = ("title", "kind", "number", "signed_on", "reply_due", "state")
NEWEST = "-signed_on"
YEARS = range(1921, 2200)
ORDER_OF_KINDS = Case(*(When(kind=kind, then=place) for place, kind in enumerate(Kind.values)))
ORDER_OF_STATES = Case(*(When(state=state, then=place) for place, state in enumerate(State.values)))


@dataclass(frozen=True)
class Filters:
    kind: str = ""
    state: str = ""
    unit: int | None = None
    year: int | None = None
    overdue: bool = False
    words: str = ""
    sort: str = NEWEST

    @classmethod
    def read(cls, query):
        kind, state, sort = query.get("kind", ""), query.get("state", ""), query.get("sort", "")
        year = number(query.get("year"))
        return cls(
            kind=kind if kind in Kind.values else "",
            state=state if state in State.values else "",
            unit=number(query.get("unit")),
            year=year if year in YEARS else None,
            overdue=query.get("overdue") == "1",
            words=one_line(query.get("q", ""), 60),
            sort=sort if sort.removeprefix("-") in SORTS else NEWEST,
        )

    @property
    def chosen(self):
        """Whether anything narrows the list."""
        return self != Filters(sort=self.sort)

    def apply(self, letters, day):
        letters = letters.filter(self._asked())
        if self.state:
            letters = letters.filter(state=self.state)
        if self.unit is not None:
            letters = letters.filter(Exists(Recipient.objects.filter(letter=OuterRef("pk"), organization=self.unit)))
        if self.overdue:
            letters = letters.overdue(day)
        return letters.order_by(*self._order())

    def apply_to_received(self, recipients):
        """The same questions about what a unit received."""
        return recipients.filter(self._asked("letter__"))

    def _asked(self, path=""):
        asked = Q()
        if self.kind:
            asked &= Q(**{f"{path}kind": self.kind})
        if self.year is not None:
            signed = Q(**{f"{path}signed_on__year": self.year})
            unsigned = Q(**{f"{path}signed_on": None, f"{path}created_at__year": self.year})
            asked &= signed | unsigned
        return asked & self._named(path) if self.words else asked

    def _named(self, path):
        """In the title, number or body, or by the name or pinyin initials of a unit it went to."""
        named = Q()
        for field in ("title", "number", "body"):
            named |= Q(**{f"{path}{field}__icontains": self.words})
        if not path:
            units = Organization.objects.filter(search_key__icontains=self.words.lower())
            named |= Q(Exists(Recipient.objects.filter(letter=OuterRef("pk"), organization__in=units)))
        return named

    def _order(self):
        field = self.sort.removeprefix("-")
        key = {"kind": ORDER_OF_KINDS, "state": ORDER_OF_STATES}.get(field, F(field))
        if self.sort == NEWEST:  # what is not signed yet is the newest
            return (F(field).desc(nulls_first=True), "-created_at", "-pk")
        direction = key.desc if self.sort.startswith("-") else key.asc
        return (direction(nulls_last=True), "-created_at", "-pk")


def number(value):
    """A key or year from an address; what makes no sense is none."""
    return whole_number(value)
