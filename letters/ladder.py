"""Which letter comes next in a case? 提醒函, then 督办函, then 约谈: each only after the one before it stayed without
an answer, and never by itself: a person presses.

    next_kind("term:17", organization, day) -> (Kind.REMINDER, "还没有发过提醒函。")
"""

from letters.models import Recipient
from letters.models.following import is_behind, standing_of
from letters.models.states import LADDER, UNISSUED, Kind, RecipientState, State


def next_kind(case_key, organization, day):
    """(the kind that may be drafted now, or None; why, in Chinese)."""
    return _next(_parts([case_key]).filter(organization=organization), day)


def next_kinds(cases, day):
    """{(case key, organization's key): the same}, by one query for a whole list."""
    cases = list(cases)
    parts = {}
    for part in _parts([case.key for case in cases]):
        parts.setdefault((part.letter.case, part.organization_id), []).append(part)
    places = [(case.key, case.organization.pk) for case in cases]
    return {place: _next(parts.get(place, []), day) for place in places}


def _parts(keys):
    rows = Recipient.objects.filter(letter__case__in=[key for key in keys if key], letter__kind__in=LADDER)
    rows = rows.exclude(letter__state=State.VOID).select_related("letter", "organization")
    return rows.order_by("-letter__created_at", "-letter__pk")


def _next(parts, day):
    parts = list(parts)
    for part in parts:
        if part.letter.state in UNISSUED:
            letter = part.letter
            return None, f"已有《{letter}》（{letter.get_state_display()}），请先办完。"
    part = next(iter(parts), None)
    if part is None:
        return Kind.REMINDER, "还没有发过提醒函。"
    if part.state == RecipientState.CLOSED:
        return Kind.REMINDER, f"{standing_of(part, day)}；再有需要，重新从提醒函开始。"
    if not is_behind(part, day):
        return None, f"{standing_of(part, day)}。"
    if part.letter.kind == LADDER[-1]:
        return None, f"{standing_of(part, day)}；已经发过{Kind(LADDER[-1]).label}，请线下跟进，办结后填写依据。"
    kind = LADDER[LADDER.index(part.letter.kind) + 1]
    return kind, f"{standing_of(part, day)}，可以发{Kind(kind).label}。"
