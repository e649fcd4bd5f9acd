"""What is counted where it happens. With METRICS_PORT set prometheus_client keeps it in a file of the process."""

from prometheus_client import Counter, Histogram

SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10)
TASK_SECONDS = (0.01, 0.05, 0.1, 0.5, 1, 5, 30, 120, 900)

_requests = Counter("portal_requests", "Requests answered", ["url", "method", "status"])
_request_seconds = Histogram("portal_request_seconds", "Seconds until the answer", ["url", "method"], buckets=SECONDS)
_tasks = Counter("portal_tasks", "Background tasks ended", ["task", "outcome"])
_task_seconds = Histogram("portal_task_seconds", "Seconds a task took", ["task"], buckets=TASK_SECONDS)


def request_answered(url, method, status, seconds):
    _requests.labels(url, method, str(status)).inc()
    _request_seconds.labels(url, method).observe(seconds)


def task_ended(task, outcome, seconds):
    """outcome: as Celery names the state: SUCCESS, FAILURE, RETRY."""
    _tasks.labels(task, outcome or "UNKNOWN").inc()
    _task_seconds.labels(task).observe(seconds)
