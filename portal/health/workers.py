"""Every Celery worker reports itself; who was here and fell silent without saying goodbye is missed."""

import time
from contextlib import suppress

from portal.health.findings import Finding, Probe, State, restart
from portal.health.redis_talk import GONE, client

KEY = "portal:workers"
EVERY = 10  # seconds between two reports of a worker
SILENT_AFTER = 60
FORGOTTEN_AFTER = 24 * 3600

_reported = {}


def report(name):
    """Called from the worker's own heart, every two seconds; only every tenth second is written."""
    if time.monotonic() - _reported.get(name, -EVERY) < EVERY:
        return
    _reported[name] = time.monotonic()
    with suppress(GONE):  # the broker's probe says so
        client().hset(KEY, name, int(time.time()))


def leave(name):
    with suppress(GONE):
        client().hdel(KEY, name)


def last_seen():
    """Each worker's name and how many seconds ago it reported."""
    now = time.time()
    seen = {name: max(0, int(now - float(at))) for name, at in client().hgetall(KEY).items()}
    old = [name for name, ago in seen.items() if ago > FORGOTTEN_AFTER]
    if old:
        client().hdel(KEY, *old)
    return {name: ago for name, ago in sorted(seen.items()) if name not in old}


def look():
    seen = last_seen()
    silent = {name: ago for name, ago in seen.items() if ago > SILENT_AFTER}
    alive = [name for name in seen if name not in silent]
    numbers = {"workers": len(alive)}
    words = [f"{name} 正常" for name in alive] + [f"{name} 已 {ago} 秒没有报到" for name, ago in silent.items()]
    if not alive:
        says = "；".join(words) or "没有后台进程报到过"
        return Finding(
            State.FAILING, f"{says}。", f"{restart('portal-worker')}。未发的消息留在库里，恢复后补发。", numbers=numbers
        )
    if silent:
        cure = f"若不是有意停掉的：{restart('portal-worker')}。有意停掉的一天后不再列出。"
        return Finding(State.WARNS, f"{'；'.join(words)}。", cure, numbers=numbers)
    return Finding(State.GOOD, f"{'；'.join(words)}。", numbers=numbers)


probe = Probe("workers", "后台进程", "发送提醒和消息、生成压缩包、夜间核对都由它们办。", look, may_hang=True)
