"""Is there room for uploads, and can they be written?"""

import os
import shutil
from pathlib import Path

from django.conf import settings

from portal.health.findings import Finding, Probe, State

GIGABYTE = 1024**3
CURE = "清理这块磁盘上的旧备份和日志，或扩容；满了以后图片、附件和数据都存不进去。"


def look():
    folders = {"数据": Path(settings.VAR_DIR), "上传的文件": Path(settings.MEDIA_ROOT)}
    found = [_look_at(name, folder) for name, folder in folders.items()]
    worst = max((state for state, *_ in found), key=[State.GOOD, State.WARNS, State.FAILING].index)
    numbers = {"disk_free_percent": round(min(free for *_, free in found), 1)}
    says = "；".join(words for _, words, _ in found) + "。"
    return Finding(worst, says, "" if worst == State.GOOD else CURE, numbers=numbers)


def _look_at(name, folder):
    while not folder.exists():  # made at the first upload
        folder = folder.parent
    usage = shutil.disk_usage(folder)
    free = 100 * usage.free / usage.total
    words = f"{name}（{folder}）余 {usage.free / GIGABYTE:.1f} GB，{free:.0f}%"
    if not os.access(folder, os.W_OK):
        return State.FAILING, f"{words}，不可写", free
    if free < settings.HEALTH_DISK_FAILS:
        return State.FAILING, words, free
    return State.WARNS if free < settings.HEALTH_DISK_WARNS else State.GOOD, words, free


probe = Probe("disk", "磁盘", "数据和上传的文件放在这里，满了就写不进去。", look, may_hang=True)
