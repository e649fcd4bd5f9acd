"""The round of last year, from 启动 to 定格: opened, shown, appealed and frozen by the rules, stages written in bulk.

Days that are gone are laid over it afterwards, as for the contest.
"""

from datetime import date, timedelta
from functools import partial

from django.db.models import Q
from django.utils import timezone

from activities.models import Participation
from assessments.models import Appeal, Assessment, Fact, Indicator, Round, RoundStep, Score
from assessments.rounds import appeals, closing, drift, handing, opening
from desk.sample import schemes
from desk.sample.assessing import (
    ADVICE,
    FAULTS,
    STUDY,
    Hands,
    first_entered,
    moment,
    review_entered,
    self_entered,
)
from desk.sample.round_extras import absent_once, advise, find_faults, strike
from desk.sample.stage_writing import Entered, Writer
from notices.models import Notice
from portal.workdays import add_workdays, nearest_workday_after

EXEMPT = "市贸促会"
APPEALS = "市委党校"  # the unit of the account `unit`


class Days:
    """Of the round about `year`, in the first weeks of the next."""

    def __init__(self, year):
        self.opened = nearest_workday_after(date(year + 1, 1, 5))
        self.self_until = add_workdays(self.opened, 7)
        self.first_until = add_workdays(self.opened, 11)
        self.review_until = add_workdays(self.opened, 15)
        self.shown_since = add_workdays(self.opened, 17)
        self.appealed = add_workdays(self.shown_since, 1)
        self.answered = add_workdays(self.shown_since, 3)
        self.shown_until = add_workdays(self.shown_since, 4)
        self.final = add_workdays(self.shown_until, 2)


def create_finished_round(committee, people, year, day):
    days, staff = Days(year), people["staff"]
    scheme = schemes.create_for_units(committee, str(year), by=staff)
    type(scheme).objects.filter(pk=scheme.pk).update(created_at=moment(days.opened - timedelta(days=20)))
    round = opening.open_round(
        scheme,
        self_until=days.self_until,
        first_until=days.first_until,
        review_until=days.review_until,
        by=staff,
        today=days.opened,
    )
    move_opening(round, moment(days.opened))
    _score(round, Hands(committee, staff), days)
    _show(round, staff, people["unit"], days)
    closing.finalize(round, by=staff, day=days.final, document_number=f"黄直工〔{year + 1}〕示例5号", today=day)
    _move_final(round, days)
    _change_a_record(round, staff, day)
    return round


def move_opening(round, at):
    """As if it had been opened at that time, and the facts taken then."""
    Round.objects.filter(pk=round.pk).update(opened_at=at, state_since=at, facts_since=at, facts_at=at)
    Fact.objects.filter(assessment__round=round).update(taken_at=at)
    round.assessments.update(facts_at=at, state_since=at)
    round.steps.update(at=at)
    round.refresh_from_db()


def _score(round, hands, days):
    _exempt(round, hands.staff, moment(days.opened, 16))
    units = list(round.assessments.taking_part().with_subjects())
    for unit in units:
        unit.round = round
    names = {indicator.name: indicator for indicator in round.scheme.indicators.all()}
    writer, own = Writer(round), {unit.pk: _self_entered(unit) for unit in units}
    handed = [
        hands.own(unit, moment(add_workdays(days.opened, 1 + place % 6), 10, place % 60), own[unit.pk])
        for place, unit in enumerate(units)
    ]
    advice = advise(handed, names[ADVICE])
    writer.hand_on("self", handed)
    reviewed = [unit for unit in units if hands.has_first_review(unit)]
    _review_first(writer, hands, reviewed, own, days, partial(strike, advice, names[ADVICE]))
    _review(writer, hands, units, absent_once(writer, reviewed), days, names[FAULTS])


def _exempt(round, staff, at):
    unit = round.assessments.with_subjects().get(organization__short_name=EXEMPT)
    handing.exempt(unit, by=staff, reason="当年机构调整，工作年底才接续，本年度不参评（示例）")
    round.assessments.filter(pk=unit.pk).update(state_since=at)
    round.steps.filter(assessment=unit).update(at=at)


def _review_first(writer, hands, units, own, days, strike_out):
    at = [moment(add_workdays(days.self_until, 1 + place % 3), 15, place % 60) for place in range(len(units))]
    handed = [hands.first(unit, at[place], _first_entered(unit, own[unit.pk])) for place, unit in enumerate(units)]
    strike_out(handed)
    writer.hand_on("first", handed)


def _review(writer, hands, units, mended, days, faults):
    year = writer.round.scheme.period_key
    at = [moment(add_workdays(days.first_until, 1 + place % 4), 11, place % 60) for place in range(len(units))]
    handed = [
        hands.review(unit, at[place], review_entered(unit, year) | mended.get(unit.pk, {}))
        for place, unit in enumerate(units)
    ]
    find_faults(handed, faults)
    writer.hand_on("review", handed)


def _self_entered(unit):
    entered = self_entered(unit)
    if unit.organization.short_name == APPEALS:
        answer = {"points": "10", "reason": "承办联盟公开课两次、交流材料一篇（示例）"}
        entered[STUDY] = Entered(answer, reason=answer["reason"])
    return entered


def _first_entered(unit, own):
    if unit.organization.short_name != APPEALS:
        return first_entered(unit, own)
    answer = {"points": "8", "reason": "公开课一次由联盟统一组织，按一次计（示例）"}
    return {STUDY: Entered(answer, reason=answer["reason"])}


def _show(round, staff, officer, days):
    closing.publicize(round, by=staff, day=timezone.localdate())
    Round.objects.filter(pk=round.pk).update(
        publicity_since=days.shown_since, publicity_until=days.shown_until, state_since=moment(days.shown_since)
    )
    Score.objects.filter(assessment__round=round, stage="final").update(at=moment(days.shown_since))
    shown = f"{days.shown_since}至{days.shown_until}，{round.scheme.publicity_days}个工作日"
    round.steps.filter(verb="公示").update(at=moment(days.shown_since), reason=shown)

    unit = Assessment.objects.with_subjects().get(round=round, organization=officer.organization)
    indicator = Indicator.objects.get(scheme=round.scheme, name=STUDY)
    text = "两次公开课分别由我单位承办和主讲，课程安排表可查，申请按两次计（示例）。"
    appeal = appeals.raise_(unit, by=officer, text=text, indicator=indicator, today=days.appealed)
    text = "经核对课程安排，两次公开课均由该单位承办，按9.5分更正（示例）。"
    appeal = appeals.answer(appeal, by=staff, text=text, is_upheld=True, given="9.5")
    raised, answered = moment(days.appealed, 15), moment(days.answered, 16)
    Appeal.objects.filter(pk=appeal.pk).update(at=raised, answered_at=answered)
    Score.objects.filter(assessment=unit, indicator=indicator, stage="final").update(at=answered)
    steps = RoundStep.objects.filter(round=round, assessment=unit)
    steps.filter(verb="提出申诉").update(at=raised)
    steps.filter(verb__startswith="答复申诉").update(at=answered)
    round.refresh_from_db()


def _move_final(round, days):
    at = moment(days.final)
    Round.objects.filter(pk=round.pk).update(state_since=at)
    round.steps.filter(verb="定格").update(at=at)
    keys = Q(key__startswith=f"round-{round.pk}-") | Q(key__startswith="appeal-")
    Notice.objects.filter(keys).update(created_at=at, read_at=at)
    round.refresh_from_db()


def _change_a_record(round, by, day):
    """数据已变动: a roll is mended after the result was frozen. The result stays, and says so."""
    absent = Participation.objects.filter(activity__starts_at__date__lte=round.scheme.until, present_count=0)
    units = round.assessments.filter(state=Assessment.State.REVIEWED)
    row = absent.filter(organization__in=units.values("organization")).order_by("activity__starts_at", "pk").last()
    if row is not None:
        row.present_count, row._history_user = 2, by
        row.save()
        drift.compare(round, day=day)
