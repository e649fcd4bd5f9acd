"""What waits for a person, from all parts of the portal, most urgent first."""

from django.utils import timezone

from activities import todo as activities
from activities.tasklist import todo as tasks
from assessments import todo as contests
from assessments.rounds import todo as rounds
from assessments.rounds import unit_todo as assessments
from branches import brand_todo as brands
from branches.terms import todo as terms
from desk import kinds
from letters import todo as letters
from letters import unit_todo as letter_parts
from portal.todo import by_urgency, end_of

# Parts whose lines all come by one query.
LINED = (letters, letter_parts, tasks, terms, brands, contests, rounds, assessments)
PARTS = (activities, *LINED)


def items_for(user, day):
    return by_urgency([*activities.items_for(user, day), *_lines(user, day)])


def rows_for(user, day):
    return [rows for part in PARTS for rows in part.rows_for(user, day)]


def lines_of(user, day):
    """The lines of all these parts, by one query. `day` may be a moment."""
    first, *others = [part.lines_for(user, day) for part in LINED]
    return first.union(*others, all=True)


def _lines(user, day):
    parts = {part.PART: part for part in LINED}
    today = timezone.localdate(end_of(day))
    rows = kinds.rows(user, lines_of) if today == timezone.localdate() else lines_of(user, day)
    return [parts[values[0]].item_of(values, today) for values in rows]
