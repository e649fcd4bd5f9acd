"""What the duty matrix says, for every owner and period of the year, and who was reminded."""

from dataclasses import dataclass
from datetime import date

from activities.duties.facts import facts_of_alliances, facts_of_organizations
from activities.models import Duty, Reminder
from alliances.models import Alliance, Organization
from assessments.models import Scheme

OWNERS = {  # audience: (who owes, their activities by type and owner, model, fields of their life)
    Scheme.Audience.ALLIANCE: (Duty.OwedBy.ALLIANCE, facts_of_alliances, Alliance, ("pk", "since", "until")),
    Scheme.Audience.ORGANIZATION: (Duty.OwedBy.ORGANIZATION, facts_of_organizations, Organization, ("pk", "until")),
}


@dataclass(frozen=True, slots=True)
class Life:
    """What `activities.duties.facts.owes` asks of an owner."""

    until: date | None
    since: date | None = None


@dataclass(frozen=True)
class Duties:
    """duties   those owed by the audience in the year, in the order of the list
    facts    {(type, owner): [activity, …]} as the matrix counts them
    lives    {owner: Life}
    reminded {(duty, owner, key of the period)} reminded by the day
    """

    duties: list
    facts: dict
    lives: dict
    reminded: frozenset


def load(records):
    owed_by, facts_of, model, fields = OWNERS[records.scheme.audience]
    year = records.period.first_day.year
    duties = Duty.objects.filter(committee=records.committee, year=year, owed_by=owed_by)
    rows = model.objects.filter(committee=records.committee).order_by().values(*fields)
    return Duties(
        list(duties.order_by("order_number", "pk")),
        facts_of(records.committee, year),
        {row.pop("pk"): Life(**row) for row in rows},
        _reminded(records, year, owed_by),
    )


def _reminded(records, year, owner):
    sent = Reminder.objects.sent().filter(duty__committee=records.committee, duty__year=year, made_on__lte=records.day)
    return frozenset(sent.exclude(**{owner: None}).order_by().values_list("duty", owner, "period_key"))


def often(duties):
    """Types asked by quarter or month: a duty of the year for such a type is only their sum."""
    return {duty.type_id for duty in duties if duty.period != Duty.Period.YEAR}
