"""Elections held in time: whose term of office is over and nobody was elected?"""

from assessments.facts.params import COUNT, Param
from assessments.facts.source import ALLIANCE, BRANCH, ORGANIZATION, Source
from assessments.facts.sources.bodies import branches_of, name_of, state_day, units_in
from assessments.scoring.facts import Facts, Item

OVERDUE = "逾期未换届"
WHOSE = Param(
    "whose",
    "看哪些",
    "choice",
    default="all",
    choices=(("all", "党组织和支部"), ("organizations", "只看党组织"), ("branches", "只看支部")),
)


def terms_on_time(records, unit, params):
    """One item a body that stands on the day; what is unknown is said and counts as neither."""
    day = state_day(records, unit)
    items, whole = [], 0
    for name, body in _bodies(records, unit, day, params["whose"]):
        is_known, item = _judged(name, body, day, params["count"])
        whole += is_known
        items.append(item)
    return Facts(tuple(items), whole=whole)


def _bodies(records, unit, day, whose):
    found = []
    if unit.kind != "branch" and whose != "branches":
        bodies = [records.organizations[pk] for pk in units_in(records, unit, day)]
        found += [(body.name, body) for body in bodies if body.stands_on(day)]
    if unit.kind == "branch" or whose != "organizations":
        found += [(name_of(records, unit, branch), branch) for branch in branches_of(records, unit, day)]
    return found


def _judged(name, body, day, count):
    """(whether its term is known, the item)."""
    term = body.term
    if term.due_on is None:
        lacking = "任期年限" if term.since else "任期起始"
        return False, Item(body.key, f"{name}，{lacking}没有登记，不计", day=day, counts=False)
    since = f"{term.since:%Y年%-m月}" if term.month_only else f"{term.since:%Y年%-m月%-d日}"
    if term.since > day:
        return False, Item(body.key, f"{name}，本届自{since}起，此前一届没有记录，不计", day=day, counts=False)
    is_over = day > term.due_on
    due = f"{'延期，' if term.extended else ''}{term.due_on:%Y年%-m月%-d日}前应换届"
    text = f"{name}，{since}起任期{term.years}年，{due}，{OVERDUE if is_over else '未到期'}"
    flags = (OVERDUE,) if is_over else ()
    return True, Item(body.key, text, day=day, flags=flags, counts=is_over == (count == "missed"))


TERMS_ON_TIME = Source(
    key="terms_on_time",
    label="按期换届",
    sentence="期末（中途离席的到离席之日）还在的党组织和支部，每个一条，看当天任期是否已满而未换届；支部任期没有另行登记的按3年，"
    "起始或年限没有登记的两边都不计。",
    audiences=frozenset({ALLIANCE, ORGANIZATION, BRANCH}),
    gives=frozenset({"items", "amount", "whole", "flags"}),
    find=terms_on_time,
    params=(COUNT, WHOSE),
    flags=(OVERDUE,),
)
