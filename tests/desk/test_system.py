from datetime import timedelta

import pytest
from celery import shared_task
from django.urls import reverse
from django.utils import timezone

from notices.models import Channel, Delivery
from portal.health import failed_tasks, workers
from portal.health.models import FailedTask, ProbeState
from portal.tasks import record_heartbeat
from tests.factories import make_committee, make_staff, make_user

pytestmark = pytest.mark.django_db
MOST = 12
DONE = []


@shared_task(repeatable=True)
def repeat(pk):
    DONE.append(pk)


@shared_task
def once_only(pk):
    pass


@pytest.fixture
def administrator(client):
    person = make_user(committee=None, is_superuser=True)
    client.force_login(person)
    return person


@pytest.fixture
def well(redis_url, settings, tmp_path):
    """Redis, a worker and beat are here, and nothing was backed up yet."""
    settings.REDIS_URL, settings.VAR_DIR = redis_url, tmp_path
    workers._reported.clear()
    workers.report("worker@example")
    record_heartbeat()


def page(client):
    response = client.get(reverse("system"))
    assert response.status_code == 200
    return response.content.decode()


def states(client):
    response = client.get(reverse("system"))
    return {part["seen"].probe.name: str(part["seen"].finding.state) for part in response.context["parts"]}


def fail(task, pk):
    failed_tasks.record(task, [pk], {}, ValueError("x"))
    return FailedTask.objects.latest("pk")


def test_page_shows_every_part_with_state_since_and_cure(client, administrator, well, settings):
    settings.HEALTH_DISK_WARNS = settings.HEALTH_DISK_FAILS = 0
    html = page(client)

    good = dict.fromkeys(["database", "broker", "workers", "beat", "queue", "disk", "unsent", "tasks"], "good")
    assert states(client) == {**good, "backup": "warns"}
    assert "没有故障，1 项要留意。" in html
    assert "还没有备份。" in html and "manage.py backup" in html
    assert ProbeState.objects.count() == 9


def test_page_answers_without_redis_and_workers(client, administrator, settings):
    settings.REDIS_URL = "redis://127.0.0.1:1/0"

    found = states(client)

    assert [found[name] for name in ("broker", "beat", "queue", "workers")] == ["failing"] + ["unknown"] * 3


@pytest.mark.parametrize("who", [make_staff, make_user])
def test_page_is_not_there_for_others(client, who):
    client.force_login(who())
    failed = fail(repeat, 7)

    assert client.get(reverse("system")).status_code == 404
    for verb in ("failed-task-seen", "failed-task-retry"):
        assert client.post(reverse(verb, args=[failed.pk])).status_code == 404
    assert "运行状态" not in client.get(reverse("feedback")).content.decode()


def test_administrator_finds_the_page_in_the_menu(client, administrator):
    assert f'href="{reverse("system")}"' in client.get(reverse("feedback")).content.decode()


def test_failed_task_is_listed_tried_again_and_marked_as_known(client, administrator, well):
    again, only = fail(repeat, 7), fail(once_only, 8)
    html = page(client)

    offered = [reverse("failed-task-retry", args=[row.pk]) in html for row in (again, only)]
    client.post(reverse("failed-task-retry", args=[again.pk]))
    refused = client.post(reverse("failed-task-retry", args=[only.pk]), follow=True).content.decode()
    client.post(reverse("failed-task-seen", args=[only.pk]))

    assert (offered, DONE.pop()) == ([True, False], 7)
    assert "这一项不能从这里重做" in refused
    only.refresh_from_db()
    assert (only.seen_by, "标为已知</small>" in page(client)) == (administrator, True)


def test_page_asks_as_often_for_many_failed_tasks_as_for_one(
    client, administrator, well, django_assert_max_num_queries
):
    for pk in range(30):
        fail(repeat, pk)
    page(client)

    with django_assert_max_num_queries(MOST):
        html = page(client)

    assert html.count("标为已知</button>") == 20


@pytest.mark.parametrize(
    ("minutes", "state", "expected", "words"),
    [
        (5, "waiting", "good", "该发的都已发出"),
        (30, "waiting", "warns", "1 条到时间还没有发出"),
        (90, "waiting", "failing", "1 条到时间还没有发出"),
        (90, "failed", "warns", "近 7 天有 1 条试了几次仍未成功"),
        (8 * 24 * 60, "failed", "good", "该发的都已发出"),
        (90, "sent", "good", "该发的都已发出"),
    ],
)
def test_messages_that_do_not_leave_are_seen(client, administrator, well, minutes, state, expected, words):
    channel = Channel.objects.create(committee=make_committee(), kind="email", name="邮件", is_active=True)
    due_at = timezone.now() - timedelta(minutes=minutes)
    Delivery.objects.create(channel=channel, address="a@example.cn", title="提醒", key="1", state=state, due_at=due_at)

    assert words in page(client)
    assert states(client)["unsent"] == expected


def test_messages_of_a_channel_switched_off_are_not_late(client, administrator, well):
    channel = Channel.objects.create(committee=make_committee(), kind="email", name="邮件", is_active=False)
    due_at = timezone.now() - timedelta(hours=5)
    Delivery.objects.create(channel=channel, address="a@example.cn", title="提醒", key="1", due_at=due_at)

    assert states(client)["unsent"] == "good"


def test_mails_that_only_go_to_a_log_are_said(client, administrator, well, settings, django_assert_max_num_queries):
    settings.PRODUCTION = True
    assert states(client)["unsent"] == "good"  # nobody has switched on mails

    Channel.objects.create(committee=make_committee(), kind="email", name="邮件", is_active=True)

    with django_assert_max_num_queries(MOST):
        assert states(client)["unsent"] == "warns"
    assert "EMAIL_URL" in page(client)
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    assert states(client)["unsent"] == "good"


@pytest.mark.parametrize("page_number", ["x", "-1", "99999"])
def test_page_number_that_is_none(client, administrator, well, page_number):
    assert client.get(f"{reverse('system')}?page={page_number}").status_code == 200
