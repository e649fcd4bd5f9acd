"""gunicorn in production: `gunicorn --config deploy/gunicorn.conf.py portal.wsgi`, behind nginx (deploy/nginx.conf)."""

import multiprocessing
import os

bind = os.environ.get("WEB_BIND") or "127.0.0.1:8000"
workers = int(os.environ.get("WEB_WORKERS") or multiprocessing.cpu_count() + 1)
worker_class = "gthread"  # a slow client holds a thread, never a process; nginx reads slow ones first
threads = int(os.environ.get("WEB_THREADS") or 4)
timeout = 120  # a large workbook is read within one request
graceful_timeout = 30
keepalive = 75  # nginx keeps connections open; longer than its 60 s, so that it is nginx that closes
backlog = 512
max_requests = 5000
max_requests_jitter = 500
preload_app = True
# As nginx's large_client_header_buffers: who goes round nginx meets the same limits.
limit_request_line = 8190
limit_request_fields = 60
limit_request_field_size = 8190
accesslog = None  # the portal writes a line for each request itself, without addresses and query strings
logger_class = "portal.logs.web_server.Logger"
control_socket_disable = True


def on_starting(server):
    """Before any worker is forked: nothing to serve, nothing starts."""
    from portal import readiness  # noqa: PLC0415  the application is loaded only after this file is read

    readiness.require()
