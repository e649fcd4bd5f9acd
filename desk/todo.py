"""What waits for a person, from all parts of the portal, most urgent first."""

from django.utils import timezone

from activities import todo as activities
from activities.tasklist import todo as tasks
from assessments import todo as contests
from assessments.rounds import todo as rounds
from assessments.rounds import unit_todo as assessments
from branches import brand_todo as brands
from branches.terms import todo as terms
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


def _lines(user, day):
    today = timezone.localdate(end_of(day))
    parts = {part.PART: part for part in LINED}
    first, *others = [part.lines_for(user, day) for part in LINED]
    rows = first.union(*others, all=True) if others else first
    return [parts[values[0]].item_of(values, today) for values in rows]
