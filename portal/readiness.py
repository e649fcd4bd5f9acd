"""Is everything there that a production portal needs? Asked before its web server, workers and beat start.

The list is settings.READINESS; each names a function that returns a `Fault` or None. The first fault ends the asking
where the next questions need its answer. Redis is not in it: without it the portal reads and writes records, only
log-in and sending wait, so it starts and /healthz says so.
"""

import json
import tempfile
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.utils.module_loading import import_string

from portal.database_faults import explain
from portal.production import Fault, refuse

MANAGE = "portal-manage"  # the installer makes it: manage.py with the settings and the account of the portal
ASKS_NOTHING_MORE = {"portal.readiness.database", "portal.readiness.migrations"}
UNREADY = 1  # unlike a wrong setting this may pass by itself, so systemd tries again


def faults():
    found = []
    try:
        for name in settings.READINESS:
            fault = import_string(name)()
            if fault:
                found.append(fault)
            if fault and name in ASKS_NOTHING_MORE:
                break
    finally:
        connection.close()  # the forks that follow must not share it
    return found


def require():
    """For who starts a process: do not, unless all is there."""
    if settings.PRODUCTION and (found := faults()):
        refuse(found, status=UNREADY)


def database():
    try:
        connection.ensure_connection()
    except DatabaseError as error:
        return explain(error, connection.settings_dict)
    return None


def migrations():
    """The database must be at the very step the code was written for."""
    executor = MigrationExecutor(connection)
    loader = executor.loader
    applied = loader.applied_migrations.keys()
    if not applied:
        return Fault("数据库是空的，还没有建表。", f"运行 {MANAGE} migrate；如有备份，运行 {MANAGE} restore 备份文件。")
    if missing := executor.migration_plan(loader.graph.leaf_nodes()):
        first = missing[0][0]
        return Fault(
            f"数据库比程序旧，还差 {len(missing)} 步，第一步是 {first.app_label}.{first.name}。",
            f"先备份，再运行 {MANAGE} migrate。",
        )
    installed = {config.label for config in apps.get_app_configs()}
    known = set(loader.disk_migrations) | {old for new in loader.replacements.values() for old in new.replaces}
    if newer := sorted(key for key in applied if key[0] in installed and key not in known):
        return Fault(
            f"数据库比程序新，其中 {newer[-1][0]}.{newer[-1][1]} 这个版本的程序没有。",
            "换回较新的程序，或者用升级前的备份恢复数据库。",
        )
    return None


def static_files():
    """The names collectstatic gave to our files; a page asks for them and fails without."""
    manifest = Path(settings.STATIC_ROOT) / "staticfiles.json"
    cure = f"运行 {MANAGE} collectstatic --noinput。"
    try:
        collected = json.loads(manifest.read_text("utf-8"))["paths"]
    except (OSError, ValueError, KeyError):
        return Fault(f"没有收集静态文件（{manifest}）。", cure)
    folder = Path(settings.BASE_DIR) / "static"
    missing = [
        name
        for path in sorted(folder.rglob("*"))
        if path.is_file() and (name := path.relative_to(folder).as_posix()) not in collected
    ]
    if missing:
        return Fault(f"静态文件是旧版本的，缺 {missing[0]} 等 {len(missing)} 个。", cure)
    return None


def media_folder():
    folder = Path(settings.MEDIA_ROOT)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            return None
    except OSError as error:
        return Fault(
            f"上传文件夹 {folder} 不能写：{error.strerror}。",
            f"用 chown -R portal: {folder} 交给运行门户的账号；磁盘满了就先腾出空间；检查 MEDIA_ROOT。",
        )
