"""Background tasks that failed for good: kept by what Celery says at the end of each, listed, tried again.

    record(task, args, kwargs, fault)      after its last try; the same task with the same arguments is one row
    settle(task, args, kwargs)             it succeeded: the row goes
    retry(failed, by=user)                 hands it over again, where doing it twice does no harm (`repeatable=True`)

Arguments are kept where they cannot be anybody's: numbers, days, nothing. Of all else only the name is.
"""

import hashlib
import inspect
import json
import logging
import traceback
from datetime import date

from celery import current_app
from django.conf import settings
from django.db import DatabaseError, connection
from django.db.models import F
from django.utils import timezone
from kombu.exceptions import OperationalError as BrokerGone

from portal.access import WrongState
from portal.health.findings import Finding, Probe, State
from portal.health.models import FailedTask

log = logging.getLogger(__name__)
TRY_AGAIN = "消息队列不可用，没有交办。请先恢复消息队列。"


def record(task, args, kwargs, fault, request_id=""):
    now = timezone.now()
    arguments, is_whole = kept(task, args, kwargs)
    values = {
        "task": task.name,
        "arguments": arguments,
        "is_whole": is_whole,
        "error": describe(fault),
        "request_id": request_id,
        "last_at": now,
    }
    try:
        if not connection.in_atomic_block:
            connection.close_if_unusable_or_obsolete()  # the task may have failed because it was cut
        print_ = fingerprint(task.name, args, kwargs)
        row, is_new = FailedTask.objects.get_or_create(fingerprint=print_, defaults={**values, "since": now})
        if not is_new:
            FailedTask.objects.filter(pk=row.pk).update(**values, count=F("count") + 1)
    except DatabaseError as error:
        log.error("could not keep that %s failed: %s", task.name, type(error).__name__)


def settle(task, args, kwargs):
    """Asked after every task, so in plain SQL, a sixth of the time; written only where there is something to settle."""
    print_ = fingerprint(task.name, args, kwargs)
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM portal_failedtask WHERE fingerprint = %s", [print_])
            has_failed = cursor.fetchone()
        if has_failed:
            FailedTask.objects.filter(fingerprint=print_).delete()
    except DatabaseError as error:
        log.error("could not settle %s: %s", task.name, type(error).__name__)


def retry(failed, *, by):
    if not may_retry(failed):
        raise WrongState("这一项不能从这里重做：重复办理可能有害，或者没有留下全部参数。")
    try:
        current_app.tasks[failed.task].apply_async(kwargs=failed.arguments)
    except (BrokerGone, OSError) as fault:
        raise WrongState(TRY_AGAIN) from fault
    log.info("task %s handed over again", failed.task, extra={"user": by.pk})


def may_retry(failed):
    task = current_app.tasks.get(failed.task)
    return failed.is_whole and getattr(task, "repeatable", False)


def fingerprint(name, args, kwargs):
    """The same for a task called by position and by name."""
    task = current_app.tasks.get(name)
    named = by_name(task, args, kwargs) if task else {"args": list(args or ()), **(kwargs or {})}
    text = json.dumps([name, named], sort_keys=True, default=str)
    # Keyed, so that nobody finds a phone number by trying all.
    return hashlib.blake2b(text.encode(), key=settings.SECRET_KEY.encode()[:64], digest_size=32).hexdigest()


def by_name(task, args, kwargs):
    """The arguments by the names of the task's parameters, those left out with their defaults."""
    try:
        bound = inspect.signature(task.run).bind(*(args or ()), **(kwargs or {}))
    except TypeError:  # called wrongly, which may be why it failed
        return {**{str(place): value for place, value in enumerate(args or ())}, **(kwargs or {})}
    bound.apply_defaults()
    return bound.arguments


def kept(task, args, kwargs):
    """What may be written down of the arguments, and whether that is all of them."""
    named = by_name(task, args, kwargs)
    safe = {name: value for name, value in named.items() if is_nobodys(value)}
    return {name: safe.get(name, "…") for name in named}, len(safe) == len(named)


def is_nobodys(value):
    if isinstance(value, str):
        try:
            return bool(date.fromisoformat(value))
        except ValueError:
            return False
    return value is None or isinstance(value, bool) or (isinstance(value, int) and abs(value) < 10**10)


def describe(fault):
    """Kind and place; never its text, which may quote a row. The log has more."""
    frames = traceback.extract_tb(fault.__traceback__)
    root = f"{settings.BASE_DIR}/"
    own = [frame for frame in frames if frame.filename.startswith(root) and "/.venv/" not in frame.filename]
    place = f"（{own[-1].filename.removeprefix(root)} 第 {own[-1].lineno} 行，{own[-1].name}）" if own else ""
    return f"{type(fault).__name__}{place}"[:300]


def look():
    unseen = FailedTask.objects.unseen().count()
    numbers = {"failed_tasks": unseen}
    if not unseen:
        return Finding(State.GOOD, "没有未处理的失败。", numbers=numbers)
    cure = "逐项看下面的清单：先处理其他有故障的项，再点“重做”；确认不必处理的，标为已知。"
    return Finding(State.FAILING, f"{unseen} 项后台任务失败，还没有办成。", cure, href="#failed", numbers=numbers)


probe = Probe("tasks", "失败的任务", "后台办不成的事列在这里，同一件事办成后自动消失。", look, needs_database=True)
