from collections import defaultdict
from functools import cached_property

from django.db.models import Max

from assessments.facts.records import activities, contests, duties, letters, reports, standing, stars, tasks
from assessments.facts.units import spans_within
from assessments.models import RatingLevel
from assessments.reviews import results as reviews
from portal.quarters import months_of, quarters_of

PERIODS = {"quarter": quarters_of, "month": months_of}


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
        self._alliances_in, self._periods = {}, {}

    @cached_property
    def activities(self):
        return activities.load(self)

    @cached_property
    def of_unit(self):
        """{(kind, pk): its activities}: who took part in or held them."""
        return activities.by_unit(self.activities)

    @cached_property
    def led_by(self):
        """{(kind, pk): its activities}: which organization, which alliance leads them."""
        return activities.by_leader(self.activities)

    @cached_property
    def invitations(self):
        return activities.invitations(self.activities)

    @cached_property
    def forms(self):
        """{activity: its forms}; asked for only where a leaf names a form."""
        return activities.forms_of(self)

    def alliances_in(self, act):
        """Those that hold it, and those whose units took part, by the seats of its day."""
        if act.pk not in self._alliances_in:
            seats = (span for unit in act.took_part for span in self.seats.get(unit, ()) if act.starts_on in span)
            self._alliances_in[act.pk] = act.holders | {span.alliance for span in seats}
        return self._alliances_in[act.pk]

    def periods(self, by):
        """The quarters or months of the period."""
        if by not in self._periods:
            every = PERIODS[by](self.period.first_day.year)
            self._periods[by] = [period for period in every if period.last_day in self.period]
        return self._periods[by]

    @cached_property
    def outcomes(self):
        return reports.load_outcomes(self)

    @cached_property
    def report_days(self):
        return reports.load_report_days(self)

    @cached_property
    def duties(self):
        return duties.load(self)

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

    @cached_property
    def organizations(self):
        return standing.load_organizations(self)

    def place_of(self, organization):
        """In the official order of the city."""
        return self.organizations[organization].place

    @cached_property
    def branches(self):
        return standing.load_branches(self)

    @cached_property
    def branch_by_pk(self):
        return {branch.pk: branch for branches in self.branches.values() for branch in branches}

    @cached_property
    def brands(self):
        return standing.load_brands(self)

    @cached_property
    def honours(self):
        return standing.load_honours(self)

    @cached_property
    def stars(self):
        return stars.load(self)

    @cached_property
    def awards(self):
        return contests.load(self)

    @cached_property
    def letters(self):
        """{organization: what it had to answer}."""
        return letters.load(self)

    @cached_property
    def tasks(self):
        """{(kind, pk): its key tasks}."""
        return tasks.load(self)

    @cached_property
    def review_points(self):
        """{(kind, pk): [(Speaker, points), …]} of the 述职评议 meetings of the period, earliest first."""
        return reviews.points_of(self.committee, self.scheme.since, self.last_day)

    @cached_property
    def best_points(self):
        """{meeting: points of its best level}."""
        rows = RatingLevel.objects.filter(meeting__committee=self.committee).order_by()
        return dict(rows.values_list("meeting").annotate(Max("points")))
