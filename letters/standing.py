"""How a letter, and each unit's part of it, is shown on a day: one word with its mark, and what is overdue."""

from django.utils import timezone

from letters.models.states import OWING, RECIPIENT_KINDS, UNISSUED, RecipientState, State


def part_shown(part, day):
    """Word and mark of a unit's part; what is past its day says so before anything else."""
    if part.letter.state == State.VOID:
        return {"kind": "idle", "label": "作废", "open": False}
    if part.letter.state in UNISSUED:
        return {"kind": "idle", "label": "未印发", "open": False}
    open_ = part.letter.state == State.ISSUED and part.state in OWING
    if open_ and part.is_overdue(day):
        return {"kind": "late", "label": f"逾期 {(day - part.due_on).days} 天", "open": True}
    label = part.get_state_display()
    if part.state == RecipientState.RECEIVED and part.letter.asks_reply:
        return {"kind": "wait", "label": "待回复", "open": open_}
    if part.state == RecipientState.RETURNED:
        label = "退回待补"
    return {"kind": RECIPIENT_KINDS[part.state], "label": label, "open": open_}


def received_words(part):
    """9月16日 示例干事"""
    return _said(part.received_at, part.received_by)


def replied_words(part):
    """The day of the reply that stands, or until when one is asked for."""
    if part.replied_on:
        return short_day(part.replied_on)
    return f"期限{short_day(part.due_on)}" if part.due_on else ""


def _said(at, by):
    if at is None:
        return ""
    return f"{short_day(timezone.localdate(at))} {by.name if by else ''}".strip()


def sums(letter, parts, day):
    """共 12 家，已签收 9，已回复 5，办结 3，逾期 2 — 截至今天."""
    words = [f"已签收 {sum(part.received_at is not None for part in parts)} 家"]
    if letter.asks_reply:
        words.append(f"已回复 {sum(part.replied_on is not None for part in parts)} 家")
    words.append(f"办结 {sum(part.state == RecipientState.CLOSED for part in parts)} 家")
    late = sum(part.is_overdue(day) for part in parts)
    if late:
        words.append(f"逾期 {late} 家")
    return "，".join(words)


def short_day(day):
    """9月16日"""
    return f"{day.month}月{day.day}日"
