from datetime import timedelta

import pytest
from celery import shared_task
from django.utils import timezone

from notices.tasks import send_due
from portal.access import WrongState
from portal.health import failed_tasks, watch
from portal.health.findings import State
from portal.health.models import FailedTask
from tests.factories import make_user

pytestmark = pytest.mark.django_db
DONE = []


@shared_task(repeatable=True)
def repeat(pk, on=None):
    DONE.append((pk, on))


@shared_task
def once_only(pk):
    pass


@shared_task(repeatable=True)
def tell(pk, words):
    pass


def fail(task, *args, fault=None, **kwargs):
    try:
        raise fault or ValueError("张示例 13900001111")
    except ValueError as error:
        failed_tasks.record(task, args, kwargs, error)


def test_failure_is_one_row_however_often_and_however_called():
    fail(repeat, 7)
    fail(repeat, pk=7, on=None)
    fail(repeat, 8)

    rows = FailedTask.objects.order_by("pk").values_list("task", "arguments", "count", "is_whole")
    assert list(rows) == [
        (repeat.name, {"pk": 7, "on": None}, 2, True),
        (repeat.name, {"pk": 8, "on": None}, 1, True),
    ]


def test_what_may_be_somebodys_is_not_kept():
    fail(tell, 7, "张示例 13900001111")
    fail(tell, 13900001111, "2026-11-23")

    first, second = FailedTask.objects.order_by("pk")
    assert (first.arguments, first.is_whole) == ({"pk": 7, "words": "…"}, False)
    assert (second.arguments, second.is_whole) == ({"pk": "…", "words": "2026-11-23"}, False)
    assert first.error.startswith("ValueError（tests/portal/health/test_failed_tasks.py 第 ")
    assert "张示例" not in first.error


def test_later_success_takes_the_row_away():
    fail(repeat, 7)
    fail(repeat, 8)

    failed_tasks.settle(repeat, [], {"pk": 7})

    assert [row.arguments["pk"] for row in FailedTask.objects.all()] == [8]


def test_failure_marked_as_known_counts_no_longer_and_goes_after_a_month():
    administrator = make_user(is_superuser=True)
    fail(repeat, 7)
    bad = failed_tasks.look().state
    row = FailedTask.objects.get()
    row.mark_seen(by=administrator)
    with pytest.raises(WrongState):
        row.mark_seen(by=administrator)

    assert (bad, failed_tasks.look().state) == (State.FAILING, State.GOOD)
    now = timezone.now()
    assert [watch.forget(now + timedelta(days=days)) for days in (29, 31)] == [0, 1]


def test_retry_hands_over_what_may_be_repeated():
    administrator = make_user(is_superuser=True)
    for task, args in [(repeat, (7,)), (once_only, (7,)), (tell, (7, "话"))]:
        fail(task, *args)
    first, *others = FailedTask.objects.order_by("pk")

    failed_tasks.retry(first, by=administrator)

    assert DONE.pop() == (7, None)
    for other in others:
        with pytest.raises(WrongState):
            failed_tasks.retry(other, by=administrator)


def test_retry_says_when_the_broker_is_gone(own_redis, real_celery):
    own_redis.stop()
    url = own_redis.url.replace("unix://", "redis+socket://").replace("?db=", "?virtual_host=")
    real_celery.conf.update(broker_url=url, broker_read_url=url, broker_transport_options={"max_retries": 0})
    real_celery._after_fork()
    fail(repeat, 7)

    with pytest.raises(WrongState, match="消息队列不可用"):
        failed_tasks.retry(FailedTask.objects.get(), by=make_user(is_superuser=True))


def test_every_task_of_the_portal_may_be_repeated():
    names = [name for name in send_due.app.tasks if not name.startswith(("celery.", "tests.", "benchmarks."))]

    assert [name for name in names if not getattr(send_due.app.tasks[name], "repeatable", False)] == []
