"""gunicorn in production: `gunicorn --config deploy/gunicorn.conf.py portal.wsgi`."""

import multiprocessing

bind = "127.0.0.1:8000"
workers = multiprocessing.cpu_count()
worker_class = "gthread"
threads = 4
timeout = 120  # a large workbook is read within one request
graceful_timeout = 30
max_requests = 5000
max_requests_jitter = 500
preload_app = True
accesslog = "-"
control_socket_disable = True
