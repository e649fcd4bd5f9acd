"""A backup is made beside people at work, and is a backup only when all of it is on the disk."""

import json
import multiprocessing
import os
import resource
import shutil
import signal
import threading
import time
from collections import namedtuple
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from alliances.models import Committee
from branches.models import RosterImport
from portal.backup import BackupFault, last, taking
from portal.backup.archive import NAME
from portal.backup.opening import Rows, opened
from portal.backup.placing import only_one_here
from portal.backup.taking import take
from portal.models import SpecialDay
from tests.portal.backup.conftest import make_upload

processes = multiprocessing.get_context("fork")


def read(path):
    """({table: its rows}, {file: its content}) of a backup."""
    rows, files = {}, {}
    with opened(path) as archive:
        for part in archive.parts():
            if isinstance(part, Rows):
                rows.setdefault(part.table, []).extend(map(json.loads, part.lines))
            else:
                files[part.name] = part.content.read()
    return rows, files


def test_a_backup_shows_one_moment_while_others_write(empty, tmp_path, monkeypatch):
    stop, written = threading.Event(), []

    def work(first):
        while not stop.is_set():
            with transaction.atomic():
                number = first + len(written)
                Committee.objects.create(name=f"工委{number}", short_name=str(number))
                SpecialDay.objects.create(day=date(2000, 1, 1) + timedelta(number), kind="off", document="示例")
            written.append(number)
        connection.close()

    def read_slowly(reader, table, take_row):
        if table.name == "branches_branch":  # between the two
            before = len(written)
            wait_until(lambda: len(written) > before + 1)
        read_lines(reader, table, take_row)

    read_lines = taking.read_lines
    monkeypatch.setattr(taking, "read_lines", read_slowly)
    writers = [threading.Thread(target=work, args=[first]) for first in (0, 10_000)]
    for writer in writers:
        writer.start()
    wait_until(lambda: len(written) > 3)

    try:
        taken = take(tmp_path / "backups")
    finally:
        stop.set()
        for writer in writers:
            writer.join()

    rows, _ = read(taken.path)
    assert len(rows["alliances_committee"]) == len(rows["portal_specialday"]) > 3
    assert len(rows["portal_specialday"]) < SpecialDay.objects.count() == len(written)


def wait_until(true, seconds=20):
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.005)


def test_a_killed_backup_leaves_nothing_that_looks_like_one(empty, tmp_path):
    upload = make_upload()
    os.truncate(Path(settings.MEDIA_ROOT) / upload.file.name, 2**29)  # takes a while to copy
    folder = tmp_path / "backups"
    connection.close()
    process = processes.Process(target=take, args=[folder])
    process.start()
    wait_until(lambda: any(path.stat().st_size > 0 for path in folder.glob(".*") if path.exists()))

    os.kill(process.pid, signal.SIGKILL)
    process.join()

    left = [path.name for path in folder.iterdir()]
    assert (len(left), [name for name in left if NAME.fullmatch(name)]) == (1, [])
    os.truncate(Path(settings.MEDIA_ROOT) / upload.file.name, 8)
    taken = take(folder)
    assert list(folder.iterdir()) == [taken.path]


@pytest.mark.once
def test_a_backup_is_for_its_owner_alone(untouched, tmp_path):
    taken = take(tmp_path / "backups")

    assert [oct(path.stat().st_mode & 0o777) for path in (taken.path, taken.path.parent)] == ["0o600", "0o700"]


def test_files_are_kept_with_their_age_once_each_and_missing_ones_named(empty, tmp_path):
    kept, lost = make_upload(b"kept"), make_upload(b"lost")
    RosterImport.objects.create(committee=kept.committee, file=kept.file.name, on=kept.on)
    os.utime(Path(settings.MEDIA_ROOT) / kept.file.name, (1, 1_000_000_000))
    (Path(settings.MEDIA_ROOT) / lost.file.name).unlink()

    taken = take(tmp_path / "backups")

    _, files = read(taken.path)
    assert (files, taken.missing) == ({kept.file.name: b"kept"}, [lost.file.name])
    assert last()["last"]["missing"] == [lost.file.name]
    with opened(taken.path) as archive:
        assert [part.changed for part in archive.parts() if not isinstance(part, Rows)] == [1_000_000_000]


@pytest.mark.once
def test_a_row_cannot_lead_to_a_file_outside(empty, tmp_path):
    outside = tmp_path / "secret"
    outside.write_text("secret")
    upload = make_upload()
    path = Path(settings.MEDIA_ROOT) / upload.file.name
    path.unlink()
    path.symlink_to(outside)

    with pytest.raises(BackupFault):
        take(tmp_path / "backups")
    RosterImport.objects.update(file="../secret")
    with pytest.raises(BackupFault, match="不安全"):
        take(tmp_path / "backups")


@pytest.mark.once
def test_settings_are_kept_without_what_is_secret(untouched, tmp_path, monkeypatch):
    monkeypatch.setenv("PORTAL_URL", "https://portal.example.cn")
    monkeypatch.setenv("SECRET_KEY", "hidden-1")
    monkeypatch.setenv("DATABASE_URL", "postgres://portal:hidden-2@10.0.0.1:5432/portal?sslkey=hidden-3")
    monkeypatch.setenv("EMAIL_URL", "smtp+tls://office@example.cn:hidden-4@mail.example.cn:587")
    monkeypatch.setenv("REDIS_URL", "redis://:hidden-5@127.0.0.1/0")

    with opened(take(tmp_path / "backups").path) as archive:
        kept = archive.settings.decode()

    assert "hidden" not in kept
    assert "PORTAL_URL=https://portal.example.cn\n" in kept
    assert "DATABASE_URL=postgres://portal:…@10.0.0.1:5432/portal\n" in kept


@pytest.mark.once
def test_no_room_is_said_before_anything_is_written(untouched, tmp_path, monkeypatch):
    usage = namedtuple("usage", "total used free")(1, 1, 1000)
    monkeypatch.setattr(shutil, "disk_usage", lambda folder: usage)

    with pytest.raises(BackupFault, match="磁盘空间不够"):
        take(tmp_path / "backups")

    assert list((tmp_path / "backups").iterdir()) == []


@pytest.mark.once
def test_a_disk_that_fills_up_leaves_nothing_and_is_remembered(empty, tmp_path):
    call_command("backup", str(tmp_path / "good"))
    good = last()["last"]
    make_upload(os.urandom(1_000_000))

    with files_up_to(400_000), pytest.raises(CommandError, match="没有备份成功"):
        call_command("backup", str(tmp_path / "full"))

    assert list((tmp_path / "full").iterdir()) == []
    assert last()["last"] == good
    assert "没有写成" in last()["failure"]["faults"][0]


@contextmanager
def files_up_to(size):
    """No file grows beyond: what a full disk does, to this process alone."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.mark.once
def test_only_one_backup_at_a_time(untouched, tmp_path):
    with only_one_here(), pytest.raises(BackupFault, match="正在运行"):
        take(tmp_path / "backups")


@pytest.mark.once
def test_a_folder_of_somebody_else_is_said(untouched, tmp_path):
    (untouched / "backup.lock").mkdir()  # cannot be opened, as one of another account

    with pytest.raises(BackupFault, match="请以运行门户的账号执行"):
        take(tmp_path / "backups")


@pytest.mark.once
def test_keep_drops_the_oldest_backups_and_nothing_else(untouched, tmp_path):
    folder = tmp_path / "backups"
    folder.mkdir()
    old = [folder / f"portal-2026010{day}-020000.tar" for day in (1, 2, 3)]
    others = [folder / "portal-20260101-020000.tar.asc", folder / "notes.txt"]
    for path in [*old, *others]:
        path.touch()

    call_command("backup", str(folder), keep=2)

    left = sorted(path for path in folder.iterdir() if path not in others)
    assert left == [old[2], Path(last()["last"]["file"])]
    assert all(path.exists() for path in others)


def test_before_any_backup_there_is_none(tmp_path, settings):
    settings.VAR_DIR = tmp_path

    nothing = last()
    (tmp_path / "backup.json").write_text("{")

    assert nothing == last() == {"last": None, "failure": None}
