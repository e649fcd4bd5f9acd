"""Before a reply is due and after: on workdays, once for each step, and never to who has answered."""

from datetime import date
from io import StringIO
from types import SimpleNamespace

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction

from letters import defaults
from letters.actions import handle_of_unit
from letters.models import ReplyReminder, ReplyReminderStep
from letters.reminding import remind, remind_by_hand, step_due
from notices.models import Notice
from tests.factories import make_committee, make_letter, make_officer, make_organization, make_staff

ISSUED, DUE = date(2026, 11, 2), date(2026, 11, 9)  # five workdays
CAVEAT = "2027年放假调休安排尚未公布，按法定节假日推算。"
STEPS = [SimpleNamespace(workdays_left=left) for left in (2, 0, -5)]


@pytest.mark.parametrize(
    ("day", "left"),
    [
        (date(2026, 11, 2), None),
        (date(2026, 11, 5), None),
        (date(2026, 11, 6), 2),  # a Friday: today and Monday
        (date(2026, 11, 9), 2),
        (date(2026, 11, 10), 0),
        (date(2026, 11, 13), 0),
        (date(2026, 11, 16), -5),
        (date(2027, 3, 1), -5),
    ],
)
def test_step_of_a_day_counts_workdays_before_and_after(day, left):
    step = step_due(day, DUE, ISSUED, STEPS)

    assert (step and step.workdays_left) == left


def test_step_longer_than_the_term_says_nothing():
    assert (
        step_due(date(2026, 11, 9), date(2026, 11, 10), date(2026, 11, 6), [SimpleNamespace(workdays_left=5)]) is None
    )


def test_steps_count_over_national_day():
    due, issued = date(2026, 10, 10), date(2026, 9, 21)  # a Saturday that is worked

    found = [step_due(day, due, issued, STEPS) for day in (date(2026, 9, 30), date(2026, 10, 8), date(2026, 10, 9))]

    assert [step and step.workdays_left for step in found] == [None, None, 2]


@pytest.fixture
def letter(db):
    committee = make_committee()
    defaults.create_reply_reminders(committee)
    officers = [make_officer(make_organization(committee=committee)) for _ in range(2)]
    return make_letter([one.organization for one in officers], state="issued", issued_on=ISSUED, title="示例")


def reminded(letter):
    return sorted(ReplyReminder.objects.sent().values_list("recipient__organization", "step__workdays_left"))


def test_units_are_reminded_once_a_step_and_not_after_they_answered(letter):
    first, second = letter.recipients.all()
    first.reply("已办理。", by=make_staff(letter.committee))

    made = [len(remind(day)) for day in (date(2026, 11, 5), date(2026, 11, 6), date(2026, 11, 6), date(2026, 11, 9))]
    late = [len(remind(day)) for day in (date(2026, 11, 10), date(2026, 11, 11))]

    assert (made, late) == ([0, 1, 0, 0], [1, 0])
    assert reminded(letter) == [(second.organization_id, 0), (second.organization_id, 2)]


def test_reminder_says_the_deadline_and_after_it_the_committee_hears_too(letter):
    staff = make_staff(letter.committee)
    letter.recipients.first().close("示例依据。", by=staff)
    remind(date(2026, 11, 6))
    remind(date(2026, 11, 10))

    officer = letter.recipients.last().organization.users.get()
    told = list(Notice.objects.filter(kind="reminder", recipient=officer).order_by("pk").values_list("title", "body"))
    unit = officer.organization

    assert told == [
        (f"{unit}：《示例》到期提醒", "《示例》请在2026年11月9日前回复，还有2个工作日。"),
        (f"{unit}：《示例》逾期提醒", "《示例》的回复期限是2026年11月9日，已经超过，请尽快回复。"),
    ]
    assert Notice.objects.filter(kind="reminder", recipient=staff).count() == 1


def test_deadline_in_a_year_without_published_holidays_says_so(letter):
    part = letter.recipients.first()
    far = make_letter([part.organization], state="issued", issued_on=date(2026, 11, 20), reply_workdays=30)
    officer, day = part.organization.users.get(), date(2026, 12, 31)

    remind(day)

    notice = Notice.objects.get(recipient=officer, kind="reminder", link=far.get_absolute_url())
    assert notice.body.endswith(f"请在2027年1月4日前回复，还有2个工作日。{CAVEAT}")
    own = far.recipients.get()
    assert handle_of_unit(far, own, officer, day)["note"] == f"请于1月4日前回复，还有 2 个工作日，{CAVEAT}"


@pytest.mark.parametrize("day", [date(2026, 11, 7), date(2026, 10, 1)])
def test_nobody_is_reminded_on_a_day_of_rest(letter, day):
    assert remind(day) == []


def test_later_deadline_is_reminded_of_anew(letter):
    part = letter.recipients.first()
    remind(date(2026, 11, 6))
    part.reply("已办理。", by=make_staff(letter.committee))
    part.return_reply("请补充。", by=make_staff(letter.committee), due_on=date(2026, 12, 18))

    made = remind(date(2026, 12, 17))

    assert (part.pk, date(2026, 12, 18)) in {(one.recipient_id, one.due_on) for one in made}


def test_step_that_is_switched_off_reminds_nobody(letter):
    ReplyReminderStep.objects.update(is_active=False)

    assert remind(date(2026, 11, 6)) == []


def test_database_keeps_one_row_of_each_reminder(letter):
    part, step = letter.recipients.first(), ReplyReminderStep.objects.first()
    row = {"recipient": part, "step": step, "due_on": DUE, "made_on": date(2026, 11, 6)}
    ReplyReminder.objects.create(**row)

    with pytest.raises(IntegrityError), transaction.atomic():
        ReplyReminder.objects.create(**row)


def test_reminder_is_claimed_by_one(letter):
    row = ReplyReminder.objects.create(
        recipient=letter.recipients.first(), step=None, due_on=DUE, made_on=date(2026, 11, 6)
    )
    same = ReplyReminder.objects.get(pk=row.pk)

    assert [row.claim(), same.claim()] == [True, False]


def test_killed_before_it_was_sent_it_is_sent_by_the_next_run(letter):
    step = ReplyReminderStep.objects.get(workdays_left=2)
    ReplyReminder.objects.create(recipient=letter.recipients.first(), step=step, due_on=DUE, made_on=date(2026, 11, 6))

    assert len(remind(date(2026, 11, 6))) == 2


def test_by_hand_once_a_day_and_only_who_owes(letter):
    first, second = letter.recipients.all()
    first.reply("已办理。", by=make_staff(letter.committee))
    staff = make_staff(letter.committee)

    made = [len(remind_by_hand([first, second], by=staff, day=date(2026, 11, day))) for day in (4, 4, 5)]

    assert made == [1, 0, 1]
    assert letter.steps.filter(verb="remind").count() == 2


def test_command_says_what_it_did_and_dry_run_leaves_nothing(letter):
    said = [StringIO(), StringIO(), StringIO()]
    call_command("remind_of_letters", on="2026-11-06", dry_run=True, stdout=said[0])
    call_command("remind_of_letters", on="2026-11-06", stdout=said[1])
    call_command("remind_of_letters", on="2026-11-06", stdout=said[2])

    lines = "".join(f"{part.organization}：《示例》到期提醒\n" for part in letter.recipients.all())
    assert [one.getvalue() for one in said] == [lines, lines, ""]


def test_command_names_a_day_it_cannot_read(db):
    with pytest.raises(CommandError, match="不是日期"):
        call_command("remind_of_letters", on="11月6日")


def test_wording_with_an_unknown_placeholder_is_refused_by_name(db):
    step = ReplyReminderStep(committee=make_committee(), name="提醒", workdays_left=3, wording="{unit}{due}")

    with pytest.raises(ValidationError) as refusal:
        step.full_clean()

    assert refusal.value.message_dict == {"wording": ["不认识的占位符：{due}。"]}


def test_ordinary_morning_asks_a_fixed_number_of_queries(letter, django_assert_num_queries):
    remind(date(2026, 11, 6))

    with django_assert_num_queries(3):
        remind(date(2026, 11, 6))
