"""提醒函 → 督办函 → 约谈, each only after the one before it stayed without an answer. Asks nothing but the letters."""

from letters.models.states import LADDER, Kind, State


def rung_before(kind):
    """The kind that has to come first; None for what may be written at any time."""
    return LADDER[LADDER.index(kind) - 1] if kind in LADDER[1:] else None


def is_behind(part, day):
    """Did the unit leave this letter unanswered past its day, or was its reply returned?"""
    if part.letter.state != State.ISSUED:
        return False
    return part.state == part.State.RETURNED or part.is_overdue(day)


def refusal(letter, day):
    """Why this letter may not go out yet, or ""."""
    before = rung_before(letter.kind)
    if before is None:
        return ""
    name = Kind(before).label
    previous = letter.follows
    if previous is None or previous.kind != before or previous.committee_id != letter.committee_id:
        return f"{letter.get_kind_display()}要在{name}之后：请先选定前一份{name}。"
    if previous.case != letter.case:
        return f"前一份{name}说的是另一件事，不能接着发{letter.get_kind_display()}。"
    parts = {part.organization_id: part for part in previous.recipients.select_related("organization", "letter")}
    for organization in letter.organizations:
        part = parts.get(organization.pk)
        if part is None:
            return f"没有给{organization}发过《{previous}》，不能接着发{letter.get_kind_display()}。"
        if not is_behind(part, day):
            return f"{standing_of(part, day)}，不能发{letter.get_kind_display()}。"
    if rival := _rivals(letter).first():
        return f"已有《{rival}》（{rival.get_state_display()}）跟进这份{name}，不再重复。"
    return ""


def _rivals(letter):
    """Letters of the same rung on their way, or out, to one of the same units."""
    others = letter.follows.followed_by.filter(recipients__organization__in=letter.organizations).exclude(pk=letter.pk)
    return others.filter(kind=letter.kind, state__in=[State.SUBMITTED, State.APPROVED, State.ISSUED])


def standing_of(part, day):
    """Where the unit stands with a letter, in words."""
    letter, unit = part.letter, part.organization
    if letter.state in (State.DRAFT, State.SUBMITTED, State.APPROVED):
        return f"《{letter}》还没有印发"
    if letter.state == State.VOID:
        return f"《{letter}》已作废"
    if part.state == part.State.CLOSED or letter.state == State.CLOSED:
        return f"{unit}的《{letter}》已办结"
    if part.state == part.State.REPLIED:
        return f"{unit}已回复《{letter}》，请先审核回复"
    if part.state == part.State.RETURNED:
        return f"{unit}对《{letter}》的回复已退回"
    if part.due_on is None:
        return f"《{letter}》没有要求回复"
    due = f"{part.due_on.year}年{part.due_on.month}月{part.due_on.day}日"
    if part.is_overdue(day):
        return f"{unit}对《{letter}》逾期未回复（期限{due}）"
    return f"{unit}对《{letter}》的回复期限是{due}，还没有到期"
