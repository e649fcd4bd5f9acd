"""A backup is written: members in order, a sum of each, in fixed memory."""

import gzip
import json
import tarfile
import time
from hashlib import sha256
from io import BytesIO

from portal.backup.archive import CHUNK, END, MANIFEST, MB, MEDIA, MOST_IN_CHUNK, SETTINGS, SUMS_EVERY
from portal.backup.faults import BackupFault

LEVEL = 4  # of gzip: twice as fast as its usual 6, and a twentieth larger


class ArchiveWriter:
    """Members are added in the order of the file; `close` writes its end."""

    def __init__(self, file):
        self.file = _Summed(file.write)
        self.tar = tarfile.TarFile(fileobj=self.file, mode="w", format=tarfile.PAX_FORMAT)
        self.all_sums, self.sums, self.members, self.sum_files = sha256(), [], 0, 0
        self.made = int(time.time())

    def add_manifest(self, manifest, settings):
        self.add(MANIFEST, as_json(manifest))
        self.add(SETTINGS, settings)

    def add_rows(self, table, number, lines):
        raw = b"\n".join(lines)
        if len(raw) > MOST_IN_CHUNK:
            raise BackupFault(f"{table} 有一行超过 {MOST_IN_CHUNK // MB} MB，无法备份。")
        self.add(f"data/{table}/{number:06}.jsonl.gz", gzip.compress(raw, LEVEL, mtime=0))

    def add_file(self, name, file, size, changed):
        source = _Summed(file.read)
        self._write(MEDIA + name, size, changed, source)

    def add(self, name, content):
        self._write(name, len(content), self.made, _Summed(BytesIO(content).read))

    def close(self, end):
        """Returns the SHA-256 of the whole file."""
        self._write_sums()
        self._put(END, as_json({**end, "members": self.members, "sums": self.all_sums.hexdigest()}))
        self.tar.close()
        return self.file.sum.hexdigest()

    @property
    def size(self):
        return self.file.size

    def _write(self, name, size, changed, source):
        self._add_to_tar(name, size, changed, source)
        self.sums.append([name, size, source.sum.hexdigest()])
        self.members += 1
        if len(self.sums) == SUMS_EVERY:
            self._write_sums()

    def _write_sums(self):
        content = b"\n".join(as_json(line) for line in self.sums)
        self.all_sums.update(content)
        self.sum_files += 1
        self._put(f"sums/{self.sum_files:06}.jsonl", content)
        self.sums = []

    def _put(self, name, content):
        self._add_to_tar(name, len(content), self.made, BytesIO(content))

    def _add_to_tar(self, name, size, changed, source):
        info = tarfile.TarInfo(name)
        info.size, info.mtime, info.mode = size, changed, 0o640
        self.tar.addfile(info, source)
        self.tar.members.clear()  # tarfile keeps a list of all, which would grow with the files


class RowsWriter:
    """Collects the lines of one table and hands them on in chunks; then the files that they name."""

    def __init__(self, archive, table, add_files):
        self.archive, self.table, self.add_files = archive, table, add_files
        self.lines, self.size, self.chunks, self.rows = [], 0, 0, 0

    def take(self, line):
        self.lines.append(line)
        self.size += len(line)
        self.rows += 1
        if self.size >= CHUNK:
            self.flush()

    def flush(self):
        if not self.lines:
            return
        self.chunks += 1
        self.archive.add_rows(self.table.name, self.chunks, self.lines)
        if places := self.table.files:
            for line in self.lines:
                values = json.loads(line)
                self.add_files(values[place] for place in places if values[place])
        self.lines, self.size = [], 0


class _Summed:
    """Reads or writes through, and sums what passes."""

    def __init__(self, through):
        self.through, self.sum, self.size = through, sha256(), 0

    def read(self, most):
        return self._pass(self.through(most))

    def write(self, content):
        self.through(content)
        self._pass(content)
        return len(content)

    def tell(self):
        return self.size

    def _pass(self, content):
        self.sum.update(content)
        self.size += len(content)
        return content


def as_json(value):
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
