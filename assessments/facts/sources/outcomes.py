"""What came of the activities: one figure of their reports, summed up."""

from assessments.facts.params import FORM, MEASURE, TYPE
from assessments.facts.sharing import is_credited, share, share_words
from assessments.facts.source import ALLIANCE, ORGANIZATION, Source
from assessments.facts.sources.chosen import acts_of, is_chosen, why_not
from assessments.scoring.facts import Facts, Item


def outcome(records, unit, params):
    figures = records.outcomes.get(params["measure"], {})
    acts = [act for act in acts_of(records, unit, params) if act.pk in figures]
    return Facts(tuple(_item(records, unit, act, *figures[act.pk]) for act in acts))


def _item(records, unit, act, value, words):
    if why := why_not(act, unit):
        return Item(act.key, f"{act.words}，{words}，{why}", amount=value, day=act.starts_on, counts=False)
    part = share(records.sharing, act, unit)
    text = f"{act.words}，{words}{share_words(records.sharing, act, unit)}"
    return Item(act.key, text, amount=value * part, day=act.starts_on, counts=bool(part))


def city(records, params):
    figures, kind = records.outcomes.get(params["measure"], {}), records.scheme.audience
    found = [
        act
        for act in records.activities
        if act.pk in figures
        and is_chosen(records, act, params)
        and act.is_counted
        and is_credited(records.sharing, act, kind)
    ]
    items = [
        Item(act.key, f"{act.words}，{figures[act.pk][1]}", amount=figures[act.pk][0], day=act.starts_on)
        for act in found
    ]
    return Facts(tuple(items))


OUTCOME = Source(
    key="outcome",
    label="活动成效",
    sentence="考核期间开始、已办结的活动，总结里登记的一项成效之和：单位牵头或到场的，联盟牵头或联办的；活动当日在席才计，"
    "几家共同参加的按方案的计法。",
    audiences=frozenset({ALLIANCE, ORGANIZATION}),
    gives=frozenset({"items", "amount"}),
    find=outcome,
    params=(MEASURE, TYPE, FORM),
    uses_sharing=True,
    city=city,
)
