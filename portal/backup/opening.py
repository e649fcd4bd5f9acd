"""A file that says it is a backup is read from front to back, and nothing in it is believed before it is proved.

with opened(path) as archive:
    archive.manifest
    for part in archive.parts():   # Rows or File, each read to its end, its sum compared
        …
    archive.end                    # only now is the whole file proved
"""

import json
import tarfile
import zlib
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import file_digest, sha256
from pathlib import Path

from portal.backup.archive import (
    DATA,
    END,
    FORMAT,
    MANIFEST,
    MB,
    MEDIA,
    MOST_IN_CHUNK,
    MOST_IN_TEXT,
    PIECE,
    SETTINGS,
    SUMS,
    SUMS_EVERY,
    safe_name,
)
from portal.backup.faults import BackupFault

NOT_WHOLE = "备份文件不完整（可能没有复制完），请重新复制，或换用另一份备份。"
CHANGED = "备份文件已损坏或被改动：{name} 与校验值不符。请换用另一份备份。"
ODD = "不是本系统的备份，或已被改动：{what}。"


@dataclass
class Rows:
    table: str
    lines: list[bytes]


@dataclass
class File:
    name: str
    size: int
    changed: int
    content: object  # has read(most)


@contextmanager
def opened(path):
    path = Path(path)
    if not path.is_file():
        raise BackupFault(f"没有这个文件：{path}")
    with path.open("rb") as file:
        try:
            with tarfile.open(fileobj=file, mode="r:", bufsize=PIECE) as tar:
                yield Archive(tar, path)
        except (tarfile.TarError, EOFError) as error:
            if file.tell() < MB and not _begins_like_tar(path):
                raise BackupFault(ODD.format(what="不是 tar 文件")) from error
            raise BackupFault(NOT_WHOLE) from error
        except PermissionError as error:
            raise BackupFault(f"没有权限读取 {path}。") from error


def _begins_like_tar(path):
    with path.open("rb") as file:
        return file.read(512)[257:262] == b"ustar"


class Archive:
    def __init__(self, tar, path):
        self.path = path
        self.tar, self.all_sums, self.sums, self.members = tar, sha256(), [], 0
        self.tables, self.chunks, self.end = {}, ("", 0), None
        self.manifest = self._first(MANIFEST)
        self._understand()
        self.settings = self._text(self._next(), SETTINGS)

    @property
    def migrations(self):
        return [tuple(key) for key in self.manifest["migrations"]]

    def sha256(self):
        """Of the whole file, as `backup` said it: who kept that elsewhere knows that this is the same file."""
        with self.path.open("rb") as file:
            return file_digest(file, "sha256").hexdigest()

    def parts(self):
        while (info := self._next()).name != END:
            if SUMS.fullmatch(info.name):
                self._compare(info)
            elif found := DATA.fullmatch(info.name):
                yield self._rows(info, found[1], int(found[2]))
            elif info.name.startswith(MEDIA):
                yield from self._file(info)
            else:
                raise BackupFault(ODD.format(what=f"多出 {info.name[:100]!r}"))
        self._finish(info)

    def _first(self, name):
        return _parsed(self._text(self._next(), name), name)

    def _next(self):
        info = self.tar.next()
        self.tar.members.clear()  # tarfile keeps a list of all
        if info is None:
            raise BackupFault(NOT_WHOLE)
        if not info.isreg() or info.issparse() or info.size < 0:
            raise BackupFault(ODD.format(what=f"{info.name[:100]!r} 不是普通文件"))
        return info

    def _text(self, info, name):
        if info.name != name:
            raise BackupFault(ODD.format(what=f"应为 {name}，却是 {info.name[:100]!r}"))
        return self._whole(info, MOST_IN_TEXT)

    def _whole(self, info, most):
        if info.size > most:
            raise BackupFault(ODD.format(what=f"{info.name} 过大"))
        content = _Summed(self.tar.extractfile(info))
        found = content.read(info.size)
        self._sum(info, content)
        return found

    def _rows(self, info, table, number):
        before = self.chunks[1] if self.chunks[0] == table else 0
        if table not in self.tables or number != before + 1:
            raise BackupFault(ODD.format(what=f"{info.name} 的位置不对"))
        self.chunks = (table, number)
        raw = _unpacked(self._whole(info, MOST_IN_CHUNK), info.name)
        return Rows(table, raw.split(b"\n"))

    def _file(self, info):
        content = _Summed(self.tar.extractfile(info))
        yield File(safe_name(info.name.removeprefix(MEDIA)), info.size, int(info.mtime), content)
        while content.read(PIECE):
            pass
        self._sum(info, content)

    def _sum(self, info, content):
        self.sums.append([info.name, content.size, content.sum.hexdigest()])
        self.members += 1
        if len(self.sums) > SUMS_EVERY:
            raise BackupFault(ODD.format(what="缺少校验值"))

    def _compare(self, info):
        content = self._outside_sums(info)
        kept = [_parsed(line, info.name) for line in content.split(b"\n") if line]
        if wrong := next((own[0] for own, one in zip(self.sums, kept, strict=False) if own != one), None):
            raise BackupFault(CHANGED.format(name=wrong))
        if len(self.sums) != len(kept):
            raise BackupFault(CHANGED.format(name=info.name))
        self.all_sums.update(content)
        self.sums = []

    def _finish(self, info):
        end = _parsed(self._outside_sums(info), END)
        right = {"members": self.members, "sums": self.all_sums.hexdigest()}
        if self.sums or not isinstance(end, dict) or {name: end.get(name) for name in right} != right:
            raise BackupFault(CHANGED.format(name=END))
        if self.tar.next() is not None:
            raise BackupFault(ODD.format(what="结尾之后还有内容"))
        self.end = end

    def _outside_sums(self, info):
        if info.size > MOST_IN_TEXT:
            raise BackupFault(ODD.format(what=f"{info.name} 过大"))
        return self.tar.extractfile(info).read()

    def _understand(self):
        manifest = self.manifest
        if not isinstance(manifest, dict) or not isinstance(manifest.get("format"), int):
            raise BackupFault(ODD.format(what="说明无法读懂"))
        if manifest["format"] > FORMAT:
            raise BackupFault("这份备份由更新的版本制作，请先安装与之相同或更新的版本。")
        try:
            self.tables = {one["table"]: one["columns"] for one in manifest["tables"]}
            readable = all(isinstance(word, str) for key in manifest["migrations"] for word in key)
            readable = readable and all(len(key) == 2 for key in manifest["migrations"])
        except (KeyError, TypeError):
            readable = False
        if not readable:
            raise BackupFault(ODD.format(what="说明无法读懂"))


class _Summed:
    def __init__(self, file):
        self.file, self.sum, self.size = file, sha256(), 0

    def read(self, most=PIECE):
        content = self.file.read(most)
        self.sum.update(content)
        self.size += len(content)
        return content


def _unpacked(packed, name):
    """Rows, bounded: what says it is a few megabytes may be a bomb."""
    unpacker = zlib.decompressobj(wbits=31)
    try:
        raw = unpacker.decompress(packed, MOST_IN_CHUNK + 1)
    except zlib.error as error:
        raise BackupFault(CHANGED.format(name=name)) from error
    if len(raw) > MOST_IN_CHUNK:
        raise BackupFault(ODD.format(what=f"{name} 解压后过大"))
    if not unpacker.eof or unpacker.unused_data:
        raise BackupFault(CHANGED.format(name=name))
    return raw


def _parsed(text, name):
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise BackupFault(CHANGED.format(name=name)) from error
