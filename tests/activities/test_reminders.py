from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.utils import timezone

from activities import reminders
from activities.duties import progress
from activities.models import Activity, Duty, Reminder, ReminderStep
from activities.reminders import remind
from activities.tasks import remind_today
from notices.models import Channel, Delivery, Notice
from tests.factories import (
    at,
    make_activity,
    make_alliance,
    make_committee,
    make_duty,
    make_leader,
    make_member,
    make_officer,
    make_officer_of,
    make_organization,
    make_reminder_steps,
    make_seat,
    make_staff,
    make_type,
)

FIRST_STEP = date(2026, 11, 20)
SECOND_STEP = date(2026, 12, 18)
OVERDUE = date(2027, 1, 4)
State = Activity.State


@pytest.fixture
def committee(db):
    committee = make_committee()
    make_reminder_steps(committee)
    make_duty(committee, name="联合主题党日")
    return committee


@pytest.fixture
def alliance(committee):
    """Founded with the quarter, so that it owes this one only."""
    return make_alliance(committee=committee, name="文化园党建联盟", since=date(2026, 10, 1))


def make_theme_day(alliance, month, day, state, **fields):
    return make_activity(
        alliance=alliance, starts_at=at(2026, month, day), ends_at=at(2026, month, day, 11), state=state, **fields
    )


def lines(day):
    return [str(reminder) for reminder in remind(day)]


def test_every_alliance_behind_is_reminded_once_at_each_step(committee, alliance):
    other = make_alliance(committee=committee, name="同心圆党建联盟", order_number=9, since=date(2026, 10, 1))
    make_theme_day(other, 10, 15, State.ACCEPTED)
    days = [date(2026, 11, 19), FIRST_STEP, date(2026, 12, 17), SECOND_STEP, date(2026, 12, 31), OVERDUE]

    assert [lines(day) for day in days] == [
        [],
        ["文化园党建联盟：2026年第四季度联合主题党日，首次提醒"],
        [],
        ["文化园党建联盟：2026年第四季度联合主题党日，二次提醒"],
        [],
        ["文化园党建联盟：2026年第四季度联合主题党日，逾期提醒"],
    ]


@pytest.mark.parametrize("day", [FIRST_STEP, SECOND_STEP, OVERDUE])
def test_second_run_sends_nothing(committee, alliance, day):
    officer = make_officer_of(alliance)

    assert [len(remind(day)), len(remind(day))] == [1, 0]
    assert Notice.objects.filter(recipient=officer).count() == 1


def test_missed_days_are_caught_up_with_the_latest_step_only(committee, alliance):
    assert lines(date(2026, 12, 29)) == ["文化园党建联盟：2026年第四季度联合主题党日，二次提醒"]
    assert lines(OVERDUE) == ["文化园党建联盟：2026年第四季度联合主题党日，逾期提醒"]
    assert lines(date(2027, 3, 1)) == []


@pytest.mark.parametrize("day", [date(2026, 11, 21), date(2026, 11, 22), date(2027, 1, 1)])
def test_nobody_is_reminded_on_a_day_of_rest(committee, alliance, day):
    assert remind(day) == []


def test_second_year_is_reminded_again(committee, alliance):
    make_duty(committee, name="联合主题党日", year=2027)
    remind(FIRST_STEP)

    day = date(2027, 12, 31)

    assert lines(day)[-1] == "文化园党建联盟：2027年第四季度联合主题党日，二次提醒"


@pytest.mark.parametrize("state", [State.REPORTED, State.ACCEPTED])
@pytest.mark.parametrize("day", [FIRST_STEP, SECOND_STEP, OVERDUE])
def test_reported_activity_stops_every_reminder(committee, alliance, state, day):
    make_theme_day(alliance, 11, 12, state)

    assert remind(day) == []


@pytest.mark.parametrize(
    "state", [State.DRAFT, State.SUBMITTED, State.PUBLISHED, State.REPORT_RETURNED, State.CANCELLED]
)
def test_what_is_not_reported_does_not_stop_the_reminder(committee, alliance, state):
    make_theme_day(alliance, 11, 12, state)

    assert len(remind(FIRST_STEP)) == 1


def test_activity_of_another_quarter_or_type_does_not_stop_the_reminder(committee, alliance):
    make_theme_day(alliance, 9, 30, State.ACCEPTED)
    make_theme_day(alliance, 11, 12, State.ACCEPTED, type=make_type(committee, "业务培训"))

    assert len(remind(FIRST_STEP)) == 1


def test_activity_held_together_stops_the_reminder_of_both(committee, alliance):
    partner = make_alliance(committee=committee, since=date(2026, 10, 1))
    make_theme_day(alliance, 11, 12, State.ACCEPTED).partners.add(partner)

    assert remind(FIRST_STEP) == []


@pytest.mark.parametrize(
    ("state", "month", "day", "sentence"),
    [
        (State.PUBLISHED, 11, 27, "已排11月27日“示例党日”。"),
        (State.PUBLISHED, 11, 12, "11月12日的“示例党日”已开展未报总结，报送后不再提醒。"),
        (State.REPORT_RETURNED, 11, 12, "11月12日的“示例党日”已开展未报总结，报送后不再提醒。"),
        (State.SUBMITTED, 11, 27, "11月27日“示例党日”的计划待审定。"),
        (State.DRAFT, 11, 27, ""),
    ],
)
def test_text_names_what_is_under_way(committee, alliance, state, month, day, sentence):
    officer = make_officer_of(alliance)
    make_theme_day(alliance, month, day, state, title="示例党日")

    remind(FIRST_STEP)

    notice = Notice.objects.get(recipient=officer)
    said = "文化园党建联盟：2026年第四季度联合主题党日，期限2026年12月31日，还剩30个工作日。"
    assert notice.body == said + sentence
    assert notice.title == "文化园：联合主题党日（2026年第四季度）首次提醒"
    assert notice.kind == Notice.Kind.REMINDER
    assert notice.safe_link == "/duties/?year=2026"


def test_reminder_reaches_the_heads_and_overdue_one_level_up(committee, alliance):
    lead, deputy = make_officer_of(alliance), make_officer_of(alliance, role="deputy")
    liaison, staff = make_leader(alliance), make_staff(committee)
    make_officer_of(alliance, role="member")
    make_officer(lead.organization, is_active=False)
    make_member(lead.organization)
    make_leader(make_alliance(committee=committee, since=date(2027, 1, 1)))
    make_staff()

    def told(day):
        (reminder,) = remind(day)
        return set(Notice.objects.filter(key=f"reminder-{reminder.pk}").values_list("recipient", flat=True))

    assert told(FIRST_STEP) == {lead.pk, deputy.pk}
    assert told(OVERDUE) == {lead.pk, deputy.pk, liaison.pk, staff.pk}


def test_recipients_are_those_who_sit_there_on_the_day(committee, alliance):
    before = make_seat(alliance=alliance, role="lead", since=date(2026, 10, 1), until=date(2026, 11, 19))
    make_officer(before.organization)
    after = make_officer(make_seat(alliance=alliance, role="lead", since=date(2026, 11, 20)).organization)

    remind(FIRST_STEP)

    assert [notice.recipient for notice in Notice.objects.all()] == [after]


def test_alliance_that_is_closed_or_not_yet_founded_is_not_reminded(committee, db):
    make_alliance(committee=committee, since=date(2027, 1, 1))
    make_alliance(committee=committee, until=date(2026, 11, 1))
    make_alliance(committee=committee, since=date(2026, 10, 1), until=date(2026, 12, 30))

    assert remind(FIRST_STEP) == []


def test_alliance_owes_nothing_for_the_time_before_it_was_founded(committee, alliance):
    assert lines(OVERDUE) == ["文化园党建联盟：2026年第四季度联合主题党日，逾期提醒"]


def test_overdue_quarter_is_reminded_even_when_the_day_was_missed(committee, db):
    make_alliance(committee=committee, name="老党建联盟", since=date(2026, 7, 1))

    assert lines(date(2026, 10, 20)) == ["老党建联盟：2026年第三季度联合主题党日，逾期提醒"]


def test_quarter_made_up_for_is_not_reminded(committee, db):
    alliance = make_alliance(committee=committee, since=date(2026, 7, 1))
    make_theme_day(alliance, 10, 12, State.ACCEPTED)
    make_theme_day(alliance, 10, 19, State.REPORTED)

    assert remind(date(2026, 10, 20)) == []


def test_duties_that_are_not_reminded_and_committees_without_steps_stay_quiet(committee, alliance):
    Duty.objects.update(is_reminded=False)
    other = make_alliance(since=date(2026, 10, 1))
    make_duty(other.committee)

    assert remind(FIRST_STEP) == []


def test_year_of_what_is_owed_by_the_quarter_is_not_reminded_twice(committee, alliance):
    make_duty(committee, name="联合主题党日（全年）", period=Duty.Period.YEAR)
    make_duty(committee, name="品牌大比武", type=make_type(committee, "品牌大比武"), period=Duty.Period.YEAR)

    assert lines(FIRST_STEP) == [
        "文化园党建联盟：2026年第四季度联合主题党日，首次提醒",
        "文化园党建联盟：2026年品牌大比武，首次提醒",
    ]


def test_step_that_is_switched_off_is_passed_over(committee, alliance):
    ReminderStep.objects.filter(workdays_left=10).update(is_active=False)

    assert lines(SECOND_STEP) == ["文化园党建联盟：2026年第四季度联合主题党日，首次提醒"]


def test_units_are_reminded_of_what_every_unit_owes(committee):
    Duty.objects.all().delete()
    make_duty(committee, name="报送经验", owed_by=Duty.OwedBy.ORGANIZATION, period=Duty.Period.YEAR)
    unit = make_organization(committee=committee, short_name="市示例局")
    officer = make_officer(unit)

    assert lines(FIRST_STEP) == ["市示例局：2026年报送经验，首次提醒"]
    assert lines(FIRST_STEP) == []
    assert [notice.recipient for notice in Notice.objects.all()] == [officer]


def test_group_of_the_alliance_is_told_too(committee, alliance):
    group = {
        "committee": committee,
        "kind": Channel.Kind.WECOM,
        "webhook": "https://robot.example.org",
        "is_active": True,
    }
    Channel.objects.create(name="文化园群", alliance=alliance, **group)

    remind(FIRST_STEP)
    remind(FIRST_STEP)

    assert [delivery.title for delivery in Delivery.objects.all()] == ["文化园：联合主题党日（2026年第四季度）首次提醒"]


def test_row_left_unsent_by_a_kill_is_sent_by_the_next_run(committee, alliance, monkeypatch):
    officer = make_officer_of(alliance)

    def die(*_, **__):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(reminders, "notify_each", die)
        with pytest.raises(KeyboardInterrupt):
            remind(FIRST_STEP)
    assert Reminder.objects.filter(sent_at=None).count() == 1
    assert not Notice.objects.exists()

    assert len(remind(FIRST_STEP)) == 1
    assert Notice.objects.filter(recipient=officer).count() == 1


def test_row_is_unique_in_the_database(committee, alliance):
    (reminder,) = remind(FIRST_STEP)

    with pytest.raises(IntegrityError), transaction.atomic():
        Reminder.objects.create(
            duty=reminder.duty,
            alliance=alliance,
            period_key=reminder.period_key,
            step=reminder.step,
            due_on=reminder.due_on,
            made_on=FIRST_STEP,
        )


def test_morning_without_reminders_takes_a_fixed_number_of_queries(committee, alliance, django_assert_max_num_queries):
    for _ in range(10):
        make_alliance(committee=committee, since=date(2026, 10, 1))
    remind(FIRST_STEP)

    with django_assert_max_num_queries(12):
        assert remind(FIRST_STEP) == []


def test_command_prints_a_line_for_each_and_none_when_nothing_is_due(committee, alliance, capsys):
    call_command("remind", on="2026-11-20")
    assert capsys.readouterr().out == "文化园党建联盟：2026年第四季度联合主题党日，首次提醒\n"

    call_command("remind", on="2026-11-20")
    assert capsys.readouterr().out == ""


def test_dry_run_prints_the_same_and_leaves_nothing(committee, alliance, capsys):
    make_officer_of(alliance)

    call_command("remind", on="2026-11-20", dry_run=True)

    assert capsys.readouterr().out == "文化园党建联盟：2026年第四季度联合主题党日，首次提醒\n"
    assert (Reminder.objects.count(), Notice.objects.count()) == (0, 0)


@pytest.mark.parametrize("text", ["2026-02-30", "明天", "", "2026", "20-11-2026"])
def test_command_refuses_a_day_that_is_none(committee, text):
    with pytest.raises(CommandError, match="不是日期") as refusal:
        call_command("remind", on=text)
    assert refusal.value.returncode == 1


def test_morning_task_reminds_as_the_command_does(committee, alliance):
    remind_today(on="2026-11-20")

    assert Reminder.objects.sent().count() == 1


def test_reminder_step_refuses_words_it_does_not_know(committee):
    step = ReminderStep(committee=committee, name="提醒", workdays_left=5, wording="{alliance}请{name}")

    with pytest.raises(ValidationError, match=r"\{name\}"):
        step.full_clean()


# By hand


@pytest.fixture
def behind(committee, alliance):
    today = date(2026, 11, 25)
    return [cell for cell in progress(committee, 2026, today).cells if cell.is_open], today


def test_by_hand_reminds_once_a_day_and_again_the_next(committee, alliance, behind):
    cells, today = behind
    staff, officer = make_staff(committee), make_officer_of(alliance)

    first = reminders.remind_by_hand(cells, by=staff, day=today)
    second = reminders.remind_by_hand(cells, by=staff, day=today)
    next_day = reminders.remind_by_hand(cells, by=staff, day=date(2026, 11, 26))

    assert [len(first), len(second), len(next_day)] == [1, 0, 1]
    assert str(first[0]) == "文化园党建联盟：2026年第四季度联合主题党日，人工提醒"
    assert (first[0].by, first[0].step) == (staff, None)
    assert Notice.objects.filter(recipient=officer).count() == 2


def test_by_hand_does_not_replace_the_step_of_the_day(committee, alliance, behind):
    cells, today = behind
    reminders.remind_by_hand(cells, by=make_staff(committee), day=today)

    assert lines(today) == ["文化园党建联盟：2026年第四季度联合主题党日，首次提醒"]


@pytest.fixture
def open_cell(committee, db):
    """An alliance that owes whatever quarter runs when the test runs."""
    today = timezone.localdate()
    committee.duties.update(year=today.year)
    alliance = make_alliance(committee=committee, name="今天党建联盟", since=today)
    (cell,) = [cell for cell in progress(committee, today.year, today).cells if cell.is_open]
    return alliance, cell


def test_page_reminds_those_that_are_chosen(client, committee, open_cell):
    alliance, cell = open_cell
    officer = make_officer_of(alliance)
    client.force_login(make_staff(committee))

    page = client.get("/duties/remind/").content.decode()
    done = client.post("/duties/remind/", {"cell": [cell.code, "1-2026-99", "x"]}, follow=True).content.decode()
    again = client.post("/duties/remind/", {"cell": cell.code}, follow=True).content.decode()

    assert cell.code in page
    assert "已提醒今天，共1条。" in done
    assert "有1条今天已经提醒过，没有重复发送。" in again
    assert Notice.objects.filter(recipient=officer).count() == 1


def test_page_says_when_nothing_is_chosen(client, committee, open_cell):
    client.force_login(make_staff(committee))

    assert "没有选中要提醒的联盟。" in client.post("/duties/remind/", follow=True).content.decode()


def test_page_reminds_nobody_of_another_committee(client, committee, open_cell):
    _, cell = open_cell
    client.force_login(make_staff())

    client.post("/duties/remind/", {"cell": cell.code})

    assert not Reminder.objects.exists()


@pytest.mark.parametrize("make", [make_member, make_officer])
def test_page_is_for_the_committee(client, db, make):
    client.force_login(make())

    assert client.get("/duties/remind/").status_code == 403
    assert client.post("/duties/remind/").status_code == 403
