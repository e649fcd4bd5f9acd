"""What memory the web processes hold after 200 mixed requests: gunicorn as `make run` starts it, over HTTP."""

import http.client
import os
import subprocess
import sys
import time
from contextlib import contextmanager
from http.cookies import SimpleCookie
from pathlib import Path
from urllib.parse import urlencode

from portal.management.commands.serve import GUNICORN, HOST
from tests.servers import ending, free_port, redis_server

REQUESTS = 200
START_SECONDS = 30


def measure(paths, environment):
    """{"master", "worker", "own"}: MB resident, of the largest worker, and what that one shares with nobody."""
    with redis_server() as redis, gunicorn({**environment, "REDIS_URL": redis}) as (process, port):
        visitor = Visitor(port)
        visitor.sign_in("staff", "sample-2026")
        for number in range(REQUESTS):
            visitor.get(paths[number % len(paths)])
        workers = _children(process.pid)
        return {
            "master": _mb(process.pid, "Rss"),
            "worker": max(_mb(worker, "Rss") for worker in workers),
            "own": max(_mb(worker, "Private_Dirty") for worker in workers),
        }


class Visitor:
    """A browser that keeps its cookies; a new connection each time, so that all workers get their part."""

    def __init__(self, port):
        self.port, self.cookies = port, SimpleCookie()

    def sign_in(self, username, password):
        self.get("/login/")
        token = self.cookies["csrftoken"].value
        form = {"login": username, "password": password, "csrfmiddlewaretoken": token}
        if (status := self._ask("POST", "/login/", urlencode(form))) != 302:
            raise SystemExit(f"signing in answered {status}")

    def get(self, path):
        if (status := self._ask("GET", path)) >= 400:
            raise SystemExit(f"{path} answered {status}")

    def _ask(self, method, path, body=None):
        connection = http.client.HTTPConnection(HOST, self.port, timeout=60)
        cookies = "; ".join(f"{name}={morsel.value}" for name, morsel in self.cookies.items())
        headers = {"Cookie": cookies, "Content-Type": "application/x-www-form-urlencoded"}
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        answer.read()
        for line in answer.headers.get_all("Set-Cookie", []):
            self.cookies.load(line)
        connection.close()
        return answer.status


@contextmanager
def gunicorn(environment):
    port = free_port()
    command = [sys.executable, "-m", "gunicorn", "portal.wsgi", f"--bind={HOST}:{port}", *GUNICORN]
    environment = {**os.environ, **environment, "DEBUG": "false", "DJANGO_SETTINGS_MODULE": "portal.settings"}
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    with ending(process):
        deadline = time.monotonic() + START_SECONDS
        while not _listens(port):
            if process.poll() is not None or time.monotonic() > deadline:
                raise SystemExit("gunicorn did not start")
            time.sleep(0.1)
        yield process, port


def _listens(port):
    connection = http.client.HTTPConnection(HOST, port, timeout=5)
    try:
        connection.request("GET", "/login/")
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()


def _children(pid):
    return list(map(int, Path(f"/proc/{pid}/task/{pid}/children").read_text().split()))


def _mb(pid, kind):
    """One figure of the kernel's summary of a process."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(f"{kind}:")) / 1024
