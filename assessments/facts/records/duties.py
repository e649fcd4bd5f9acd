"""What the duty matrix says, for every owner and period of the year, and who was reminded."""

from dataclasses import dataclass, field
from datetime import date

from activities.duties.facts import facts_of_alliances, facts_of_organizations, owes, periods_of
from activities.duties.states import verdicts
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
    """day      as of which the matrix is read
    duties   those owed by the audience in the year, in the order of the list
    periods  {duty's pk: its periods}
    facts    {(type, owner): [activity, …]} as the matrix counts them
    lives    {owner: Life}
    reminded {(duty, owner, key of the period)} reminded by the day
    """

    day: date
    duties: list
    periods: dict
    facts: dict
    lives: dict
    reminded: frozenset
    last: dict = field(default_factory=dict)  # verdicts of the owner asked about last: several leaves ask the same

    def verdicts(self, owner):
        """{duty's pk: {key of the period: Verdict}}, in the periods that the owner owes."""
        if owner not in self.last:
            self.last.clear()
            self.last[owner] = {duty.pk: self._verdicts(duty, owner) for duty in self.duties}
        return self.last[owner]

    def _verdicts(self, duty, owner):
        owed = [period for period in self.periods[duty.pk] if owes(self.lives[owner], period)]
        return verdicts(owed, self.facts.get((duty.type_id, owner), []), duty.times, self.day)


def load(records):
    owed_by, facts_of, model, fields = OWNERS[records.scheme.audience]
    year = records.period.first_day.year
    duties = Duty.objects.filter(committee=records.committee, year=year, owed_by=owed_by).order_by("order_number", "pk")
    rows = model.objects.filter(committee=records.committee).order_by().values(*fields)
    return Duties(
        day=records.day,
        duties=list(duties),
        periods={duty.pk: periods_of(duty) for duty in duties},
        facts=facts_of(records.committee, year),
        lives={row.pop("pk"): Life(**row) for row in rows},
        reminded=_reminded(records, year, owed_by),
    )


def _reminded(records, year, owner):
    sent = Reminder.objects.sent().filter(duty__committee=records.committee, duty__year=year, made_on__lte=records.day)
    return frozenset(sent.exclude(**{owner: None}).order_by().values_list("duty", owner, "period_key"))


def often(duties):
    """Types asked by quarter or month: a duty of the year for such a type is only their sum."""
    return {duty.type_id for duty in duties if duty.period != Duty.Period.YEAR}
