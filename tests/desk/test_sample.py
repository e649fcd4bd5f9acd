from datetime import date

import pytest
from django.core.management import CommandError, call_command

from accounts.models import User
from activities.models import Activity, Reminder
from activities.reminders import remind
from alliances.models import Committee, Organization
from branches.models import Branch
from desk import sample
from desk.sample.loading import remind_of_the_past
from portal.quarters import Quarter
from portal.workdays import nearest_workday_after, nearest_workday_before
from tests.factories import make_alliance, make_duty, make_officer_of, make_reminder_steps, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def test_sample_is_the_1_7_n_of_the_roster(loaded):
    committee = Committee.objects.get()
    units = Organization.objects.units()

    assert committee.alliances.count() == 7
    assert units.count() == 88
    assert Organization.objects.chambers().count() == 7
    assert Branch.objects.count() == 606
    assert sum(units.values_list("member_count", flat=True)) == 11852
    assert list(units.values_list("short_name", flat=True)[:3]) == ["市委办", "市委宣传部", "市委统战部"]


def test_sample_accounts_can_sign_in(loaded, client):
    for username, *_ in sample.ACCOUNTS:
        assert client.login(username=username, password=sample.PASSWORD), username


def test_every_alliance_still_owes_the_quarter_after_loading(loaded):
    quarter = Quarter.of(loaded)
    late = nearest_workday_before(quarter.last_day)

    made = remind(late)

    quarterly = [reminder for reminder in made if reminder.period_key == quarter.key]
    assert len(quarterly) == 7
    assert len({reminder.alliance_id for reminder in quarterly}) == 7
    assert remind(late) == []


def test_past_quarters_were_reminded_and_are_not_again(loaded):
    now, before = Quarter.of(loaded), Quarter.of(loaded).previous()

    assert Reminder.objects.exists()
    assert not Reminder.objects.filter(period_key=now.key).exists()
    made = remind(nearest_workday_after(loaded))
    assert {reminder.period_key for reminder in made} <= {now.key, before.key, str(now.year), str(before.year)}


def test_quarters_of_last_year_are_not_reminded_of_together_at_new_year():
    alliance = make_alliance()
    make_officer_of(alliance)
    make_reminder_steps(alliance.committee)
    make_duty(alliance.committee, year=2026)

    remind_of_the_past(alliance.committee, date(2027, 1, 2))

    assert set(Reminder.objects.values_list("period_key", flat=True)) == {"2026Q1", "2026Q2", "2026Q3"}
    assert [reminder.period_key for reminder in remind(nearest_workday_after(date(2027, 1, 2)))] == ["2026Q4"]


def test_sample_has_something_in_every_hand(loaded):
    states = set(Activity.objects.filter(source_key="").values_list("state", flat=True))

    assert states == {"draft", "proposed", "submitted", "returned", "published", "reported"}


def test_sample_goes_into_an_empty_database_only():
    make_user()

    with pytest.raises(CommandError, match="只装进空数据库"):
        call_command("sample")


def test_accounts_are_listed_only_where_the_sample_is(capsys):
    make_user(username="somebody")

    call_command("sample", accounts=True)

    assert capsys.readouterr().out == ""
    assert not User.objects.filter(username="staff").exists()
