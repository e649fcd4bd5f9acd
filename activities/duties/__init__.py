"""Who has done what of the year's duties, and who has not? The duty matrix, and what other pages take from it.

    found = progress(committee, year, day)     every alliance × every period of every duty, with totals
    due_pairs(found)                           应开展 / 已开展 of the periods that run (components/due.html)
    not_yet(found)                             cells that are late or open, late ones first
    duties_of(alliance, day)                   one alliance's cells of the year
    duties_of_organization(organization, day)  what the committee asks of every unit

`seen_by` leaves out plans that this person may not see. One activity of several alliances meets the duty of each and is
one 场次 in the totals.
"""

from collections import defaultdict

from django.db.models import Max, OuterRef, Q, Subquery
from django.urls import reverse

from activities.duties.facts import facts_of_alliances, facts_of_organizations
from activities.duties.matrix import Owner, Progress, Row, cells_of, columns_of
from activities.models import Activity, Duty, Reminder
from alliances.models import Alliance, Seat
from portal.quarters import year_period


def progress(committee, year, day, *, seen_by=None, only=None):
    whole_year = year_period(year)
    columns = columns_of(_duties(committee, year, Duty.OwedBy.ALLIANCE), day)
    facts = facts_of_alliances(committee, year, _among(seen_by))
    reminded = _last_reminders(committee, year, Owner.ALLIANCE, day)
    rows = [
        Row(alliance, alliance.lead_name or "", cells_of(alliance, Owner.ALLIANCE, columns, facts, reminded, day))
        for alliance in _owing(committee, whole_year, min(day, whole_year.last_day), only)
    ]
    return Progress(year, day, columns, rows)


def due_pairs(found):
    """What is due in the periods that run on the day; the year's sum of the quarters is not asked twice."""
    pairs = []
    for place, column in enumerate(found.columns):
        if found.day not in column.period or column.is_sum:
            continue
        cells = [row.cells[place] for row in found.rows if row.cells[place].is_owed]
        period = "全年" if column.is_yearly else column.period.label.removeprefix(f"{found.year}年")
        last_day = column.period.last_day
        pairs.append(
            {
                "title": column.label if column.is_yearly else column.duty.name,
                "href": reverse("duty-matrix"),
                "until": f"{period}，{last_day.month}月{last_day.day}日前",
                "due": column.owed,
                "done": column.met,
                "chips": [{"alliance": cell.owner, "shape": _shape(cell)} for cell in cells],
                "said": _said(cells),
            }
        )
    return pairs


def not_yet(found):
    cells = [cell for cell in found.cells if cell.is_open and not cell.column.is_sum]
    return sorted(cells, key=lambda cell: (cell.kind != "late", cell.column.period.last_day))


def duties_of(alliance, day, *, seen_by=None):
    rows = progress(alliance.committee, day.year, day, seen_by=seen_by, only=alliance).rows
    return rows[0].cells if rows else []


def duties_of_organization(organization, day, *, seen_by=None):
    committee, year = organization.committee, day.year
    columns = columns_of(_duties(committee, year, Duty.OwedBy.ORGANIZATION), day)
    if not columns:
        return []
    facts = facts_of_organizations(committee, year, _among(seen_by))
    reminded = _last_reminders(committee, year, Owner.ORGANIZATION, day)
    return cells_of(organization, Owner.ORGANIZATION, columns, facts, reminded, day)


def _duties(committee, year, owed_by):
    duties = Duty.objects.filter(committee=committee, year=year, owed_by=owed_by).select_related("type")
    return list(duties.order_by("order_number", "pk"))


def _among(seen_by):
    return Activity.objects.visible_to(seen_by) if seen_by else None


def _last_reminders(committee, year, kind, day):
    """By duty, owner and period: when somebody was last reminded."""
    sent = Reminder.objects.filter(duty__committee=committee, duty__year=year, made_on__lte=day)
    rows = sent.exclude(sent_at=None).order_by().values_list("duty", kind, "period_key").annotate(Max("made_on"))
    return {(duty, owner, key): told for duty, owner, key, told in rows}


def _owing(committee, whole_year, day, only):
    """The alliances of the year, each with its 片长单位's name on the day; or one, which the caller has already."""
    if only:
        only.lead_name = ""
        return [only]
    leads = Seat.objects.on(day).leading().filter(alliance=OuterRef("pk")).order_by()
    living = Q(until=None) | Q(until__gte=whole_year.first_day)
    alliances = Alliance.objects.filter(living, committee=committee, since__lte=whole_year.last_day)
    return alliances.annotate(lead_name=Subquery(leads.values("organization__short_name")[:1]))


def _shape(cell):
    """Solid when done, a solid frame when a date is set, else a dashed one."""
    return {"done": "", "set": "set"}.get(cell.kind, "none")


def _said(cells):
    """财源广建 已排9月24日, then those who share a word together."""
    lines, together = [], defaultdict(list)
    for cell in cells:
        if cell.kind == "set":
            lines.append(f"{cell.owner.short_name} 已排{cell.day.month}月{cell.day.day}日")
        elif cell.kind != "done":
            together[cell.word].append(cell.owner.short_name)
    return "\n".join([*lines, *(f"{'、'.join(names)} {word}" for word, names in together.items())])
