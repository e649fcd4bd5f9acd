"""When was the last backup, and did the one after it fail?"""

from datetime import datetime, timedelta

from django.utils import timezone

from portal import backup
from portal.health.findings import Finding, Probe, State

WARNS_AFTER = timedelta(hours=36)  # one a night, and half a day to notice
FAILS_AFTER = timedelta(days=7)
CURE = "在服务器上运行 manage.py backup 目录，看它说什么；再核对每晚的定时备份还在运行，见 docs/backup.md。"


def look():
    record = backup.last()
    last, failure = record["last"], record["failure"]
    if last is None:
        failed = f"，最近一次备份失败于 {moment(failure['at'])}" if failure else ""
        return Finding(State.FAILING if failure else State.WARNS, f"还没有备份{failed}。", CURE)
    age = timezone.now() - datetime.fromisoformat(last["at"])
    numbers = {"backup_age_seconds": int(age.total_seconds())}
    says = f"最近一次成功备份 {moment(last['at'])}：{last['file']}"
    if failure:
        return Finding(State.FAILING, f"{says}；之后 {moment(failure['at'])} 的一次失败。", CURE, numbers=numbers)
    if age > WARNS_AFTER:
        state = State.FAILING if age > FAILS_AFTER else State.WARNS
        return Finding(state, f"{says}，已过去 {days(age)}。", CURE, numbers=numbers)
    return Finding(State.GOOD, f"{says}。", numbers=numbers)


def moment(text):
    return f"{timezone.localtime(datetime.fromisoformat(text)):%Y-%m-%d %H:%M}"


def days(age):
    return f"{age.days} 天" if age.days else f"{age.seconds // 3600} 小时"


probe = Probe("backup", "备份", "服务器坏了，靠它找回全部记录。", look, may_hang=True)
