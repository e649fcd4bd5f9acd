from collections import defaultdict
from functools import cached_property

from assessments.facts.records import activities
from assessments.facts.units import spans_within


class Records:
    """Everything of one committee that the sources read, as of a day: each kind is loaded when it is first asked for,
    in a fixed number of queries."""

    def __init__(self, scheme, day):
        self.scheme = scheme
        self.committee = scheme.committee_id
        self.period = scheme.period
        self.sharing = scheme.sharing
        self.day = day
        self.last_day = min(day, scheme.until)  # how it stood at the end, or stands so far

    @cached_property
    def activities(self):
        return activities.load(self)

    @cached_property
    def of_unit(self):
        """{(kind, pk): its activities}: who took part in or held them."""
        return activities.by_unit(self.activities)

    @cached_property
    def invitations(self):
        return activities.invitations(self.activities)

    @cached_property
    def forms(self):
        """{activity: its forms}; asked for only where a leaf names a form."""
        return activities.forms_of(self)

    @cached_property
    def seats(self):
        """{organization: its spans within the period}."""
        return spans_within(self.scheme)

    @cached_property
    def members(self):
        """{alliance: [(organization, span), …]}."""
        found = defaultdict(list)
        for organization, spans in self.seats.items():
            for span in spans:
                found[span.alliance].append((organization, span))
        return found
