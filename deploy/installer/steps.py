"""What a release goes through: prepared beside the running one, then backed up, migrated, checked; or put back."""

import fcntl
import http.client
import json
import os
import platform
import shutil
import sys
import sysconfig
import tempfile
import time
from pathlib import Path

from installer.host import Failed, run, say, warn

WELL_WITHIN = 90  # seconds for all programs to be up and to have reported
# Tables only: the schema and its extensions may belong to another role.
EMPTY_DATABASE = """
from django.db import connection
with connection.cursor() as cursor:
    quote = connection.ops.quote_name
    for name in connection.introspection.table_names(cursor):
        cursor.execute(f"DROP TABLE IF EXISTS {quote(name)} CASCADE")
"""


def require_fitting(manifest):
    here = {"python": ".".join(platform.python_version_tuple()[:2]), "platform": sysconfig.get_platform()}
    for name, value in here.items():
        if manifest[name] != value:
            raise Failed(f"这个安装包用于 {name} {manifest[name]}，这台机器是 {value}。请在同样的机器上 make bundle。")


def require_room(host, bundle):
    needed = 4 * sum(path.stat().st_size for path in bundle.rglob("*") if path.is_file())
    host.prefix.mkdir(parents=True, exist_ok=True)
    free = shutil.disk_usage(host.prefix).free
    if free < needed:
        raise Failed(f"磁盘空间不够：{host.prefix} 还剩 {free >> 20} MB，至少要 {needed >> 20} MB。")


def require_stopped(host):
    """The embedded portal is one command that somebody started; systemd does not know of it."""
    if not host.embedded or not (host.data / "serve.lock").exists():
        return
    with (host.data / "serve.lock").open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Failed("门户正在运行，请先停止（在启动它的窗口按 Ctrl-C），再升级。") from None


def prepare(host, bundle, manifest):
    """The new version in a folder of its own, complete, while the old one still runs."""
    release = host.release(manifest["version"])
    if release.resolve() == host.current.resolve():
        say(f"版本 {manifest['version']} 已经装好，只检查设置和数据库。")
        return release
    shutil.rmtree(release, ignore_errors=True)
    say(f"安装程序到 {release}")
    shutil.copytree(bundle / "portal", release)
    run([sys.executable, "-m", "venv", "--without-pip", release / ".venv"])
    python = release / ".venv/bin/python"
    [pip] = (bundle / "wheels").glob("pip-*.whl")
    offline = ["--no-index", "--no-cache-dir", "--disable-pip-version-check", "--quiet"]
    words = ["install", *offline, "--find-links", bundle / "wheels", "--requirement", release / "requirements.txt"]
    run([python, pip / "pip", *words], env={"PATH": os.environ["PATH"], "PIP_CONFIG_FILE": os.devnull})
    run([python, "-m", "compileall", "-q", *sorted(path.parent for path in release.glob("*/__init__.py"))])
    (release / "bundle.json").write_text(json.dumps(manifest), "utf-8")
    run(["chmod", "-R", "u=rwX,go=rX", release])
    if not host.embedded:
        host.manage(release, "collectstatic", "--noinput", "--verbosity=0", as_root=True)
        run(["chmod", "-R", "go=rX", release / "static.collected"])
    write_manage(host)
    return release


def write_manage(host):
    """PREFIX/bin/portal-manage: any command of the current version with its settings and account."""
    path = host.prefix / "bin" / "portal-manage"
    path.parent.mkdir(exist_ok=True)
    if host.embedded:
        settings = f"export PORTAL_VAR={host.prefix}/var"
        become = ""
    else:
        # Read line by line as systemd does: the file is no shell script, a $ or & in it is a $ or &.
        settings = (
            f'while IFS= read -r line; do case "$line" in [A-Z]*=*) export "$line" ;; esac; done < {host.env_file}'
        )
        become = f"setpriv --reuid={host.user} --regid={host.user} --init-groups " if host.user else ""
    path.write_text(
        f'#!/bin/sh\nset -eu\n{settings}\ncd {host.current}\nexec {become}.venv/bin/python manage.py "$@"\n', "utf-8"
    )
    path.chmod(0o755)


def check(host, release):
    if not host.embedded:
        host.manage(release, "check", "--deploy")
        host.manage(release, "preflight", "--database")


def back_up(host, release):
    """The file, proved to be whole; by the version that runs, which knows its data."""
    if not host.knows(release, "backup"):
        raise Failed("正在使用的版本没有 backup 命令。请自行备份数据库和上传文件夹，再加上 --no-backup 重试。")
    host.give(host.backups)
    before = set(host.backups.iterdir())
    say(f"备份到 {host.backups}")
    host.manage(release, "backup", host.backups)
    [file] = {path for path in set(host.backups.iterdir()) - before if path.suffix == ".tar"}
    host.manage(release, "restore", "--check", file)
    return file


def migrate(host, release):
    say("更新数据库")
    host.manage(release, "migrate", "--noinput", "--verbosity=0")
    if not host.embedded:
        host.manage(release, "preflight")


def put_back(host, release, file):
    """The database as the backup has it, for that version. Uploaded files are untouched: theirs go to a spare place."""
    warn("恢复数据库……")
    if host.embedded:
        for path in host.data.glob("portal.sqlite3*"):
            path.unlink()
    else:
        host.manage(release, "shell", "--no-imports", "-c", EMPTY_DATABASE)
    with tempfile.TemporaryDirectory(dir=host.backups) as spare:
        host.give(Path(spare))
        kept, host.extra = host.extra, {"MEDIA_ROOT": spare}
        try:
            host.manage(release, "restore", file)
        finally:
            host.extra = kept


def wait_until_well(host):
    if not host.units_folder:
        return
    environment = host.environment()
    address = environment.get("WEB_BIND") or "127.0.0.1:8000"
    name = environment["ALLOWED_HOSTS"].split(",")[0].strip().lstrip(".")
    deadline, said = time.monotonic() + WELL_WITHIN, "没有应答"
    while time.monotonic() < deadline:
        connection = http.client.HTTPConnection(address, timeout=5)
        try:
            connection.request("GET", "/healthz", headers={"Host": name})
            answer = connection.getresponse()
            said = answer.read().decode("utf-8", "replace")
            if answer.status == 200:
                return
        except (OSError, http.client.HTTPException) as error:
            said = str(error)
        finally:
            connection.close()
        time.sleep(1)
    raise Failed(f"启动 {WELL_WITHIN} 秒后仍不正常：{said}\n查看日志：journalctl -u portal-web -u portal-beat")


def forget_old(host, keep):
    for path in (host.prefix / "releases").iterdir():
        if path.name not in keep:
            shutil.rmtree(path)
