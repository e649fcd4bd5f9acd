"""How soon after an activity its report came."""

from assessments.facts.params import COUNT, FORM, TYPE, Param
from assessments.facts.source import ALLIANCE, ORGANIZATION, Source
from assessments.facts.sources.chosen import AWAY, is_chosen
from assessments.scoring.facts import Facts, Item
from portal.workdays import add_workdays

LATE, MISSING = "迟报", "未报"
WORKDAYS = Param("workdays", "结束后几个工作日内报送", "number", default=5, most=60)


def report_delay(records, unit, params):
    items, whole = [], 0
    for act in records.led_by.get(unit.key, ()):
        if is_chosen(records, act, params):
            is_due, item = _judged(records, unit, act, params)
            whole += is_due
            items.append(item)
    return Facts(tuple(items), whole=whole)


def _judged(records, unit, act, params):
    """(whether a report was due, the item)."""
    limit = add_workdays(act.ends_on, params["workdays"])
    handed = records.report_days.get(act.pk)
    if handed and handed > records.day:
        handed = None
    if why := _why_not(records, unit, act, handed, limit):
        return False, Item(act.key, f"{act.words}，{why}", day=act.starts_on, counts=False)
    is_late = handed is None or handed > limit
    said = f"{_day(handed)}报送" if handed else MISSING
    flags = ((LATE,) if handed else (MISSING,)) if is_late else ()
    text = f"{act.words}，期限{_day(limit)}，{said}{f'，{LATE}' if handed and is_late else ''}"
    counts = is_late if params["count"] == "missed" else not is_late
    return True, Item(act.key, text, day=act.starts_on, flags=flags, counts=counts)


def _why_not(records, unit, act, handed, limit):
    if not unit.sits_on(act.starts_on):
        return AWAY
    if act.is_late_record:
        return "补录的活动，不计迟报"
    if not handed and act.is_counted:
        return "由台账导入，不计迟报"
    return f"期限{_day(limit)}，还没有到" if not handed and records.day <= limit else ""


def _day(day):
    return f"{day.month}月{day.day}日"


REPORT_DELAY = Source(
    key="report_delay",
    label="总结报送及时情况",
    sentence="考核期间开始、当日在席时牵头的活动（联盟为本联盟牵头的），结束后规定工作日内首次提交总结为按期，超过的为迟报，"
    "到期没有提交的为未报；补录和导入的不计。",
    audiences=frozenset({ALLIANCE, ORGANIZATION}),
    gives=frozenset({"items", "amount", "whole", "flags"}),
    find=report_delay,
    params=(COUNT, WORKDAYS, TYPE, FORM),
    flags=(LATE, MISSING),
)
