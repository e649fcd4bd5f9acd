"""Are the database, the broker and beat well? One JSON answer for the launcher, the load balancer and the operator."""

import time

from django.core.cache import cache
from django.db import DatabaseError, connection
from django.http import JsonResponse
from django.views.decorators.cache import never_cache
from redis import RedisError

HEARTBEAT = "beat-heartbeat"
SILENT_AFTER = 120  # seconds; beat sends one every 30


def record_heartbeat():
    """Called by a worker on beat's order: a fresh one shows that both live."""
    cache.set(HEARTBEAT, time.time(), timeout=None)


def database_fault():
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError as error:
        return f"数据库不可用：{error}"
    return None


def broker_faults():
    """The broker's fault and beat's: who cannot read the one does not know of the other."""
    try:
        beat = cache.get(HEARTBEAT)
    except (RedisError, OSError) as error:
        return f"消息队列不可用：{error}", "未知：消息队列不可用"
    if beat is None:
        return None, "定时任务尚未报到"
    silent = int(time.time() - beat)
    return None, f"定时任务已 {silent} 秒没有报到" if silent > SILENT_AFTER else None


@never_cache
def healthz(request):
    broker, beat = broker_faults()
    faults = {"database": database_fault(), "broker": broker, "beat": beat}
    well = not any(faults.values())
    body = {"status": "ok" if well else "failing", **{part: fault or "ok" for part, fault in faults.items()}}
    response = JsonResponse(body, status=200 if well else 503, json_dumps_params={"ensure_ascii": False})
    response._has_been_logged = True  # who asks is told the cause; while the portal starts that is no error in the log
    return response
