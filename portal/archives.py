"""Zip files from strangers: looked at before they are unpacked, and never unpacked beyond a bound.

    archive = SafeArchive(data)    archive.names    archive.read("xl/workbook.xml")    archive.has_macros
Raises ArchiveRefused with a sentence in Chinese.
"""

import re
import zipfile
import zlib
from io import BytesIO

MB = 1024 * 1024
MAX_ENTRIES = 2000
MAX_UNPACKED = 120 * MB
RATIO_FROM = 5 * MB  # small parts may compress as well as they like
MAX_RATIO = 250  # tables of empty formatted cells reach 60, a bomb 1000
# VBA, WPS's JavaScript, Excel 4 macro sheets, ActiveX controls.
MACROS = re.compile(r"(^|/)(vbaproject\.bin|jdedata\.bin)$|(^|/)(macrosheets|activex)/", re.IGNORECASE)
DAMAGED = "文件已损坏，无法打开，请重新另存后再上传。"


class ArchiveRefused(ValueError):
    """Not opened; the text says why and what to do."""


class SafeArchive:
    def __init__(self, data: bytes):
        try:
            self._archive = zipfile.ZipFile(BytesIO(data))
            entries = self._archive.infolist()
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, EOFError) as error:
            raise ArchiveRefused(DAMAGED) from error
        self._refuse_bomb(entries)
        if any(entry.flag_bits & 1 for entry in entries):
            raise ArchiveRefused("文件设有密码，请取消密码后再上传。")
        self._entries = {part_name(entry.filename): entry for entry in entries}
        if len(self._entries) != len(entries):
            raise ArchiveRefused(DAMAGED)  # two parts under one name: readers would not agree which one counts

    @property
    def names(self) -> set[str]:
        """Part names in lower case with forward slashes, as readers of office files compare them."""
        return set(self._entries)

    @property
    def has_macros(self) -> bool:
        return any(MACROS.search(name) for name in self.names)

    def read(self, name: str) -> bytes:
        entry = self._entries.get(part_name(name))
        if entry is None:
            raise ArchiveRefused(DAMAGED)
        try:
            with self._archive.open(entry) as part:
                data = part.read(entry.file_size + 1)
        except (zipfile.BadZipFile, OSError, RuntimeError, ValueError, EOFError, zlib.error) as error:
            raise ArchiveRefused(DAMAGED) from error
        if len(data) != entry.file_size:
            raise ArchiveRefused(DAMAGED)
        return data

    def _refuse_bomb(self, entries):
        # `read` holds every part to the size declared here, so these sums cannot be lied about.
        if len(entries) > MAX_ENTRIES or sum(entry.file_size for entry in entries) > MAX_UNPACKED:
            raise ArchiveRefused("文件解压后过大，已拒绝打开。")
        for entry in entries:
            if entry.file_size > RATIO_FROM and entry.file_size > MAX_RATIO * max(entry.compress_size, 1):
                raise ArchiveRefused("文件压缩比异常（疑似压缩炸弹），已拒绝打开。")


def part_name(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").lower()
