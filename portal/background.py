"""What Celery tells of its workers and tasks, handed to those who keep it. Connected when the apps are ready."""

import time

from celery.signals import (
    before_task_publish,
    heartbeat_sent,
    task_failure,
    task_postrun,
    task_prerun,
    task_success,
    worker_ready,
    worker_shutdown,
)

from portal.health import failed_tasks, workers
from portal.logs import context
from portal.metrics.counters import task_ended

REQUEST = "portal_request"  # header of a task: the number of the request that handed it over


@worker_ready.connect
def worker_is_here(sender, **_):
    workers.report(sender.hostname)


@heartbeat_sent.connect
def worker_lives(sender, **_):
    workers.report(sender.eventer.hostname)


@worker_shutdown.connect
def worker_leaves(sender, **_):
    workers.leave(sender.hostname)


@before_task_publish.connect
def task_leaves(headers, **_):
    if headers is not None and context.current():
        headers[REQUEST] = context.current()


@task_prerun.connect
def task_begins(task, **_):
    task.request.begun = time.perf_counter()
    if not task.request.is_eager:  # called as a function: it belongs to the request that is being answered
        context.take_up(request_of(task))


@task_postrun.connect
def task_ends(task, state, **_):
    task_ended(task.name, state, time.perf_counter() - task.request.begun)
    if not task.request.is_eager:
        context.end()


@task_failure.connect
def task_failed(sender, exception, args, kwargs, **_):
    failed_tasks.record(sender, args, kwargs, exception, request_id=request_of(sender))


@task_success.connect
def task_succeeded(sender, **_):
    request = sender.request
    if not request.is_eager:  # called as a function: whoever called it has its failure
        failed_tasks.settle(sender, request.args, request.kwargs)


def request_of(task):
    return getattr(task.request, REQUEST, None) or ""
