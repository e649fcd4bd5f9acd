"""What can this person do with a letter now? The box “现在由您办理”, the quiet buttons beside it, one for each unit."""

from django.urls import reverse

from letters import permissions
from letters.climbing import kind_after
from letters.models.following import standing_of
from letters.models.states import OWING, Kind, RecipientState, State
from letters.texts import has_unfilled
from portal.moments import moment_words
from portal.workdays import caveat, workdays_left


def handle(letter, user, parts, day):
    """For the committee, or None for whoever cannot act now. `parts`: all recipients."""
    if letter.state == State.DRAFT and permissions.can_edit(user, letter):
        return _of_draft(letter, parts)
    if letter.state == State.SUBMITTED and permissions.can_approve(user, letter):
        actions = [post("审批通过", "letter-approve", letter, primary=True), to("退回修改", "letter-return", letter)]
        return _box("审批这份公文", letter, actions)
    if letter.state == State.APPROVED and permissions.can_issue(user, letter):
        numbered = bool(letter.number)
        actions = [
            to("印发", "letter-issue", letter, primary=numbered),
            to("改文号" if numbered else "填写文号", "letter-number", letter, primary=not numbered),
            to("退回修改", "letter-return", letter, quiet=True),
        ]
        return _box(
            "印发" if numbered else "填写文号，印发",
            letter,
            actions if numbered else [actions[1], actions[0], actions[2]],
        )
    replied = [part for part in parts if part.state == RecipientState.REPLIED]
    if letter.state == State.ISSUED and replied and permissions.can_edit(user, letter):
        first = replied[0]
        actions = [
            {
                "label": f"看{first.organization}的回复",
                "href": reverse("recipient-reply", args=[first.pk]),
                "primary": True,
            }
        ]
        return {"who": "您", "what": f"审核 {len(replied)} 家单位的回复", "note": "", "actions": actions}
    late = [part for part in parts if kind_after(part, day)]
    if len(late) == 1 and permissions.can_edit(user, letter):
        return _of_late(late[0], day)
    return None


def _of_late(part, day):
    """What may follow, if a person decides so."""
    kind = Kind(kind_after(part, day)).label
    actions = [
        {"label": f"起草{kind}", "post": reverse("recipient-climb", args=[part.pk])},
        {"label": "催办、办结", "href": reverse("recipient-reply", args=[part.pk])},
    ]
    return {
        "who": "您",
        "what": f"{standing_of(part, day)}",
        "note": f"是否发{kind}由您定，草稿仍要审批。",
        "actions": actions,
    }


def _of_draft(letter, parts):
    gaps = has_unfilled(f"{letter.title}{letter.body}{letter.note}{letter.contact}{letter.cc}{letter.to}")
    ready = letter.body.strip() and parts and not gaps
    drop = to("作废", "letter-void", letter, quiet=True)
    if ready:
        actions = [post("送审", "letter-submit", letter, primary=True), to("修改", "letter-edit", letter), drop]
        return _box("核对后送审", letter, actions)
    what = "补上“【待填：…】”的内容" if gaps else "写完正文和主送单位"
    return _box(what, letter, [to("继续填写", "letter-edit", letter, primary=True), drop])


def _box(what, letter, actions):
    return {"who": "您", "what": what, "note": f"{moment_words(letter.state_since)}起", "actions": actions}


def handle_of_unit(letter, part, user, day):
    """For the officer of a unit that has to receive or to answer."""
    if letter.state != State.ISSUED or not permissions.is_unit(user, part):
        return None
    if part.state == RecipientState.WAITING:
        note = _term(part, day) if letter.asks_reply else "不要求回复，签收即可。"
        receive = {"label": "签收", "post": reverse("recipient-receive", args=[part.pk]), "primary": True}
        return {"who": "您", "what": "签收", "note": note, "actions": [receive]}
    if owes_reply(part):
        again = part.state == RecipientState.RETURNED
        reply = {"label": "写回复", "href": "#reply"}
        return {"who": "您", "what": "补充回复" if again else "回复", "note": _term(part, day), "actions": [reply]}
    return None


def owes_reply(part):
    return part.letter.asks_reply and part.state in (RecipientState.RECEIVED, RecipientState.RETURNED)


def _term(part, day):
    if part.due_on is None:
        return ""
    until = f"请于{part.due_on.month}月{part.due_on.day}日前回复"
    if part.is_overdue(day):
        return f"{until}，已超过 {(day - part.due_on).days} 天"
    words = [until, f"还有 {workdays_left(day, part.due_on)} 个工作日", caveat(day, part.due_on)]
    return "，".join(filter(None, words))


def other_actions(letter, user):
    """What may be done although nothing waits: quiet buttons at the head of the page."""
    if not permissions.can_edit(user, letter):
        return []
    if letter.state == State.SUBMITTED:
        return [post("撤回", "letter-withdraw", letter)]
    if letter.state == State.APPROVED:
        return [to("作废", "letter-void", letter)]
    if letter.state == State.ISSUED:
        number = to("改文号" if letter.number else "填写文号", "letter-number", letter)
        remind = [post("催办未回复单位", "letter-remind", letter)] if letter.asks_reply else []
        return [*remind, number, to("作废", "letter-void", letter)]
    if letter.state == State.CLOSED and not letter.number:
        return [to("填写文号", "letter-number", letter)]
    return []


def of_part(part, user, day):
    """The one button of a unit's row in the table of the committee, or None."""
    if part.letter.state != State.ISSUED or not permissions.can_close(user, part):
        return None
    page = reverse("recipient-reply", args=[part.pk])
    if part.state == RecipientState.REPLIED:
        return {"label": "看回复", "href": page}
    if part.is_overdue(day):
        return {"label": "催办", "href": page}
    if part.state == RecipientState.WAITING:
        return {"label": "代签收", "post": reverse("recipient-receive", args=[part.pk])}
    if part.state in OWING:
        return {"label": "办理", "href": page}
    return None


def post(label, name, letter, primary=False):
    """The button knows which revision was on the page, so that nothing unseen is approved."""
    return {"label": label, "post": f"{reverse(name, args=[letter.pk])}?seen={letter.revision}", "primary": primary}


def to(label, name, letter, **look):
    return {"label": label, "href": reverse(name, args=[letter.pk]), **look}
