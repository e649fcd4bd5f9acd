"""Duties as the matrix has them: met, met in time, missed."""

from activities.duties.states import LATE, MADE_UP
from activities.models import Duty
from assessments.facts.params import COUNT, TYPE, Param
from assessments.facts.records.duties import often
from assessments.facts.source import ALLIANCE, ORGANIZATION, Source
from assessments.scoring.facts import Facts, Item

REMINDED = "催办后"
PERIOD = Param("period", "周期", "choice", choices=Duty.Period.choices, help="不选为所有周期；全年合计不重复计。")


def duties_met(records, unit, params):
    return _found(records, unit, params, in_time=False)


def duties_on_time(records, unit, params):
    return _found(records, unit, params, in_time=True)


def yearly_duties(records, unit, params):
    return _found(records, unit, {**params, "type": None, "period": Duty.Period.YEAR}, in_time=False)


def _found(records, unit, params, in_time):
    """One item for each duty in each period that ends within the scheme's."""
    items, whole, duties = [], 0, records.duties
    verdicts = duties.verdicts(unit.pk)
    for duty in _asked(duties.duties, params):
        pk = duty.pk  # Django looks for it anew each time
        own = verdicts[pk]
        for period in duties.periods[pk]:
            verdict = own.get(period.key)
            if verdict and period.last_day in records.period:
                seated = unit.sits_on(period.last_day)
                whole += seated
                told = (pk, unit.pk, period.key) in duties.reminded
                items.append(_item(duty, period, verdict, seated, told, params["count"], in_time))
    return Facts(tuple(items), whole=whole)


def _asked(duties, params):
    sums = often(duties) if params["period"] != Duty.Period.YEAR else ()
    return [
        duty
        for duty in duties
        if (not params["type"] or duty.type_id == params["type"])
        and (not params["period"] or duty.period == params["period"])
        and not (duty.period == Duty.Period.YEAR and duty.type_id in sums)
    ]


def _item(duty, period, verdict, seated, told, count, in_time):
    is_made_up = verdict.word == MADE_UP
    is_missed = (verdict.word, verdict.kind) == LATE or (in_time and is_made_up)
    is_done = verdict.is_met and not (in_time and is_made_up)
    flags = ((MADE_UP,) if is_made_up else ()) + ((REMINDED,) if told and (is_missed or is_made_up) else ())
    return Item(
        f"duty:{duty.pk}:{period.key}",
        f"{period.label} {duty.name}：{_said(duty, verdict)}{'' if seated else '，期末不在席，不计入'}",
        day=period.last_day,
        flags=flags,
        counts=seated and (is_done if count == "done" else is_missed),
    )


def _said(duty, verdict):
    """已办（1月11日 专题党课）, 逾期（应2次，已办1次）, 未排."""
    parts = [f"应{duty.times}次，已办{verdict.count}次"] if duty.times > 1 and not verdict.is_met else []
    parts += [f"{fact.starts_on.month}月{fact.starts_on.day}日 {fact.title}" for fact in verdict.counted]
    return verdict.word + (f"（{'、'.join(parts)}）" if parts else "")


BOTH = frozenset({ALLIANCE, ORGANIZATION})
GIVES = frozenset({"items", "amount", "whole", "flags"})

DUTIES_MET = Source(
    key="duties_met",
    label="年度任务完成情况",
    sentence="责任清单里考核期间到期的任务，每项每期一条，完成与否同年度任务表（补办也算完成）；单位只看期末在席的各期，"
    "过了期限仍未办的为未完成。",
    audiences=BOTH,
    gives=GIVES,
    find=duties_met,
    params=(COUNT, TYPE, PERIOD),
    flags=(MADE_UP, REMINDED),
)
DUTIES_ON_TIME = Source(
    key="duties_on_time",
    label="年度任务按期完成情况",
    sentence="责任清单里考核期间到期的任务，每项每期一条，在本期内办结才算按期，补办的和过了期限仍未办的为未按期；单位只看"
    "期末在席的各期。",
    audiences=BOTH,
    gives=GIVES,
    find=duties_on_time,
    params=(COUNT, TYPE, PERIOD),
    flags=(MADE_UP, REMINDED),
)
YEARLY_DUTIES = Source(
    key="yearly_duties",
    label="“四个一”等全年任务",
    sentence="责任清单里全年一期、考核期间到期的任务（如“四个一”），每项一条，完成与否同年度任务表；单位年末在席才计。",
    audiences=BOTH,
    gives=GIVES,
    find=yearly_duties,
    params=(COUNT,),
    flags=(REMINDED,),
)
