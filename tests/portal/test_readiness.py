"""What a production portal asks before it starts, each time with the real thing broken."""

import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection
from django.db.migrations.recorder import MigrationRecorder
from django.test import override_settings

from desk.sample.accounts import PASSWORD
from desk.sample.leftovers import still_open
from portal import readiness
from portal.database_faults import explain
from tests import factories


def cause(fault):
    return fault and fault.cause


# --- The database


@pytest.mark.django_db
def test_database_that_answers_is_well():
    assert readiness.database() is None


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ('致命错误: 用户 "portal" Password 认证失败', "的密码不对"),
        ('致命错误: 数据库 "portal" 不存在', "没有名为 portal 的数据库"),
        ('FATAL:  no pg_hba.conf entry for host "10.0.0.9"', "不接受"),
        ("FATAL:  sorry, too many clients already", "连接已经用完"),
        ("FATAL:  the database system is starting up", "正在启动或关闭"),
        ("something nobody has seen", "数据库连不上：something nobody has seen"),
    ],
)
def test_words_of_the_server_are_understood(words, expected):
    database = {"HOST": "db", "PORT": "", "USER": "portal", "NAME": "portal", "PASSWORD": "hunter2"}

    fault = explain(DatabaseError(words), database)

    assert expected in fault.cause and "hunter2" not in str(fault)


# --- Its structure


@pytest.mark.django_db
def test_migrated_database_is_well():
    assert readiness.migrations() is None


@pytest.mark.django_db
def test_database_behind_the_code_is_refused():
    MigrationRecorder.Migration.objects.filter(app="notices").order_by("-id")[0].delete()

    assert "数据库比程序旧，还差 1 步，第一步是 notices." in cause(readiness.migrations())


@pytest.mark.django_db
def test_database_ahead_of_the_code_is_refused():
    MigrationRecorder(connection).record_applied("notices", "9999_from_tomorrow")

    assert "数据库比程序新，其中 notices.9999_from_tomorrow" in cause(readiness.migrations())


@pytest.mark.django_db
def test_database_may_remember_an_app_that_is_gone():
    MigrationRecorder(connection).record_applied("retired", "0001_initial")

    assert readiness.migrations() is None


@pytest.mark.django_db
def test_empty_database_is_told_from_an_old_one():
    MigrationRecorder.Migration.objects.all().delete()

    assert "数据库是空的" in cause(readiness.migrations())


# --- Folders


def test_missing_and_outdated_static_files_are_refused(tmp_path, settings):
    settings.STATIC_ROOT = str(tmp_path)
    assert "没有收集静态文件" in cause(readiness.static_files())

    ours = Path(settings.BASE_DIR) / "static"
    names = [path.relative_to(ours).as_posix() for path in ours.rglob("*") if path.is_file()]
    manifest = tmp_path / "staticfiles.json"
    manifest.write_text(json.dumps({"paths": dict.fromkeys(names, "")}))
    assert readiness.static_files() is None

    manifest.write_text(json.dumps({"paths": dict.fromkeys(names[1:], "")}))
    assert "静态文件是旧版本的" in cause(readiness.static_files())


def test_media_folder_is_made(tmp_path, settings):
    settings.MEDIA_ROOT = str(tmp_path / "new" / "media")

    assert (readiness.media_folder(), list((tmp_path / "new" / "media").iterdir())) == (None, [])


def test_media_folder_that_cannot_be_written_is_refused(settings):
    settings.MEDIA_ROOT = "/proc/media"  # even root cannot write there

    assert "上传文件夹 /proc/media 不能写" in cause(readiness.media_folder())


# --- Accounts


@pytest.mark.django_db
def test_sample_account_with_the_published_password_is_refused():
    user = factories.make_user(username="judge2", password="quite-another-2026")
    assert still_open() is None

    user.set_password(PASSWORD)
    user.save()
    assert cause(still_open()) == "示例账号 judge2 还在用公开的示例密码。"

    user.is_active = False
    user.save()
    assert still_open() is None


# --- All together


@pytest.mark.django_db
def test_preflight_says_every_fault_with_its_cure(tmp_path, capsys):
    with override_settings(STATIC_ROOT=str(tmp_path), MEDIA_ROOT="/proc/media"), pytest.raises(CommandError) as refused:
        call_command("preflight")

    assert str(refused.value).count("处理：") == 2


def test_only_production_is_asked(settings, monkeypatch):
    monkeypatch.setattr(readiness, "faults", pytest.fail)
    settings.PRODUCTION = False

    readiness.require()
