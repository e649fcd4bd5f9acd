"""Uploaded files: found for a backup, laid ready and put in place by a restore."""

import os
import shutil
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

from portal.backup.archive import PIECE, safe_name
from portal.backup.faults import BackupFault

READY = ".restoring"  # inside the folder of uploaded files, so on the same disk, also where that is a mount of its own


@contextmanager
def named_file(name):
    """(the open file, its status), or None when it is not there."""
    try:
        # A link would let a record lead to any file of the server.
        number = os.open(Path(settings.MEDIA_ROOT) / safe_name(name), os.O_RDONLY | os.O_NOFOLLOW)
    except FileNotFoundError:
        yield None
        return
    with open(number, "rb", buffering=0) as file:
        yield file, os.fstat(number)


class MediaRoom:
    """The folder of uploaded files while a restore runs: nothing is seen in it before `put_in_place`."""

    def __init__(self):
        self.folder = Path(settings.MEDIA_ROOT)
        self.ready = self.folder / READY

    def __enter__(self):
        self.folder.mkdir(parents=True, exist_ok=True)
        shutil.rmtree(self.ready, ignore_errors=True)  # what a killed restore left
        if found := next(self.folder.iterdir(), None):
            raise BackupFault(
                f"文件目录 {self.folder} 不是空的（例如 {found.name}），没有恢复。"
                "请先把其中的内容移到别处（mv），再执行恢复。"
            )
        self.ready.mkdir(mode=0o750)
        return self

    def __exit__(self, *fault):
        shutil.rmtree(self.ready, ignore_errors=True)

    def keep(self, name, file, changed):
        path = self.ready / name
        path.parent.mkdir(mode=0o750, parents=True, exist_ok=True)
        try:
            with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o640), "wb") as target:
                shutil.copyfileobj(file, target, PIECE)
                target.flush()
                os.fsync(target.fileno())
        except FileExistsError:
            raise BackupFault(f"备份中有两个同名的文件：{name}。") from None
        os.utime(path, (changed, changed))

    def has(self, name):
        return (self.ready / safe_name(name)).is_file()

    def put_in_place(self):
        """One rename for each folder at the top: between the first and the last there are milliseconds."""
        for path in sorted(self.ready.iterdir()):
            path.rename(self.folder / path.name)
