"""What a bundle holds, and that nothing of it is damaged: SHA256SUMS as sha256sum writes it. Standard library only."""

import hashlib
import json
from pathlib import Path

SUMS = "SHA256SUMS"
MANIFEST = "bundle.json"


class Damaged(Exception):
    """The bundle is not as it was built; the message says where."""


def write_sums(folder):
    lines = [f"{digest(path)}  {path.relative_to(folder).as_posix()}\n" for path in files_of(folder)]
    (folder / SUMS).write_text("".join(lines), "utf-8")


def verify(folder):
    """The manifest, once every file is proved to be there, unchanged, and no other beside it."""
    try:
        lines = (folder / SUMS).read_text("utf-8").splitlines()
        expected = {name: value for value, _, name in (line.partition("  ") for line in lines)}
    except (OSError, ValueError) as error:
        raise Damaged(f"校验清单 {SUMS} 读不出来：{error}") from error
    found = {path.relative_to(folder).as_posix(): path for path in files_of(folder)}
    kept = sorted(found.keys() & expected.keys())
    faults = [
        *(f"缺少 {name}" for name in sorted(expected.keys() - found.keys())),
        *(f"多出 {name}" for name in sorted(found.keys() - expected.keys())),
        *(f"已被改动 {name}" for name in kept if digest(found[name]) != expected[name]),
    ]
    if faults:
        raise Damaged("\n".join(faults[:20]))
    return json.loads((folder / MANIFEST).read_text("utf-8"))


def files_of(folder):
    return sorted(path for path in Path(folder).rglob("*") if path.is_file() and path != folder / SUMS)


def digest(path):
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
