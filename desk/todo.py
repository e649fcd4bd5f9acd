"""What waits for a person, from all parts: each answers `items_for(user, day)` and `rows_for(user, day)`."""

from activities import todo as activities
from branches import brand_todo as brands
from portal.todo import by_urgency

PARTS = (activities, brands)


def items_for(user, day):
    return by_urgency(item for part in PARTS for item in part.items_for(user, day))


def rows_for(user, day):
    return [rows for part in PARTS for rows in part.rows_for(user, day)]
