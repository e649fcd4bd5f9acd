"""Key tasks done in time."""

from assessments.facts.params import COUNT, Param
from assessments.facts.source import ALLIANCE, ORGANIZATION, Source
from assessments.facts.sources.chosen import AWAY
from assessments.scoring.facts import Facts, Item

LATE, OPEN = "逾期办结", "逾期未办结"
RAISER = Param(
    "raiser",
    "谁交办的",
    "choice",
    default="all",
    choices=(("all", "工委和片长单位"), ("committee", "只看工委")),
)


def tasks_closed(records, unit, params):
    """One item a task; what is still being checked in time, or not due yet, counts as neither."""
    items, whole = [], 0
    for task in records.tasks.get(unit.key, ()):
        if params["raiser"] == "all" or task.is_of_committee:
            is_due, item = _judged(records.day, unit, task, params["count"])
            whole += is_due
            items.append(item)
    return Facts(tuple(items), whole=whole)


def _judged(day, unit, task, count):
    """(whether it counts in what was due, the item)."""
    said = f"{task.title}，期限{_day(task.due_on)}"
    if why := _why_not(day, unit, task):
        return False, Item(task.key, f"{said}，{why}", day=task.due_on, counts=False)
    if task.closed_on:
        is_late = task.reported_on is None or task.reported_on > task.due_on
        reported = f"{_day(task.reported_on)}报办结，" if task.reported_on else ""
        text = f"{said}，{reported}核查通过{f'，{LATE}' if is_late else ''}"
        flags = (LATE,) if is_late else ()
    else:
        is_late, flags = True, (OPEN,)
        waiting = f"{_day(task.reported_on)}报办结，待核查，" if task.reported_on else ""
        text = f"{said}，{waiting}{OPEN}"
    return True, Item(task.key, text, day=task.due_on, flags=flags, counts=is_late == (count == "missed"))


def _why_not(day, unit, task):
    if task.is_dropped:
        return "已撤销，不计"
    if not unit.sits_on(task.due_on):
        return AWAY
    if task.closed_on:
        return ""
    if task.reported_on and task.reported_on <= task.due_on:
        return f"{_day(task.reported_on)}报办结，待核查，暂不计"
    return "期限还没有到" if day <= task.due_on else ""


def _day(day):
    return f"{day.month}月{day.day}日"


TASKS_CLOSED = Source(
    key="tasks_closed",
    label="任务按时办结",
    sentence="考核期间到期、期限当日在席的重点任务（联盟为交给本联盟的），每项一条，核查通过且那次报办结不晚于期限为按时办结，"
    "晚报的和过了期限未办结的为未按时；撤销的、按时报了待核查的不计。",
    audiences=frozenset({ALLIANCE, ORGANIZATION}),
    gives=frozenset({"items", "amount", "whole", "flags"}),
    find=tasks_closed,
    params=(COUNT, RAISER),
    flags=(LATE, OPEN),
)
