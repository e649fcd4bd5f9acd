"""200 people who click every five seconds, over HTTP, at the web server as `make run` starts it."""

import http.client
import random
import threading
import time
from collections import Counter

from benchmarks.memory import gunicorn
from portal.management.commands.serve import HOST

PEOPLE, PAUSE = 200, 5


def visit(cookies, paths, environment, seconds):
    """{"clicks", "errors", "answers", "p50", "p95", "a_second"}; each begins at a moment of their own."""
    with gunicorn(environment) as (_, port):
        found, ends = [], time.monotonic() + seconds
        people = [threading.Thread(target=_click, args=(cookie, paths, port, ends, found)) for cookie in cookies]
        for person in people:
            person.start()
        for person in people:
            person.join()
    taken = sorted(milliseconds for status, milliseconds in found if status == 200)
    return {
        "people": len(people),
        "clicks": len(found),
        "errors": len(found) - len(taken),
        "answers": dict(Counter(str(status) for status, _ in found)),  # 0: none
        "p50": taken[len(taken) // 2] if taken else 0,
        "p95": taken[len(taken) * 95 // 100] if taken else 0,
        "a_second": len(found) / seconds,
    }


def _click(cookie, paths, port, ends, found):
    time.sleep(random.random() * PAUSE)
    while (started := time.monotonic()) < ends:
        status = _get(random.choice(paths), cookie, port)
        found.append((status, (time.monotonic() - started) * 1000))
        time.sleep(max(0, PAUSE - (time.monotonic() - started)))


def _get(path, cookie, port):
    """The status; 0 is no answer at all."""
    connection = http.client.HTTPConnection(HOST, port, timeout=30)
    try:
        connection.request("GET", path, headers={"Cookie": cookie})
        answer = connection.getresponse()
        answer.read()
        return answer.status
    except (OSError, http.client.HTTPException):
        return 0
    finally:
        connection.close()
