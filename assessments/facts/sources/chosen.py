"""Which activities does a leaf ask for, and does one that was held count for the unit?"""

from assessments.facts.records.activities import NOT_YET

AWAY = "当日不在席，不计入"


def is_chosen(records, act, params):
    type_, form = params.get("type"), params.get("form")
    return (not type_ or act.type == type_) and (not form or form in records.forms.get(act.pk, ()))


def acts_of(records, unit, params):
    """What it held or took part in, by day, as far as asked for."""
    acts = records.of_unit.get(unit.key, ())
    if params["type"] or params["form"]:
        return [act for act in acts if is_chosen(records, act, params)]
    return acts


def why_not(act, unit):
    """Why an activity is shown but not counted, or ""."""
    if not act.is_counted:
        return NOT_YET[act.stage]
    return "" if unit.sits_on(act.starts_on) else AWAY
