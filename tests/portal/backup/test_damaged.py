"""What is not a whole and sound backup is refused with the cause, and nothing is written."""

import gzip
import io
import json
import tarfile
from hashlib import sha256

import pytest

from portal.backup import BackupFault
from portal.backup.checking import check
from portal.backup.restoring import restore
from tests.portal.backup.conftest import files, rows


@pytest.fixture
def damage(sample_backup, tmp_path):
    """damage(change): a copy of the sample's backup whose members `change` made others, with or without right sums."""

    def make(change, sums_follow=False):
        members = change(members_of(sample_backup.path))
        path = tmp_path / "portal-20260101-000000.tar"
        write(path, with_sums(members) if sums_follow else members)
        return path

    return make


def members_of(path):
    with tarfile.open(path) as tar:
        return [(info, tar.extractfile(info).read()) for info in tar]


def write(path, members):
    with tarfile.open(path, "w") as tar:
        for info, content in members:
            info.size = len(content)
            tar.addfile(info, io.BytesIO(content))


def with_sums(members):
    """As somebody would who knows the format."""
    kept = [(info, content) for info, content in members if not info.name.startswith(("sums/", "end."))]
    end = json.loads({info.name: content for info, content in members}["end.json"])
    lines = [[info.name, len(content), sha256(content).hexdigest()] for info, content in kept]
    sums = b"\n".join(json.dumps(line, ensure_ascii=False).encode() for line in lines)
    end |= {"members": len(kept), "sums": sha256(sums).hexdigest()}
    kept.append((tarfile.TarInfo("sums/000001.jsonl"), sums))
    return [*kept, (tarfile.TarInfo("end.json"), json.dumps(end).encode())]


def changed(name, change):
    """A change of the content of the first member whose name begins so."""

    def change_one(members):
        place = next(place for place, (info, _) in enumerate(members) if info.name.startswith(name))
        info, content = members[place]
        return [*members[:place], (info, change(content)), *members[place + 1 :]]

    return change_one


def renamed(name, new):
    def rename(members):
        info = next(info for info, _ in members if info.name.startswith(name))
        info.name = new
        return members

    return rename


def flipped(content):
    middle = len(content) // 2
    return content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :]


def of_json(**values):
    return lambda content: json.dumps({**json.loads(content), **values}).encode()


def of_rows(change):
    return lambda content: gzip.compress(b"\n".join(change(gzip.decompress(content).split(b"\n"))))


def without(name):
    return lambda members: [one for one in members if not one[0].name.startswith(name)]


def twice(name):
    def double(members):
        return [one for member in members for one in [member] * (1 + member[0].name.startswith(name))]

    return double


def of_kind(name, kind):
    def turn(members):
        info = next(info for info, _ in members if info.name.startswith(name))
        info.type, info.linkname = kind, "/etc/passwd"
        return members

    return turn


def bomb(content):
    return gzip.compress(b"[" * (300 * 1024 * 1024), 1)


USERS = "data/accounts_user/"
NOT_WHOLE, CHANGED, ODD = "备份文件不完整", "已损坏或被改动", "不是本系统的备份"


@pytest.mark.once
@pytest.mark.parametrize(
    ("change", "words"),
    [
        (changed(USERS, flipped), CHANGED),
        (changed("media/", flipped), CHANGED),
        (changed("manifest", of_json(made="2020-01-01T00:00:00+08:00")), CHANGED),
        (changed("end.json", of_json(members=1)), CHANGED),
        (changed("sums/", lambda content: content[: content.rindex(b"\n")]), CHANGED),
        (without("end.json"), NOT_WHOLE),
        (without("media/"), CHANGED),
        (twice("data/branches_branch/"), ODD),
    ],
    ids=["rows", "file", "manifest", "end", "sums", "no end", "no file", "rows twice"],
)
def test_a_changed_backup_is_refused(damage, untouched, change, words):
    refused(damage(change), words)


@pytest.mark.once
@pytest.mark.parametrize(
    ("change", "words"),
    [
        (renamed("media/", "media/../../outside"), "文件名不安全"),
        (renamed("media/", "media//etc/passwd"), "文件名不安全"),
        (renamed("media/", "other/file"), ODD),
        (of_kind("media/", tarfile.SYMTYPE), ODD),
        (of_kind("media/", tarfile.CHRTYPE), ODD),
        (twice("media/"), "应有"),
        (without("media/"), "应有"),
        (changed(USERS, bomb), "解压后过大"),
        (changed(USERS, of_rows(lambda lines: lines[1:])), "应有"),
        (changed("manifest", of_json(format=2)), "更新的版本"),
        (changed("manifest", of_json(tables=3)), "无法读懂"),
        (changed("manifest", lambda content: b"[" * 100_000), CHANGED),
        (changed("end.json", of_json(rows=[])), "无法读懂"),
    ],
    ids=[
        "up",
        "root",
        "elsewhere",
        "link",
        "device",
        "twice",
        "gone",
        "bomb",
        "fewer",
        "newer",
        "tables",
        "deep",
        "end",
    ],
)
def test_a_made_up_backup_is_refused(damage, untouched, change, words):
    refused(damage(change, sums_follow=True), words)


def of_first_row(place, value):
    def change(lines):
        values = json.loads(lines[0])
        values[place] = value
        return [json.dumps(values).encode(), *lines[1:]]

    return of_rows(change)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (changed("manifest", of_json(migrations=[["portal", "0999_of_tomorrow"]])), "数据库结构比程序新"),
        (changed("data/desk_snapshotrow/", of_first_row(0, "x'); DROP TABLE x;--")), "的值不对"),
        (changed("data/alliances_seat/", of_first_row(0, [1])), "的值不对"),
        (changed("data/alliances_seat/", of_rows(lambda lines: [b"[]", *lines[1:]])), "列数不对"),
        (changed("data/alliances_seat/", of_rows(lambda lines: [lines[1], *lines[1:]])), "写不进数据库"),
        (changed("data/alliances_alliance/", of_first_row(0, 987_654)), "引用"),
    ],
    ids=["migrations", "text for a number", "list", "columns", "key twice", "reference"],
)
def test_a_backup_that_does_not_fit_is_refused_and_rolled_back(damage, untouched, change, words):
    refused(damage(change, sums_follow=True), words)


@pytest.mark.once
def test_a_truncated_backup_is_refused_wherever_it_ends(sample_backup, untouched, tmp_path):
    whole, path = sample_backup.path.read_bytes(), tmp_path / "part.tar"
    for length in (0, 100, 512, 5000, len(whole) // 2, len(whole) - 11_000):
        path.write_bytes(whole[:length])
        with pytest.raises(BackupFault, match=f"{NOT_WHOLE}|{ODD}"):
            check(path)


@pytest.mark.once
@pytest.mark.parametrize("content", [b"PK\x03\x04 a zip", b"-- a dump of SQL\n" * 100, bytes(20_000)])
def test_another_file_is_refused(untouched, tmp_path, content):
    path = tmp_path / "other.tar"
    path.write_bytes(content)

    refused(path, f"{ODD}|{NOT_WHOLE}")


def refused(path, words):
    before = rows()
    for door in (check, restore):
        with pytest.raises(BackupFault, match=words):
            door(path)
    assert (rows(), files()) == (before, {})
