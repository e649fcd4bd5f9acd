"""Letters whose reply falls due in a period, by the unit that has to answer."""

from collections import defaultdict

from letters.replies import answered_in


def load(records):
    """{organization: its answers}, by the day they are due."""
    found = defaultdict(list)
    for answer in answered_in(records.committee, records.period.first_day, records.period.last_day):
        found[answer.organization_id].append(answer)
    return found
