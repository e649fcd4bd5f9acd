"""A committee of any size, with every kind of record there is a source for, written in bulk."""

from datetime import date, timedelta

from activities.models import (
    Activity,
    ActivityType,
    Measure,
    Outcome,
    Participation,
    Report,
    Step,
    Task,
    TaskStep,
)
from alliances.models import Alliance, Organization, Seat
from branches.models import Branch, Brand, BrandLevel, BrandVersion, Honour, Star
from letters.models import Letter, Recipient
from tests.factories import at, make_category, make_committee, make_duty, make_indicator, make_scheme, make_staff

PER_ALLIANCE = 12
TYPES = ("联合主题党日", "进主题党日基地", "品牌大比武", "志愿服务")


def make_crowd(organizations, *, activities=12, branches=3):
    """The committee: alliances of twelve units, activities of each with all its units on the list."""
    committee = make_committee()
    category = make_category(committee=committee)
    alliances = _create(
        Alliance,
        (
            {
                "committee": committee,
                "order_number": number,
                "name": f"联盟{number}",
                "mark": "联",
                "since": date(2023, 1, 1),
            }
            for number in range(-(-organizations // PER_ALLIANCE))
        ),
    )
    units = _create(
        Organization,
        (
            {
                "committee": committee,
                "category": category,
                "order_number": number,
                "name": f"示例单位{number}",
                "short_name": f"单位{number}",
                "term_since": date(2020 + number % 5, 3, 1),
                "term_years": 5,
            }
            for number in range(organizations)
        ),
    )
    _create(
        Seat,
        (
            {
                "alliance": alliances[number // PER_ALLIANCE],
                "organization": unit,
                "role": "lead" if number % PER_ALLIANCE == 0 else "member",
                "since": date(2023, 1, 1),
            }
            for number, unit in enumerate(units)
        ),
    )
    _fill_activities(committee, alliances, units, activities)
    _fill_branches(committee, units, branches)
    _fill_letters(committee, units)
    _fill_tasks(committee, [*alliances, *units])
    return committee


def make_full_scheme(committee, audience="organization", leaves=None, **fields):
    """Every question to every source: 45 leaves for organizations."""
    scheme = make_scheme(committee=committee, audience=audience, **fields)
    types = list(ActivityType.objects.filter(committee=committee).values_list("pk", flat=True))
    measures = list(Measure.objects.filter(committee=committee).values_list("pk", flat=True))
    for source, params in questions(types, measures)[:leaves]:
        make_indicator(scheme, source=source, source_params=params)
    return scheme


def questions(types, measures):
    done, missed = {"count": "done"}, {"count": "missed"}
    first, second = types[:2]
    asked = [
        *((key, count) for key in ("duties_met", "duties_on_time") for count in (done, missed)),
        ("duties_met", {"type": first}),
        ("duties_met", {"period": "year"}),
        ("yearly_duties", done),
        ("yearly_duties", missed),
        ("theme_days", {}),
        *(("theme_days", {"type": type_}) for type_ in types),
        ("theme_days", {"role": "host"}),
        *(("active_periods", {**count, "times": times}) for count in (done, missed) for times in (1, 2)),
        ("active_periods", {"by": "month"}),
        ("cross_alliance", {}),
        ("cross_alliance", {"type": first}),
        *(("attendance", {**count, "type": type_}) for count in (done, missed) for type_ in (None, first, second)),
        ("report_delay", done),
        ("report_delay", {**missed, "workdays": 10}),
        *(("outcome", {"measure": measure}) for measure in measures),
        ("outcome", {"measure": measures[0], "type": first}),
        ("brand_coverage", done),
        ("brand_coverage", missed),
        ("brand_level", {}),
        ("contest_place", {}),
        ("terms_on_time", done),
        ("terms_on_time", missed),
        ("branch_stars", {}),
        ("branch_stars", {"least": 4}),
        ("review_meeting", {}),
        *(("letters_answered", count) for count in (done, missed)),
        *(("tasks_closed", count) for count in (done, missed)),
        ("tasks_closed", {"raiser": "committee"}),
    ]
    return asked


def _create(model, rows):
    return model.objects.bulk_create([model(**row) for row in rows], batch_size=500)


def _fill_activities(committee, alliances, units, each):
    types = _create(ActivityType, ({"committee": committee, "name": name} for name in TYPES))
    for number, type_ in enumerate(types):
        period = "quarter" if number == 0 else "year"
        for owed_by in ("alliance", "organization"):
            make_duty(committee, name=f"{type_}{owed_by}", type=type_, period=period, owed_by=owed_by)
    measures = _create(
        Measure, ({"committee": committee, "name": name, "unit": "件"} for name in ("解决问题", "志愿服务"))
    )
    made = _create(
        Activity,
        (
            {
                "committee": committee,
                "alliance": alliance,
                "host": units[place * PER_ALLIANCE],
                "type": types[number % len(types)],
                "title": f"示例活动{place}-{number}",
                "starts_at": at(2026, number % 12 + 1, 8),
                "ends_at": at(2026, number % 12 + 1, 8, 11),
                "state": Activity.State.ACCEPTED,
                "source_key": "",
            }
            for place, alliance in enumerate(alliances)
            for number in range(each)
        ),
    )
    members = [units[place * PER_ALLIANCE : (place + 1) * PER_ALLIANCE] for place in range(len(alliances))]
    _create(
        Participation,
        (
            {
                "activity": activity,
                "organization": unit,
                "answer": ("attending", "attending", "leave", "none")[(number + place) % 4],
                "leave_reason": "出差" if (number + place) % 4 == 2 else "",
                "present_count": 5 if (number + place) % 4 == 0 else None,
            }
            for number, activity in enumerate(made)
            for place, unit in enumerate(members[number // each])
        ),
    )
    reports = _create(Report, ({"activity": activity, "text": "示例。"} for activity in made))
    _create(
        Outcome,
        (
            {"report": report, "measure": measure, "value": number % 9 + 1}
            for number, report in enumerate(reports)
            for measure in measures
        ),
    )
    _create(
        Step,
        (
            {"activity": one, "verb": "report", "state": "reported", "at": one.ends_at + timedelta(days=number % 20)}
            for number, one in enumerate(made)
        ),
    )


def _fill_branches(committee, units, each):
    made = _create(
        Branch,
        (
            {
                "organization": unit,
                "order_number": number,
                "name": f"第{number}党支部",
                "term_since": date(2022 + (place + number) % 4, 5, 1),
                "star": "",
            }
            for place, unit in enumerate(units)
            for number in range(1, each + 1)
        ),
    )
    owners = made[::2]
    brands = _create(
        Brand,
        (
            {
                "committee": committee,
                "organization_id": one.organization_id,
                "branch": one,
                "created_on": date(2024, 1, 1),
            }
            for one in owners
        ),
    )
    versions = _create(
        BrandVersion, ({"brand": one, "name": f"品牌{one.pk}", "number": 1, "state": "published"} for one in brands)
    )
    for brand, version in zip(brands, versions, strict=True):
        brand.published, brand.published_on = version, date(2024, 2, 1)
    Brand.objects.bulk_update(brands, ["published", "published_on"], batch_size=500)
    levels = _create(
        BrandLevel,
        ({"committee": committee, "name": name, "order_number": number} for number, name in enumerate("甲乙")),
    )
    staff = make_staff(committee)
    granted = {"document_number": "示例〔2025〕1号", "granted_on": date(2025, 6, 1), "granted_by": staff}
    _create(
        Honour, ({"brand": one, "level": level, "title": "荣誉", **granted} for one in brands[::3] for level in levels)
    )
    _create(Star, ({"branch": one, "year": 2025, "stars": number % 6, **granted} for number, one in enumerate(made)))


def _fill_letters(committee, units):
    """One letter to each unit, a third answered in time, a third late, a third never."""
    fields = {"committee": committee, "kind": "reminder", "state": "issued", "body": "示例。"}
    made = _create(
        Letter, ({**fields, "title": f"示例函{number}", "issued_on": date(2026, 3, 2)} for number in range(len(units)))
    )
    answered = (date(2026, 3, 9), date(2026, 3, 20), None)
    _create(
        Recipient,
        (
            {"letter": letter, "organization": unit, "due_on": date(2026, 3, 10), "replied_on": answered[number % 3]}
            for number, (letter, unit) in enumerate(zip(made, units, strict=True))
        ),
    )


def _fill_tasks(committee, owners):
    """One task for each alliance and unit: closed in time, closed late, open."""
    made = _create(
        Task,
        (
            {
                "committee": committee,
                "title": f"示例任务{number}",
                "alliance" if isinstance(owner, Alliance) else "organization": owner,
                "due_on": date(2026, 6, 30),
                "state": "assigned" if number % 3 == 2 else "closed",
            }
            for number, owner in enumerate(owners)
        ),
    )
    days = (at(2026, 6, 20), at(2026, 7, 8))
    _create(
        TaskStep,
        (
            {"task": task, "verb": verb, "state": verb, "at": days[number % 3] + timedelta(days=after)}
            for number, task in enumerate(made)
            if number % 3 < 2
            for after, verb in enumerate(("report", "close"))
        ),
    )
