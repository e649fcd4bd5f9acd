"""The file itself: what its members are called, in which order they stand, and what is believed of them.

manifest.json                 what this is: format, when, migrations, tables with their columns
portal.env                    the settings, without what is secret
data/<table>/000001.jsonl.gz  some thousand rows
media/<name>                  an uploaded file, right after the rows that name it
sums/000001.jsonl             name, size and SHA-256 of each member since the last sums
end.json                      rows of each table, highest keys, files, and the SHA-256 over all sums: without it
                              the file is not whole
"""

import re
from pathlib import PurePosixPath

from portal.backup.faults import BackupFault

FORMAT = 1
MANIFEST, SETTINGS, END = "manifest.json", "portal.env", "end.json"
DATA = re.compile(r"data/([a-z0-9_]{1,63})/(\d{6,9})\.jsonl\.gz")
SUMS = re.compile(r"sums/(\d{6,9})\.jsonl")
MEDIA = "media/"
NAME = re.compile(r"portal-\d{8}-\d{6}\.tar")

MB = 1024 * 1024
PIECE = MB  # copied at once
CHUNK = 4 * MB  # rows are written once so much of them is together
MOST_IN_CHUNK = 256 * MB  # … which may be a little more; a bomb is much more
MOST_IN_TEXT = 64 * MB  # manifest, sums, end
SUMS_EVERY = 2000  # members


def safe_name(name):
    """The name of an uploaded file, if it stays inside its folder."""
    path = PurePosixPath(name)
    bad = (
        not name
        or name != str(path)
        or path.is_absolute()
        or ".." in path.parts
        or "\\" in name
        or any(ord(letter) < 32 for letter in name)
        or path.parts[0].startswith(".")
    )
    if bad:
        raise BackupFault(f"文件名不安全，已拒绝：{name[:100]!r}。")
    return name
