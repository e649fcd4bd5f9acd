"""The doors “起草提醒函”: from a task that is overdue and from a late cell of the duty matrix."""

from datetime import date, timedelta

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse
from django.utils.timezone import localdate

from activities.models import Task
from letters.defaults import create_templates
from letters.models import Letter, Recipient
from tests.factories import (
    make_alliance,
    make_duty,
    make_leader,
    make_member,
    make_officer,
    make_officer_of,
    make_seat,
    make_staff,
    make_task,
)

pytestmark = pytest.mark.django_db


class House:
    def __init__(self):
        self.seat = make_seat()
        self.alliance, self.unit = self.seat.alliance, self.seat.organization
        self.committee = self.alliance.committee
        create_templates(self.committee)
        self.people = {
            "staff": make_staff(self.committee),
            "leader": make_leader(self.alliance),
            "lead": make_officer_of(self.alliance),
            "unit": make_officer(self.unit),
            "member": make_member(self.unit),
            "other_staff": make_staff(),
        }

    def late_task(self, owner=None, **fields):
        fields.setdefault("due_on", localdate() - timedelta(days=8))
        return make_task(owner or self.unit, title="走访企业", **fields)


@pytest.fixture
def house():
    return House()


def words_of(response):
    return [str(message) for message in get_messages(response.wsgi_request)]


def test_letter_of_a_task_is_drafted_in_the_words_of_the_record(client, house):
    task = house.late_task()
    client.force_login(house.people["staff"])

    response = client.post(reverse("task-letter", args=[task.pk]))

    letter = Letter.objects.get()
    assert response.url == letter.get_absolute_url()
    assert (letter.kind, letter.state, letter.case, list(letter.organizations)) == (
        "reminder", "draft", f"task:{task.pk}", [house.unit]
    )  # fmt: skip
    assert letter.title == "关于重点任务“走访企业”的提醒函"
    due = f"{task.due_on:%Y年%-m月%-d日}"
    assert letter.body.startswith(f"重点任务“走访企业”应于{due}前完成。截至{localdate():%Y年%-m月%-d日}，尚未办结。")
    assert "【待填" not in letter.body


def test_letter_of_an_alliances_task_goes_to_its_lead_unit(client, house):
    task = house.late_task(house.alliance)
    client.force_login(house.people["staff"])

    client.post(reverse("task-letter", args=[task.pk]))

    assert list(Letter.objects.get().organizations) == [house.people["lead"].organization]


def test_second_letter_waits_for_the_first(client, house):
    task = house.late_task()
    client.force_login(house.people["staff"])
    client.post(reverse("task-letter", args=[task.pk]))

    response = client.post(reverse("task-letter", args=[task.pk]))

    assert Letter.objects.count() == 1
    assert response.url == task.get_absolute_url()
    assert "请先办完" in words_of(response)[-1]


def test_supervision_follows_a_reminder_that_stayed_without_an_answer(client, house):
    task = house.late_task()
    client.force_login(house.people["staff"])
    client.post(reverse("task-letter", args=[task.pk]))
    Letter.objects.update(state="issued", issued_on=date(2026, 3, 2), reply_due=date(2026, 3, 9))
    Recipient.objects.update(due_on=date(2026, 3, 9))

    client.post(reverse("task-letter", args=[task.pk]))

    assert [letter.kind for letter in Letter.objects.order_by("pk")] == ["reminder", "supervision"]


@pytest.mark.parametrize("state", ["raised", "reported", "closed", "dropped"])
def test_no_letter_of_a_task_that_nobody_has_in_hand(client, house, state):
    task = house.late_task(state=state)
    client.force_login(house.people["staff"])

    response = client.post(reverse("task-letter", args=[task.pk]))

    assert (Letter.objects.count(), response.url) == (0, task.get_absolute_url())


def test_closing_or_dropping_a_task_settles_its_letters(client, house):
    tasks = [house.late_task(), house.late_task()]
    staff = house.people["staff"]
    client.force_login(staff)
    for task in tasks:
        client.post(reverse("task-letter", args=[task.pk]))
    Letter.objects.update(state="issued", issued_on=date(2026, 3, 2), reply_due=date(2026, 3, 9))
    Recipient.objects.update(due_on=date(2026, 3, 9))
    done, dropped = (Task.objects.get(pk=task.pk) for task in tasks)

    done.report(by=house.people["unit"], evidence="已走访")
    done.close(by=staff)
    dropped.drop(by=staff, reason="并入另一项")

    parts = Recipient.objects.order_by("letter__pk").values_list("state", "evidence")
    assert list(parts) == [("closed", "任务已核查办结：已走访"), ("closed", "任务已撤销：并入另一项")]
    assert {letter.state for letter in Letter.objects.all()} == {"closed"}


def test_letters_of_a_task_are_drafted_by_the_committee_alone(client, house):
    task = house.late_task()
    found = {}
    for person, user in house.people.items():
        client.force_login(user)
        found[person] = client.post(reverse("task-letter", args=[task.pk])).status_code

    assert found == {
        "staff": 302, "leader": 403, "lead": 403, "unit": 403, "member": 404, "other_staff": 404
    }  # fmt: skip
    assert Letter.objects.count() == 1


def test_letter_of_a_late_duty_goes_to_the_lead_unit(client, house):
    duty = make_duty(house.committee, name="联合主题党日", year=2026, period="quarter")
    client.force_login(house.people["staff"])

    code = f"{duty.pk}-2026Q3-{house.alliance.pk}"
    client.post(reverse("duty-letter"), {"code": code, "year": "2026", "on": "2026-10-09"})

    letter = Letter.objects.get()
    assert list(letter.organizations) == [house.people["lead"].organization]
    assert (letter.case, letter.title) == (
        f"duty:{duty.pk}:2026Q3:alliance:{house.alliance.pk}", "关于联合主题党日的提醒函"
    )  # fmt: skip
    assert letter.body.startswith(
        "按照年度安排，2026年第三季度联合主题党日应于2026年9月30日前完成。"
        f"截至{localdate():%Y年%-m月%-d日}，应完成1次，已办结0次。"
    )


@pytest.mark.parametrize("code", ["", "1", "x-y-z", "0-2026-0", "\x00"])
def test_cell_that_is_none_is_answered(client, house, code):
    client.force_login(house.people["staff"])

    response = client.post(reverse("duty-letter"), {"code": code})

    assert (response.status_code, response.url, Letter.objects.count()) == (302, reverse("duty-matrix"), 0)


def test_duty_that_is_not_late_needs_no_letter(client, house):
    duty = make_duty(house.committee, year=localdate().year, period="year")
    client.force_login(house.people["staff"])

    response = client.post(reverse("duty-letter"), {"code": f"{duty.pk}-{duty.year}-{house.alliance.pk}"})

    assert Letter.objects.count() == 0
    assert "没有逾期" in words_of(response)[-1]


def test_letters_of_duties_are_drafted_by_the_committee_alone(client, house):
    found = {}
    for person, user in house.people.items():
        client.force_login(user)
        found[person] = client.post(reverse("duty-letter"), {"code": "x"}).status_code

    assert found == {"staff": 302, "other_staff": 302, **dict.fromkeys(("leader", "lead", "unit", "member"), 403)}


def test_alliance_without_a_lead_unit_is_said(client, house):
    alliance = make_alliance(committee=house.committee)
    task = house.late_task(alliance)
    client.force_login(house.people["staff"])

    response = client.post(reverse("task-letter", args=[task.pk]))

    assert "没有片长单位" in words_of(response)[-1]


def test_one_press_drafts_a_letter_for_every_overdue_task(client, house):
    tasks = [house.late_task() for _ in range(3)] + [house.late_task(house.alliance)]
    headless = house.late_task(make_alliance(committee=house.committee))
    house.late_task(due_on=localdate())
    make_task(due_on=localdate() - timedelta(days=8))
    client.force_login(house.people["staff"])

    response = client.post(reverse("task-letters"))
    client.post(reverse("task-letters"))

    batch = Letter.objects.first().batch
    assert response.url == reverse("letter-batch", args=[batch.pk])
    assert set(Letter.objects.values_list("case", flat=True)) == {f"task:{task.pk}" for task in tasks}
    assert Letter.objects.count() == 4
    assert words_of(response) == [f"{headless.alliance}现在没有片长单位，不能起草函件。"]


def test_nothing_overdue_is_said(client, house):
    client.force_login(house.people["staff"])

    answers = [client.post(reverse(name)) for name in ("task-letters", "duty-letters")]

    assert [answer.url for answer in answers] == [reverse("task-list"), reverse("duty-remind")]
    assert Letter.objects.count() == 0


def test_one_press_drafts_a_letter_for_every_late_duty(client, house):
    """Late are the months of this year that are over."""
    today = localdate()
    make_duty(house.committee, year=today.year, period="month")
    client.force_login(house.people["staff"])

    client.post(reverse("duty-letters"))

    keys = set(Letter.objects.values_list("case", flat=True))
    assert len(keys) == today.month - 1
    assert all(key.endswith(f":alliance:{house.alliance.pk}") for key in keys)


@pytest.mark.parametrize("name", ["task-letters", "duty-letters"])
def test_batches_are_drafted_by_the_committee_alone(client, house, name):
    house.late_task()
    for person in ("leader", "lead", "unit", "member"):
        client.force_login(house.people[person])
        assert client.post(reverse(name)).status_code == 403

    assert Letter.objects.count() == 0
