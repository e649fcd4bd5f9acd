"""Letters of the committee answered in time."""

from assessments.facts.params import COUNT
from assessments.facts.source import ALLIANCE, ORGANIZATION, Source
from assessments.facts.sources.chosen import AWAY
from assessments.scoring.facts import Facts, Item

LATE, MISSING = "逾期答复", "未答复"


def letters_answered(records, unit, params):
    """One item a unit's part of a letter; what is not due yet counts as neither."""
    items, whole = [], 0
    for answer, whose, is_seated in _answers(records, unit):
        is_due, item = _judged(records.day, answer, whose, is_seated, params["count"])
        whole += is_due
        items.append(item)
    return Facts(tuple(items), whole=whole)


def _answers(records, unit):
    """(answer, whose in words, whether seated on the day it was due)."""
    if unit.kind == "organization":
        return [(answer, "", unit.sits_on(answer.due_on)) for answer in records.letters.get(unit.pk, ())]
    found = [
        (answer, f"{records.organizations[organization].name}：", True)
        for organization, span in records.members.get(unit.pk, ())
        for answer in records.letters.get(organization, ())
        if answer.due_on in span
    ]
    return sorted(found, key=lambda row: (row[0].due_on, row[0].letter_id, records.place_of(row[0].organization_id)))


def _judged(day, answer, whose, is_seated, count):
    """(whether an answer was due, the item)."""
    key = f"letter:{answer.letter_id}:{answer.organization_id}"
    said = f"{whose}《{answer.title}》{f'（{answer.number}）' if answer.number else ''}，{_day(answer.due_on)}前答复"
    done_on, done = _done(answer, day)
    if not is_seated:
        return False, Item(key, f"{said}，{AWAY}", day=answer.due_on, counts=False)
    if done_on is None and day <= answer.due_on:
        return False, Item(key, f"{said}，期限还没有到", day=answer.due_on, counts=False)
    is_late = done_on is None or done_on > answer.due_on
    flags = ((LATE,) if done_on else (MISSING,)) if is_late else ()
    late = f"，{LATE}" if done_on and is_late else ""
    text = f"{said}，{f'{_day(done_on)}{done}' if done_on else MISSING}{late}"
    return True, Item(key, text, day=answer.due_on, flags=flags, counts=is_late == (count == "missed"))


def _done(answer, day):
    """When it was answered, or settled so that nobody had to answer, as of the day."""
    days = [(answer.replied_on, "答复"), (answer.settled_on, "事项办结，不再答复")]
    return min(((on, word) for on, word in days if on and on <= day), default=(None, ""), key=lambda pair: pair[0])


def _day(day):
    return f"{day.month}月{day.day}日"


LETTERS_ANSWERED = Source(
    key="letters_answered",
    label="公文按时答复",
    sentence="考核期间答复到期、到期当日在席的公文，每份一条，期限内答复或者事项已经办结为按时，过了期限答复或没有答复为未按时；"
    "退回的答复不算，作废的公文不计；联盟为各席位单位之和。",
    audiences=frozenset({ALLIANCE, ORGANIZATION}),
    gives=frozenset({"items", "amount", "whole", "flags"}),
    find=letters_answered,
    params=(COUNT,),
    flags=(LATE, MISSING),
)
