"""What stands on the printed sign-in sheet? A line for each person known or expected, and some to spare."""

from collections import defaultdict
from dataclasses import dataclass

from activities import rollcall
from activities.models import Participation
from activities.names import split_names

SPARE_LINES = 8
MOST_BLANKS = 30  # lines for one unit whose people are not named


@dataclass
class Line:
    number: int
    unit: str = ""
    name: str = ""
    note: str = ""


def sign_in_lines(activity):
    lines = []

    def add(unit, name="", note=""):
        lines.append(Line(len(lines) + 1, unit, name, note))

    signed_up = defaultdict(list)
    for signup in rollcall.signups(activity):
        signed_up[signup.user.organization].append(signup.user.name)
    for row in rollcall.participations(activity):
        own = signed_up.pop(row.organization, [])
        if row.answer == Participation.Answer.LEAVE and not own:
            continue
        for name in _people(row, own):
            add(str(row.organization), name, "个人报名" if name in own else "")
    for organization, names in signed_up.items():
        for name in names:
            add(str(organization or ""), name, "个人报名")
    for _ in range(SPARE_LINES):
        add("")
    return lines


def _people(row, own):
    """The named, then who signed up themselves, then blanks up to the unit's number (one where it gave none)."""
    if row.answer == Participation.Answer.LEAVE:
        return own
    names = split_names(row.attendees)
    names += [name for name in own if name not in names]
    blanks = max((row.expected_count or 1) - len(names), 0)
    return names + [""] * min(blanks, MOST_BLANKS)
