"""Where a backup stands: under its name when it is whole, as many of them as are to be kept, one at work at a time."""

import fcntl
import os
from contextlib import contextmanager, suppress
from pathlib import Path

from django.conf import settings

from portal.backup.archive import MB, NAME
from portal.backup.faults import BackupFault

UNFINISHED = ".unfinished"


@contextmanager
def only_one_here():
    """Neither two backups at once nor a restore beside one."""
    path = Path(settings.VAR_DIR) / "backup.lock"
    try:
        lock = path.open("w")
    except OSError as error:
        raise BackupFault(f"不能写入 {path}：{error.strerror}。请以运行门户的账号执行。") from error
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise BackupFault("另一个备份或恢复正在运行，请等它结束后再试。") from None
        yield


@contextmanager
def a_file_in(folder, now):
    """An open file that gets its name only when all of it is on the disk; until then it does not look like a backup."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    _clear_unfinished(folder)
    path = folder / f"portal-{now:%Y%m%d-%H%M%S}.tar"
    if path.exists():
        raise BackupFault(f"{path} 已存在，请稍后再试。")
    unfinished = folder / f".{path.name}{UNFINISHED}"
    try:
        with open(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb", buffering=MB) as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield file, path
            file.flush()
            os.fsync(file.fileno())
            unfinished.rename(path)
        _settle(folder)
    finally:
        unfinished.unlink(missing_ok=True)


def _clear_unfinished(folder):
    """What a killed backup left; one that another server is just writing is locked and stays."""
    for path in folder.glob(f".portal-*{UNFINISHED}"):
        with suppress(FileNotFoundError), path.open("rb") as file, suppress(BlockingIOError):
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            path.unlink()


def _settle(folder):
    """The new name survives a power cut too."""
    number = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)


def drop_old(folder, keep):
    """Delete all but the newest so many backups of this folder; returns the paths deleted."""
    found = sorted(path for path in Path(folder).iterdir() if NAME.fullmatch(path.name) and path.is_file())
    old = found[:-keep]
    for path in old:
        path.unlink()
    return old
