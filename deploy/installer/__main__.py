"""sh install.sh: install the portal, upgrade it, or go back to the version before."""

import argparse
import json
import sys
import time
from pathlib import Path

from installer import steps, sums
from installer.host import Failed, Host, say, warn

LAST_UPGRADE = "last-upgrade.json"  # what --rollback needs: versions and the backup made between them


def main(arguments):
    started = time.monotonic()
    options = parse(arguments)
    host = Host(options)
    try:
        if options.rollback:
            go_back(host)
        else:
            bundle = options.bundle.resolve()
            manifest = sums.verify(bundle)
            say(f"安装包 {manifest['version']} 完好。")
            install(host, bundle, manifest, options)
    except sums.Damaged as damage:
        sys.exit(f"安装包已损坏，什么也没有改动：\n{damage}\n请重新拷贝，并核对压缩包的 SHA-256。")
    except Failed as fault:
        sys.exit(str(fault))
    say(f"完成，用时 {time.monotonic() - started:.0f} 秒。")


def parse(arguments):
    parser = argparse.ArgumentParser(prog="install.sh", description="安装、升级门户，或退回上一版本；不需要网络。")
    parser.add_argument("bundle", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--prefix", type=Path, default=Path("/srv/portal"), help="装到哪里，默认 /srv/portal")
    parser.add_argument("--env", type=Path, default=Path("/etc/portal.env"), help="环境文件，默认 /etc/portal.env")
    parser.add_argument("--units", type=Path, default=Path("/etc/systemd/system"), help="systemd 单元放在哪里")
    parser.add_argument("--no-units", action="store_true", help="不装 systemd 单元，自己启动和停止")
    parser.add_argument("--user", default="portal", help="以哪个账号运行，默认 portal")
    parser.add_argument("--backups", type=Path, help="升级前的备份放在哪里，默认环境文件里的 PORTAL_BACKUPS")
    parser.add_argument("--no-backup", action="store_true", help="升级前不备份；失败时不能恢复数据库")
    parser.add_argument("--embedded", action="store_true", help="试用：自带 SQLite 和 Redis，一条命令启动")
    parser.add_argument("--rollback", action="store_true", help="退回上一版本，并恢复升级前的数据库")
    return parser.parse_args(arguments)


def install(host, bundle, manifest, options):
    steps.require_fitting(manifest)
    steps.require_room(host, bundle)
    host.create_account()
    if host.create_environment(bundle / "portal/deploy/portal.env"):
        sys.exit(f"已建立 {host.env_file}，密钥已生成。请填好数据库、Redis 和访问地址，再运行一次 install.sh。")
    host.give(host.data)
    steps.require_stopped(host)
    old = host.current.resolve() if host.current.is_symlink() else None
    new = steps.prepare(host, bundle, manifest)
    steps.check(host, new)
    if old and old != new:
        upgrade(host, old, new, has_backup=not options.no_backup)
    else:
        begin(host, new)


def begin(host, new):
    host.systemctl("stop") if host.current.is_symlink() else None
    if not host.embedded:
        steps.migrate(host, new)
    host.point("current", new)
    host.write_units(new)
    host.systemctl("start")
    steps.wait_until_well(host)
    say(f"已安装 {new.name}。命令：{host.prefix}/bin/portal-manage")
    if host.embedded:
        say(f"启动：{host.prefix}/bin/portal-manage serve --port 8000")


def upgrade(host, old, new, *, has_backup):
    say(f"从 {old.name} 升级到 {new.name}")
    host.systemctl("stop")
    file, touched = None, False
    try:
        file = steps.back_up(host, old) if has_backup else None
        touched = True
        steps.migrate(host, new)
        host.point("previous", old)
        host.point("current", new)
        host.write_units(new)
        host.systemctl("start")
        steps.wait_until_well(host)
    except (Failed, OSError, ValueError) as fault:
        warn(f"升级没有成功：\n{fault}\n退回 {old.name}")
        return_to(host, old, file if touched else None)
        if touched and not file:
            raise Failed(f"已换回 {old.name} 的程序，但没有备份，数据库停在半途：请用自己的备份恢复。") from fault
        raise Failed(f"已退回 {old.name}，门户照旧运行；请把上面的原因告诉开发人员。") from fault
    remember = {"from": old.name, "to": new.name, "backup": str(file) if file else None}
    (host.prefix / LAST_UPGRADE).write_text(json.dumps(remember), "utf-8")
    steps.forget_old(host, keep={old.name, new.name})
    say(f"已升级到 {new.name}；{old.name} 留着，install.sh --rollback 可以退回。")


def return_to(host, old, file):
    host.systemctl("stop")
    if file:
        steps.put_back(host, old, file)
    host.point("current", old)
    host.write_units(old)
    host.systemctl("start")
    steps.wait_until_well(host)


def go_back(host):
    try:
        last = json.loads((host.prefix / LAST_UPGRADE).read_text("utf-8"))
    except OSError:
        raise Failed("没有可以退回的版本。") from None
    if host.version_of(host.current) != last["to"]:
        raise Failed(f"现在的版本不是 {last['to']}，不能退回。")
    if not last["backup"]:
        raise Failed("上次升级没有备份，不能退回：旧版本的程序不认识新的数据库。")
    steps.require_stopped(host)
    say(f"退回 {last['from']}；{last['to']} 升级之后录入的内容会丢失，先另做一份备份。")
    host.systemctl("stop")
    steps.back_up(host, host.release(last["to"]))
    return_to(host, host.release(last["from"]), Path(last["backup"]))
    (host.prefix / LAST_UPGRADE).unlink()
    say(f"已退回 {last['from']}。")


if __name__ == "__main__":
    main(sys.argv[1:])
