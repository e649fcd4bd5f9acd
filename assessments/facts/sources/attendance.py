"""Who was asked, who came, who asked to be excused, who stayed away."""

from collections import defaultdict

from assessments.facts.params import COUNT, FORM, TYPE
from assessments.facts.records.activities import NOT_YET
from assessments.facts.source import ALLIANCE, ORGANIZATION, Source
from assessments.facts.sources.chosen import AWAY, is_chosen
from assessments.scoring.facts import Facts, Item

ABSENT = "无故缺席"


def attendance(records, unit, params):
    return SEEKERS[unit.kind](records, unit, params)


def _of_organization(records, unit, params):
    """One item an activity it was asked to; leave with a reason is taken out of what was due."""
    items, due, excused = [], 0, 0
    for act, part in records.invitations.get(unit.pk, ()):
        if not is_chosen(records, act, params):
            continue
        if why := _why_not(act, unit.sits_on(act.starts_on)):
            items.append(Item(act.key, f"{act.words}，{why}", day=act.starts_on, counts=False))
            continue
        items.append(_item(act, part, unit.pk, params["count"]))
        if part and part.is_excused and act.host != unit.pk:
            excused += 1
        else:
            due += 1
    return Facts(tuple(items), whole=due, excused=excused)


def _item(act, part, organization, count):
    if act.host == organization or part.came:
        text = f"{act.words}，{_present(act, part, organization)}"
        return Item(act.key, text, day=act.starts_on, counts=count == "done")
    if part.is_excused:
        return Item(act.key, f"{act.words}，请假：{part.leave_reason}，不计入应到", day=act.starts_on, counts=False)
    why = "请假未写事由" if part.answer == "leave" else "未参加，无请假记录"
    return Item(act.key, f"{act.words}，{why}", day=act.starts_on, flags=(ABSENT,), counts=count == "missed")


def _present(act, part, organization):
    words = ["牵头单位"] if act.host == organization else []
    if part and part.present_count:
        words.append(f"实到{part.present_count}人")
    elif not words:
        words.append("未点名，按答复计实到")
    return "，".join(words)


def _why_not(act, is_seated):
    if not act.is_joint:
        return "本单位自行开展，不计入"
    if not act.is_counted:
        return NOT_YET[act.stage]
    return "" if is_seated else AWAY


def _of_alliance(records, unit, params):
    """One item an activity: how many of the units that sat in the alliance on its day were due, and came."""
    asked = defaultdict(list)
    for organization, span in records.members.get(unit.pk, ()):
        for act, part in records.invitations.get(organization, ()):
            if act.starts_on in span and is_chosen(records, act, params):
                asked[act.starts_on, act.pk].append((act, organization, part))
    items, due, excused = [], 0, 0
    for _, rows in sorted(asked.items()):
        act = rows[0][0]
        if why := _why_not(act, True):
            items.append(Item(act.key, f"{act.words}，{why}", day=act.starts_on, counts=False))
            continue
        came = sum(act.host == organization or part.came for _, organization, part in rows)
        on_leave = sum(bool(part) and part.is_excused and act.host != organization for _, organization, part in rows)
        due += len(rows) - on_leave
        excused += on_leave
        items.append(_sum_item(act, len(rows), on_leave, came, params["count"]))
    return Facts(tuple(items), whole=due, excused=excused)


def _sum_item(act, asked, on_leave, came, count):
    absent = asked - on_leave - came
    amount = came if count == "done" else absent
    leave = f"，请假{on_leave}家" if on_leave else ""
    return Item(
        act.key,
        f"{act.words}，邀请{asked}家{leave}，实到{came}家",
        amount=amount,
        day=act.starts_on,
        flags=(ABSENT,) if absent else (),
        counts=amount > 0,
    )


SEEKERS = {"organization": _of_organization, "alliance": _of_alliance}

ATTENDANCE = Source(
    key="attendance",
    label="联合活动出勤",
    sentence="考核期间开始、已办结的联合活动，按活动当日的席位：受邀为应到，写明事由的请假从应到中扣除，到场（未点名的按"
    "答复参加）或牵头为实到；联盟为各席位单位之和。",
    audiences=frozenset({ALLIANCE, ORGANIZATION}),
    gives=frozenset({"items", "amount", "whole", "flags"}),
    find=attendance,
    params=(COUNT, TYPE, FORM),
    flags=(ABSENT,),
)
