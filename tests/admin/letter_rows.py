"""Letters and the calendar of days off for the world of these tests: one row of everything that the admin shows."""

from datetime import date

from letters.models import ReplyReminder, ReplyReminderStep
from portal.models import HolidayNotice, SpecialDay
from tests.factories import make_letter, make_letter_template


def letter_rows(name, committee, unit):
    """By model name."""
    letter = make_letter([unit], title=f"关于{name}事项的提醒函", state="issued")
    step = ReplyReminderStep.objects.filter(committee=committee).first() or ReplyReminderStep.objects.create(
        committee=committee, name=f"{name}提醒", workdays_left=2, wording="请回复。"
    )
    part = letter.recipients.get()
    return {
        "letter": letter,
        "lettertemplate": make_letter_template(committee, name=f"{name}模板"),
        "replyreminderstep": step,
        "replyreminder": ReplyReminder.objects.create(
            recipient=part, step=step, due_on=letter.reply_due, made_on=date(2026, 11, 20)
        ),
    }


def calendar_rows(year):
    """Of the whole country: of no committee."""
    return {
        "holidaynotice": HolidayNotice.objects.create(year=year, document="国办发明电"),
        "specialday": SpecialDay.objects.create(day=date(year, 5, 1), kind="off", document="国办发明电"),
    }


VIEW_ONLY = {"letter", "replyreminder"}
SHARED = {"holidaynotice", "specialday"}  # what the staff of any committee may correct for all
