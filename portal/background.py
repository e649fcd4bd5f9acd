"""What Celery tells of its workers and tasks, handed to those who keep it. Connected when the apps are ready."""

from celery.signals import heartbeat_sent, task_failure, task_success, worker_ready, worker_shutdown

from portal.health import failed_tasks, workers


@worker_ready.connect
def worker_is_here(sender, **_):
    workers.report(sender.hostname)


@heartbeat_sent.connect
def worker_lives(sender, **_):
    workers.report(sender.eventer.hostname)


@worker_shutdown.connect
def worker_leaves(sender, **_):
    workers.leave(sender.hostname)


@task_failure.connect
def task_failed(sender, exception, args, kwargs, **_):
    failed_tasks.record(sender, args, kwargs, exception)


@task_success.connect
def task_succeeded(sender, **_):
    request = sender.request
    if not request.is_eager:  # called as a function: whoever called it has its failure
        failed_tasks.settle(sender, request.args, request.kwargs)
