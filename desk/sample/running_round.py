"""Two rounds under way: member units after last year's scheme, and the alliances. Something waits in every hand."""

from datetime import timedelta

from assessments.models import Indicator, Scheme
from assessments.rounds import announcements, handing, opening
from assessments.schemes import copy
from assessments.scoring import notation
from desk.sample import scheme_rows, schemes
from desk.sample.assessing import Hands, first_entered, moment, review_entered, self_entered
from desk.sample.finished_round import move_opening
from desk.sample.stage_writing import Writer
from notices.models import Notice
from portal.workdays import add_workdays, nearest_workday_before

CYCLE = ("first", "self", "review", "first", "self", "reviewed")  # the members of an alliance in their order
OWN_WAITS = ("市委党校", "市邮政管理局")  # units of the accounts `unit` and `deputy`
RETURNED = "市文明办"
ALLIANCES_DONE = ("团结松", "同心圆", "财源广建")  # their 自评 is in, the first one's is reviewed
CHANGED = "按期换届", "逐次扣分（每次=3；单位=个；扣完为止；最低=8）", "期末逾期未换届的，每个扣3分，最多扣12分。"


def create_for_units(committee, people, last, period_key, day):
    """`last`: the scheme of last year, of which this is a copy with one rule changed."""
    staff = people["staff"]
    scheme = copy(last, period_key, scheme_rows.title_of(period_key, schemes.UNITS), by=staff)
    _renew(scheme, period_key, schemes.UNITS)
    name, rule, standard = CHANGED
    indicator = Indicator.objects.get(scheme=scheme, name=name)
    indicator.rule, indicator.standard = notation.read(rule, indicator.points).as_json(), standard
    indicator.save()
    round = _open(scheme, staff, day)

    hands, writer = Hands(committee, staff), Writer(round)
    units = list(round.assessments.with_subjects())
    ends = _ends(hands, units)
    for unit in units:
        unit.round = round
    own = {unit.pk: self_entered(unit) for unit in units}
    handed = [unit for unit in units if ends[unit.pk] != "self"]
    writer.hand_on("self", [hands.own(unit, _at(day, 6, place), own[unit.pk]) for place, unit in enumerate(handed)])
    first = [unit for unit in handed if hands.has_first_review(unit) and ends[unit.pk] != "first"]
    done = [
        hands.first(unit, _at(day, 3, place), first_entered(unit, own[unit.pk])) for place, unit in enumerate(first)
    ]
    writer.hand_on("first", done)
    reviewed = [unit for unit in first if ends[unit.pk] == "reviewed"]
    year = period_key[:4]
    done = [hands.review(unit, _at(day, 1, place), review_entered(unit, year)) for place, unit in enumerate(reviewed)]
    writer.hand_on("review", done)

    for unit in units:
        if unit.state == "first":
            announcements.tell_handed_on(unit, staff)
            Notice.objects.filter(key__startswith=f"assessment-{unit.pk}-").update(created_at=unit.state_since)
    returned = next(unit for unit in units if unit.organization.short_name == RETURNED)
    reason = "志愿服务一项请按活动记录重新核对后再报（示例）。"
    handing.return_(returned, by=hands.officers[hands.leads[returned.alliance_id]], reason=reason)
    _settle(round, [unit.organization_id for unit in handed])
    return round


def create_for_alliances(committee, people, period_key, day):
    staff = people["staff"]
    scheme = schemes.create_for_alliances(committee, period_key, by=staff)
    round = _open(scheme, staff, day)
    hands, writer = Hands(committee, staff), Writer(round)
    units = [unit for unit in round.assessments.with_subjects() if str(unit.alliance).startswith(ALLIANCES_DONE)]
    for unit in units:
        unit.round = round
    writer.hand_on("self", [hands.leads_own(unit, _at(day, 4, place)) for place, unit in enumerate(units)])
    writer.hand_on("review", [hands.review(unit, _at(day, 1, 0), {}) for unit in units[:1]])
    _settle(round, [hands.leads[unit.alliance_id] for unit in units])
    return round


def _renew(scheme, period_key, what):
    scheme.basis_title, scheme.basis_number = scheme_rows.basis_of(period_key, what)
    scheme.save()


def _open(scheme, staff, day):
    opened = nearest_workday_before(add_workdays(day, -8))
    with_first = scheme.first_review == Scheme.FirstReview.LEAD
    round = opening.open_round(
        scheme,
        self_until=add_workdays(day, 5),
        first_until=add_workdays(day, 10) if with_first else None,
        review_until=add_workdays(day, 15),
        by=staff,
        today=opened,
    )
    move_opening(round, moment(opened))
    Notice.objects.filter(key=f"round-{round.pk}-opened").update(created_at=moment(opened))
    return round


def _ends(hands, units):
    """{unit: where its assessment is now}: leads' own go past the 初评."""
    places, found = {}, {}
    for unit in units:
        name = unit.organization.short_name
        if not hands.has_first_review(unit):
            found[unit.pk] = "review"
            continue
        place = places[unit.alliance_id] = places.get(unit.alliance_id, -1) + 1
        found[unit.pk] = CYCLE[place % len(CYCLE)]
        if name in OWN_WAITS:
            found[unit.pk] = "self"
        elif name == RETURNED:
            found[unit.pk] = "first"
    return found


def _settle(round, organizations):
    """Whoever has handed in has read that it was asked for."""
    opened = Notice.objects.filter(key=f"round-{round.pk}-opened", recipient__organization__in=organizations)
    opened.mark_read()


def _at(day, workdays_ago, place):
    return moment(add_workdays(day, -workdays_ago), 10) + timedelta(minutes=3 * place)
