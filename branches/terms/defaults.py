"""Lengths of terms and reminders of elections a new committee starts with; rows it may change.
`rows` is the model as a migration knows it, for committees that were there before.
"""

from branches.models import TermLength, TermReminderStep

BASIS = "《关于党的基层组织任期的意见》（中办2018年）"
LENGTHS = (("committee", 5), ("general", 3), ("branch", 3))
STEPS = (  # name, months left, tell the lead unit, the liaison, the committee, wording
    ("提前半年提醒", 6, False, False, False, "{subject}本届任期{until}届满，{left}，请研究换届工作。"),
    (
        "提前三个月提醒",
        3,
        False,
        False,
        False,
        "{subject}本届任期{until}届满，{left}，请尽快报批换届；确需延期的按规定报批。",
    ),
    ("届满当日提醒", 0, True, False, False, "{subject}本届任期{until}届满。已经换届的，请登记批复。"),
    (
        "逾期每月提醒",
        -1,
        True,
        True,
        True,
        "{subject}本届任期{until}届满，已{left}，请抓紧换届；已经换届的，请登记批复。",
    ),
)


def create_lengths(committee, rows=TermLength):
    for kind, years in LENGTHS:
        rows.objects.get_or_create(committee=committee, kind=kind, defaults={"years": years, "basis": BASIS})


def create_steps(committee, rows=TermReminderStep):
    for name, months, lead, liaison, staff, wording in STEPS:
        rows.objects.get_or_create(
            committee=committee,
            months_left=months,
            defaults={
                "name": name,
                "tell_lead": lead,
                "tell_liaison": liaison,
                "tell_committee": staff,
                "wording": wording,
            },
        )
