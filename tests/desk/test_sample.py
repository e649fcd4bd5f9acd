from datetime import date

import pytest
from django.core.management import CommandError, call_command

from accounts.models import User
from activities.models import Activity, Reminder
from activities.reminders import remind
from alliances.models import Committee, Organization
from branches.models import Branch
from desk import sample
from tests.factories import make_user

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 19)


@pytest.fixture
def loaded(media):
    sample.load(DAY, say=lambda line: None)


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
    made = list(remind(date(2026, 11, 20)))

    quarterly = [reminder for reminder in made if reminder.period_key == "2026Q4"]
    assert len(quarterly) == 7
    assert len({reminder.alliance_id for reminder in quarterly}) == 7
    assert list(remind(date(2026, 11, 20))) == []


def test_past_quarters_were_reminded_and_are_not_again(loaded):
    assert Reminder.objects.exists()
    assert not Reminder.objects.filter(period_key="2026Q4").exists()


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
