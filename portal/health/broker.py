"""Does Redis answer, and how much waits in the queue?"""

from django.conf import settings

from portal.health.findings import Finding, Probe, State, restart
from portal.health.redis_talk import GONE, client

GONE_WORDS = "消息队列不可用"
QUEUE = "celery"
TAKEN = "unacked"  # where kombu keeps what a worker has taken and not finished


def look():
    try:
        client().ping()
    except GONE as error:
        cure = f"{restart('redis-server')}。期间提醒和消息不会丢，恢复后自动补发。"
        return Finding(State.FAILING, f"{GONE_WORDS}：{error}", cure, public=GONE_WORDS)
    return Finding(State.GOOD, "有应答。")


def look_at_queue():
    waiting, taken = queue_length()
    says = f"排队 {waiting} 件，正在办理 {taken} 件。"
    numbers = {"queue_tasks": waiting, "tasks_in_hand": taken}
    if waiting < settings.HEALTH_QUEUE_WARNS:
        return Finding(State.GOOD, says, numbers=numbers)
    state = State.FAILING if waiting >= settings.HEALTH_QUEUE_FAILS else State.WARNS
    cure = "先看“后台进程”是否正常；正常而仍在增加，就多开一个后台进程，见部署文档。"
    return Finding(state, says, cure, numbers=numbers)


def queue_length():
    """Tasks nobody has taken yet, and those a worker has in hand."""
    with client().pipeline(transaction=False) as asked:
        return asked.llen(QUEUE).hlen(TAKEN).execute()


probe = Probe("broker", "消息队列（Redis）", "网页把发消息、做压缩包等事交给后台时经过这里。", look, may_hang=True)
queue = Probe(
    "queue", "排队任务", "交给后台还没有办的事。一时多不要紧，一直增加就是来不及。", look_at_queue, may_hang=True
)
