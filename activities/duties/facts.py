"""Which activities count for whose duty: loaded for a whole year at once, in a fixed number of queries.

facts_of_alliances(committee, year)      {(type id, alliance id): [Fact, …]}       held together counts for each
facts_of_organizations(committee, year)  {(type id, organization id): [Fact, …]}   as host, or having taken part
"""

from collections import defaultdict

from django.db.models import Q
from django.utils import timezone

from activities.duties.states import Fact
from activities.models import Activity, Duty, Participation
from portal.quarters import months_of, quarters_of, year_period


def periods_of(duty):
    if duty.period == Duty.Period.QUARTER:
        return quarters_of(duty.year)
    if duty.period == Duty.Period.MONTH:
        return months_of(duty.year)
    return [year_period(duty.year)]


def owes(owner, period):
    """Who is founded or closed meanwhile owes the periods whose last day it sees."""
    since, until = getattr(owner, "since", None), owner.until  # an organization has no first day
    return (since is None or since <= period.last_day) and (until is None or until >= period.last_day)


def facts_of_alliances(committee, year, among=None):
    """`among`: only these activities, for somebody who may not see all plans."""
    by_partner = _rows(_of_year(committee, year, among), "partners")  # a row for each 联办联盟, at least one
    owners = defaultdict(set)
    for row in by_partner:
        owners[row["pk"]] |= {row["alliance"], row["partners"]}
    return _by_owner({row["pk"]: row for row in by_partner}.values(), owners)


def facts_of_organizations(committee, year, among=None):
    activities = _of_year(committee, year, among)
    rows = _rows(activities)
    came = Q(present_count__gt=0) | Q(present_count=None, answer=Participation.Answer.ATTENDING)
    taken = Participation.objects.filter(came, activity__in=activities)
    owners = defaultdict(set)
    for activity, organization in taken.values_list("activity", "organization"):
        owners[activity].add(organization)
    for row in rows:
        owners[row["pk"]].add(row["host"])
    return _by_owner(rows, owners)


def _of_year(committee, year, among):
    found = Activity.objects.all() if among is None else among
    owed = Duty.objects.filter(committee=committee, year=year).values("type")
    return found.filter(committee=committee, type__in=owed).starting_in(year_period(year))


def _rows(activities, *more):
    fields = ("pk", "type", "alliance", "host", "title", "state", "starts_at", "ends_at", *more)
    return list(activities.order_by("starts_at", "pk").values(*fields))


def _by_owner(rows, owners):
    facts = defaultdict(list)
    for row in rows:
        fact = Fact(row["pk"], row["title"], row["state"], _day(row["starts_at"]), _day(row["ends_at"]))
        for owner in owners[row["pk"]] - {None}:
            facts[row["type"], owner].append(fact)
    return facts


def _day(moment):
    return timezone.localtime(moment).date()
