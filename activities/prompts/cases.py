"""A prompt as an official letter to all units: a draft that a person approves like any other."""

from activities.prompts.receipts import asked
from letters import drafting
from letters.models import Letter
from portal.access import WrongState

CHINESE = "一二三四五六七八九十"
ADDRESSED = "各单位党组织"


def draft_letter(prompt, *, by, day):
    """工作提示 in the words of the prompt; one for each prompt."""
    there = Letter.objects.of_case(prompt.case_key).exclude(state=Letter.State.VOID).first()
    if there:
        raise WrongState(f"已有《{there}》（{there.get_state_display()}），不再重复起草。")
    return drafting.create(
        prompt.committee,
        by=by,
        organizations=list(asked(prompt, day)),
        kind=Letter.Kind.PROMPT,
        title=f"关于开展{prompt.month_label}主题党日的工作提示",
        body=letter_body(prompt),
        to=ADDRESSED,
        case=prompt.case_key,
    )


def letter_body(prompt):
    parts = [
        (f"规定动作（主题：{prompt.title}）", _numbered(prompt.required)),
        ("自选动作", _numbered(prompt.free)),
        ("有关要求", prompt.note.strip().splitlines()),
    ]
    lines = [f"现将{prompt.month_label}支部主题党日有关事项提示如下："]
    for place, (heading, said) in enumerate((part for part in parts if part[1]), start=1):
        lines += [f"{_chinese(place)}、{heading}", *said]
    return "\n".join(lines)


def _numbered(items):
    return [f"（{_chinese(number)}）{item}" for number, item in enumerate(items, start=1)]


def _chinese(number):
    """一 to 二十: as many items as a prompt has."""
    if number <= 10:
        return CHINESE[number - 1]
    return f"十{CHINESE[number - 11]}" if number < 20 else "二十"
