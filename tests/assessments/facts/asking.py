"""One question to one source, as a scheme of one leaf would put it."""

from datetime import date

from activities.models import Activity
from alliances.models import Alliance, Organization
from assessments.facts import take, units_of
from tests.factories import at, make_activity, make_indicator, make_participation, make_scheme

AFTER = date(2027, 1, 15)  # all of 2026 is over
AUDIENCES = {Alliance: "alliance", Organization: "organization"}


def ask(source, subject, *, day=AFTER, scheme=None, **params):
    """The Facts of one subject. `scheme`: fields of it."""
    audience = AUDIENCES.get(type(subject), "branch")
    committee = subject.organization.committee if audience == "branch" else subject.committee
    made = make_scheme(committee=committee, audience=audience, **(scheme or {}))
    leaf = make_indicator(made, source=source, source_params=params)
    found = {unit.pk: facts for unit, facts in take(made, units_of(made), day=day)}
    return found[subject.pk][leaf.pk]


def held(alliance, host, month, day, came=(), *, state=Activity.State.ACCEPTED, title="业务互学", **fields):
    """An activity that is 办结, to which these units came with five people each."""
    starts_at = at(2026, month, day)
    activity = make_activity(
        alliance=alliance,
        host=host,
        state=state,
        title=title,
        starts_at=starts_at,
        ends_at=at(2026, month, day, 11),
        **fields,
    )
    for organization in came:
        make_participation(activity=activity, organization=organization, answer="attending", present_count=5)
    return activity


def said(facts):
    """[(text, amount where it counts), …]: what a person reads, and what a rule sums up."""
    return [(item.text, item.amount if item.counts else None) for item in facts.items]
