"""What a unit held or took part in: how often, across alliances, and in how many quarters."""

from assessments.facts.params import COUNT, FORM, TYPE, Param
from assessments.facts.sharing import is_credited, leader, share, share_words
from assessments.facts.source import ALLIANCE, ORGANIZATION, Source
from assessments.facts.sources.chosen import acts_of, is_chosen, why_not
from assessments.scoring.facts import Facts, Item

BOTH = frozenset({ALLIANCE, ORGANIZATION})
ROLE = Param("role", "计哪些", "choice", default="all", choices=(("all", "牵头和参加的"), ("host", "只计牵头的")))
BY = Param("by", "按", "choice", default="quarter", choices=(("quarter", "季度"), ("month", "月")))
TIMES = Param("times", "每期至少几次", "number", default=1, most=99)


def theme_days(records, unit, params):
    acts = acts_of(records, unit, params)
    if params["role"] == "host":
        acts = [act for act in acts if leader(act, unit.kind) == unit.pk]
    return Facts(tuple(_item(records, unit, act) for act in acts))


def cross_alliance(records, unit, params):
    acts = [act for act in acts_of(records, unit, params) if len(records.alliances_in(act)) > 1]
    return Facts(tuple(_item(records, unit, act) for act in acts))


def _item(records, unit, act):
    if why := why_not(act, unit):
        return Item(act.key, f"{act.words}，{why}", day=act.starts_on, counts=False)
    part = share(records.sharing, act, unit)
    text = f"{act.words}{share_words(records.sharing, act, unit)}"
    return Item(act.key, text, amount=part, day=act.starts_on, counts=bool(part))


def city_days(records, params):
    return _city(records, [act for act in records.activities if is_chosen(records, act, params)])


def city_cross(records, params):
    chosen = [act for act in records.activities if is_chosen(records, act, params)]
    return _city(records, [act for act in chosen if len(records.alliances_in(act)) > 1])


def _city(records, acts):
    kind = records.scheme.audience
    return Facts(
        tuple(
            Item(act.key, act.words, day=act.starts_on)
            for act in acts
            if act.is_counted and is_credited(records.sharing, act, kind)
        )
    )


def active_periods(records, unit, params):
    """One item a quarter (or month) on whose last day the unit had its seat."""
    acts, items, whole = acts_of(records, unit, params), [], 0
    acts = [act for act in acts if unit.sits_on(act.starts_on)]
    for period in records.periods(params["by"]):
        first_day, last_day = period.first_day, period.last_day
        own = [act for act in acts if first_day <= act.starts_on <= last_day]
        seated = unit.sits_on(period.last_day)
        whole += seated
        items.append(_period_item(records, period, own, seated, params))
    return Facts(tuple(items), whole=whole)


def _period_item(records, period, acts, seated, params):
    times = params["times"]
    counted = [act for act in acts if act.is_counted]
    is_met = len(counted) >= times
    is_missed = len(acts) < times and records.day > period.last_day
    counts = seated and (is_met if params["count"] == "done" else is_missed)
    text = f"{period.label}{_said(counted, acts, times)}"
    if not seated:
        text += "，期末不在席，不计入"
    elif not is_met and records.day <= period.last_day:
        text += "，期限未到"
    return Item(f"period:{period.key}", text, day=period.last_day, counts=counts)


def _said(counted, acts, times):
    asked = f"（应{times}次）" if times > 1 else ""
    waiting = len(acts) - len(counted)
    also = f"，另有{waiting}次总结未办结" if waiting else ""
    if not counted:
        return f"未开展{asked}{also}"
    return f"开展{len(counted)}次{asked}：{'、'.join(act.words for act in counted)}{also}"


THEME_DAYS = Source(
    key="theme_days",
    label="联合主题党日等活动场次",
    sentence="考核期间开始、已办结的活动，一场计一次：单位牵头或到场的，联盟牵头或联办的；活动当日在席才计，几家共同参加的"
    "按方案的计法。",
    audiences=BOTH,
    gives=frozenset({"items", "amount"}),
    find=theme_days,
    params=(TYPE, FORM, ROLE),
    uses_sharing=True,
    city=city_days,
)
CROSS_ALLIANCE = Source(
    key="cross_alliance",
    label="跨联盟活动场次",
    sentence="考核期间开始、已办结，由两个以上联盟联办，或有别的联盟单位到场（按活动当日席位）的活动，一场计一次，几家共同"
    "参加的按方案的计法。",
    audiences=BOTH,
    gives=frozenset({"items", "amount"}),
    find=cross_alliance,
    params=(TYPE, FORM),
    uses_sharing=True,
    city=city_cross,
)
ACTIVE_PERIODS = Source(
    key="active_periods",
    label="按季（按月）开展情况",
    sentence="考核期间每个季度（或月）一项：牵头或到场的活动已办结的次数够不够；多家联合的各算一次，只看期末在席的季度（月），"
    "期限过后仍没有开展的为未完成。",
    audiences=BOTH,
    gives=frozenset({"items", "amount", "whole"}),
    find=active_periods,
    params=(COUNT, TYPE, FORM, BY, TIMES),
)
