"""Only into an empty installation, and all of it or nothing."""

import multiprocessing
import os
import signal
import time
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.core.cache.backends.db import DatabaseCache
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from notices.models import Channel
from portal.backup import BackupFault, restoring
from portal.backup.files import MediaRoom
from portal.backup.restoring import restore
from portal.backup.taking import take
from portal.counting_cache import TABLE as LOGIN_COUNTS
from portal.models import SpecialDay
from tests.factories import make_committee
from tests.portal.backup.conftest import files, installed, make_upload, rows

processes = multiprocessing.get_context("fork")


def test_a_portal_that_was_just_migrated_counts_as_empty(empty, tmp_path):
    taken = take(tmp_path / "backups")

    restored = restore(taken.path)

    assert {name for name, count in restored.rows.items() if count} == {"django_content_type", "auth_permission"}


def test_a_log_in_that_failed_while_redis_was_away_is_no_data(empty, tmp_path):
    taken = take(tmp_path / "backups")
    counts = DatabaseCache(LOGIN_COUNTS, {})
    counts.set("allauth:failures", 3)

    restore(taken.path)

    assert counts.get("allauth:failures") is None


def test_a_portal_with_data_is_left_alone(sample_backup, empty):
    make_committee(name="在用的工委")
    before = rows()

    with pytest.raises(BackupFault, match=r"已有数据（alliances_committee.*新建一个空的数据库"):
        restore(sample_backup.path)

    assert (rows(), files()) == (before, {})


def test_a_folder_with_files_is_left_alone(sample_backup, empty):
    path = Path(settings.MEDIA_ROOT) / "rosters" / "in-use.xlsx"
    path.parent.mkdir(parents=True)
    path.write_bytes(b"in use")
    before = rows()

    with pytest.raises(BackupFault, match="不是空的（例如 rosters）"):
        restore(sample_backup.path)

    assert (rows(), path.read_bytes()) == (before, b"in use")


@pytest.mark.parametrize("moment", [(restoring.Loader, "finish"), (MediaRoom, "put_in_place")], ids=["rows", "files"])
def test_a_killed_restore_leaves_an_empty_portal(empty, tmp_path, monkeypatch, moment):
    upload = make_upload()
    taken = take(tmp_path / "backups")
    reached = processes.Event()

    def hang(*_):
        reached.set()
        time.sleep(60)

    with installed(tmp_path / "other"):
        before = rows()
        connection.close()
        with monkeypatch.context() as patched:
            patched.setattr(*moment, hang)
            process = processes.Process(target=restore, args=[taken.path])
            process.start()
        assert reached.wait(30)

        os.kill(process.pid, signal.SIGKILL)
        process.join()

        assert rows() == before
        assert all(name.startswith(".restoring") for name in files())
        restore(taken.path)
        assert list(files()) == [upload.file.name]


def test_an_older_backup_is_restored_and_migrated_on(empty, tmp_path):
    """Made before the last migration of `notices`, restored by a program that has it."""
    executor = MigrationExecutor(connection)
    names = sorted(name for app, name in executor.loader.graph.nodes if app == "notices")
    executor.migrate([("notices", names[0])])
    Channel.objects.create(committee=make_committee(), name="旧", kind="mail")
    Permission.objects.filter(content_type__app_label="notices").delete()
    ContentType.objects.filter(app_label="notices", model="channel").update(id=9_999)  # as if made much later
    taken = take(tmp_path / "backups")

    with installed(tmp_path / "newer"):
        restored = restore(taken.path)

        executor = MigrationExecutor(connection)
        assert restored.migrated == [f"notices.{name}" for name in names[1:]]
        assert executor.migration_plan(executor.loader.graph.leaf_nodes()) == []
        assert [channel.name for channel in Channel.objects.all()] == ["旧"]
        assert ContentType.objects.get(app_label="notices", model="channel").pk == 9_999


def test_a_key_that_was_deleted_is_not_given_again(empty, tmp_path):
    kept, gone = (SpecialDay.objects.create(day=f"2026-01-0{day}", kind="off", document="示例") for day in (1, 2))
    highest = gone.pk
    gone.delete()
    taken = take(tmp_path / "backups")

    with installed(tmp_path / "other"):
        restore(taken.path)

        assert SpecialDay.objects.get() == kept
        assert SpecialDay.objects.create(day="2026-01-03", kind="off", document="示例").pk > highest
