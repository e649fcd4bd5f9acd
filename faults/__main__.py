"""`make faults`, or `python -m faults [--quick] [names…]`: break the portal and count what is lost (docs/faults.md)."""

import argparse
import os
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

from faults.machine import ROOT, Machine
from faults.servers import Postgres, Redis
from tests.notices.mail_server import mail_server

QUICK = ["approval"]


def main():
    parser = argparse.ArgumentParser(prog="python -m faults", description=__doc__)
    parser.add_argument("names", nargs="*", help="worker upload approval redis postgres disk clock beats migration")
    parser.add_argument("--tries", type=int, default=1, help="of each fault")
    parser.add_argument("--quick", action="store_true", help=f"only {', '.join(QUICK)}")
    parser.add_argument("--here", action="store_true", help="on DATABASE_URL (migrated, of no value) and REDIS_URL")
    asked = parser.parse_args()
    with ExitStack() as held:
        folder = Path(held.enter_context(tempfile.TemporaryDirectory(prefix="portal-faults-")))
        folder.chmod(0o755)
        machine = Machine(folder, held.enter_context(mail_server()))
        prepare(machine, held, here=asked.here)
        from faults import trying  # noqa: PLC0415  Django is set up only now

        held.callback(machine.stop_all)
        machine.start_all()
        names = asked.names or (QUICK if asked.quick else trying.ALL)
        return trying.try_all(machine, names, asked.tries)


def prepare(machine, held, *, here):
    """Servers, a media folder that can be filled, tables, static files."""
    if here:
        urls = os.environ["DATABASE_URL"], os.environ["REDIS_URL"]
    else:
        machine.postgres, machine.redis = Postgres(machine.folder / "postgres"), Redis(machine.folder)
        for server in (machine.postgres, machine.redis):
            server.start()
            held.callback(server.stop)
        urls = machine.postgres.url, machine.redis.url
    machine.environment(*urls)
    media = machine.folder / "media"
    media.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs", str(media)]
    if subprocess.run(mount, check=False, capture_output=True).returncode == 0:
        held.callback(subprocess.run, ["umount", str(media)], check=True)
    os.chdir(ROOT)
    import django  # noqa: PLC0415  the settings are only known now

    django.setup()
    from django.conf import settings  # noqa: PLC0415
    from django.core.management import call_command  # noqa: PLC0415

    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # nobody signs in by one
    if not here:
        call_command("migrate", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)


if __name__ == "__main__":
    sys.exit(main())
