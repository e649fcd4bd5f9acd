"""Does beat give the order every half minute, and does a worker carry it out?"""

import time
from datetime import datetime

from django.utils import timezone

from portal.health.findings import Finding, Probe, State, restart
from portal.health.redis_talk import GONE, client

HEARTBEAT = "portal:beat-heartbeat"
SILENT_AFTER = 120  # seconds; beat sends one every 30
NOT_YET = "定时任务尚未报到"
NOT_KNOWN = "未知：消息队列不可用"


def record_heartbeat():
    """Called by a worker on beat's order: a fresh one shows that both live."""
    client().set(HEARTBEAT, time.time())


def look():
    cure = f"先看“后台进程”和“排队任务”；它们正常，就{restart('portal-beat')}。错过的提醒在恢复后补上。"
    try:
        last = client().get(HEARTBEAT)
    except GONE:
        return Finding(State.UNKNOWN, f"{NOT_KNOWN}。", "先恢复消息队列。", public=NOT_KNOWN)
    if last is None:
        return Finding(State.FAILING, f"{NOT_YET}。刚启动时请等半分钟再看。", cure, public=NOT_YET)
    silent = int(time.time() - float(last))
    at = timezone.localtime(datetime.fromtimestamp(float(last), tz=timezone.get_current_timezone()))
    says = f"最近一次报到 {at:%Y-%m-%d %H:%M:%S}，{silent} 秒前。"
    numbers = {"beat_silent_seconds": silent}
    if silent > SILENT_AFTER:
        return Finding(State.FAILING, says, cure, public=f"定时任务已 {silent} 秒没有报到", numbers=numbers)
    return Finding(State.GOOD, says, numbers=numbers)


probe = Probe("beat", "定时任务（beat）", "每天的提醒、每分钟的发送由它按时下令。", look, may_hang=True)
