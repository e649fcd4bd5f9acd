"""The machine the portal is installed on: where things are, who runs them, what systemd is told."""

import os
import pwd
import secrets
import shutil
import subprocess
import sys
from pathlib import Path

UNITS = ["portal-web", "portal-worker", "portal-beat"]


class Failed(Exception):
    """A step did not succeed; the message is for the administrator."""


class Host:
    def __init__(self, options):
        self.prefix = options.prefix
        self.env_file = options.env
        self.user = (
            options.user if os.geteuid() == 0 and not options.embedded else None
        )  # who is not root installs for themselves
        self.units_folder = None if options.no_units or options.embedded else options.units
        self.embedded = options.embedded
        self.chosen_backups = options.backups
        self.extra = {}  # settings for this moment only

    # --- Where things are

    def release(self, version):
        return self.prefix / "releases" / version

    @property
    def current(self):
        return self.prefix / "current"

    def version_of(self, link):
        return link.resolve().name if link.is_symlink() else None

    def point(self, name, release):
        """Switch in one step: there is no moment without a current version."""
        new = self.prefix / f".{name}.new"
        new.unlink(missing_ok=True)
        new.symlink_to(Path("releases") / release.name)
        new.rename(self.prefix / name)

    # --- Who runs it

    def create_account(self):
        if not self.user:
            return
        try:
            pwd.getpwnam(self.user)
        except KeyError:
            words = ["--system", "--user-group", "--home-dir", "/var/lib/portal", "--shell", "/usr/sbin/nologin"]
            run(["useradd", *words, self.user])

    def give(self, folder):
        folder.mkdir(parents=True, exist_ok=True)
        if self.user:
            shutil.chown(folder, self.user, self.user)

    # --- Its settings

    def create_environment(self, example):
        """True when it was made just now, so that it must be filled in first."""
        if self.embedded or self.env_file.exists():
            return False
        text = example.read_text("utf-8").replace("SECRET_KEY=\n", f"SECRET_KEY={secrets.token_urlsafe(50)}\n")
        self.env_file.parent.mkdir(parents=True, exist_ok=True)
        self.env_file.touch(mode=0o600)
        self.env_file.write_text(text.replace("/srv/portal", str(self.prefix)), "utf-8")
        return True

    def environment(self):
        """As systemd reads it: NAME=value lines, nothing is expanded."""
        base = {"PATH": os.environ.get("PATH", "/usr/bin:/bin"), "LANG": "C.UTF-8", "PYTHONDONTWRITEBYTECODE": "1"}
        if self.embedded:
            return {**base, "PORTAL_VAR": str(self.prefix / "var"), **self.extra}
        lines = (line.strip() for line in self.env_file.read_text("utf-8").splitlines())
        pairs = (line.partition("=") for line in lines if line and not line.startswith(("#", ";")))
        return {**base, **{name.strip(): _unquoted(value.strip()) for name, _, value in pairs}, **self.extra}

    @property
    def data(self):
        """What the portal writes to."""
        return Path(self.environment().get("PORTAL_VAR") or "/var/lib/portal")

    @property
    def backups(self):
        return self.chosen_backups or Path(self.environment().get("PORTAL_BACKUPS") or self.data / "backups")

    # --- Doing

    def manage(self, release, *words, as_root=False):
        """manage.py of that version, with the portal's own account and settings."""
        who = {} if as_root or not self.user else {"user": self.user, "group": self.user, "extra_groups": []}
        return run([release / ".venv/bin/python", "manage.py", *words], cwd=release, env=self.environment(), **who)

    def knows(self, release, command):
        try:
            return bool(self.manage(release, "help", command))
        except Failed:
            return False

    def systemctl(self, verb):
        if self.units_folder and shutil.which("systemctl"):
            run(["systemctl", verb, *(f"{unit}.service" for unit in UNITS)])
        if verb == "start" and self.is_systemds:
            run(["systemctl", "try-restart", "portal-metrics.service"])  # where somebody switched it on

    @property
    def is_systemds(self):
        return self.units_folder == Path("/etc/systemd/system") and shutil.which("systemctl")

    def write_units(self, release):
        if not self.units_folder:
            return
        self.units_folder.mkdir(parents=True, exist_ok=True)
        for path in sorted((release / "deploy").glob("portal-*.*")):
            if path.suffix in {".service", ".timer"}:
                text = path.read_text("utf-8").replace("/srv/portal", str(self.prefix))
                text = text.replace("/etc/portal.env", str(self.env_file))
                for name in ("User", "Group"):
                    text = text.replace(f"{name}=portal\n", f"{name}={self.user}\n" if self.user else "")
                (self.units_folder / path.name).write_text(text, "utf-8")
        if self.is_systemds:
            run(["systemctl", "daemon-reload"])
            run(["systemctl", "enable", "--quiet", *UNITS])
            run(["systemctl", "enable", "--quiet", "--now", "portal-backup.timer"])


def run(command, **options):
    """Its output when it succeeds; Failed with its last words when not."""
    done = subprocess.run(
        [str(word) for word in command], stdin=subprocess.DEVNULL, capture_output=True, text=True, **options
    )
    if done.returncode:
        words = (done.stderr.strip() or done.stdout.strip()).splitlines()[-15:]
        raise Failed(f"{' '.join(str(word) for word in command[1:4])} 没有成功：\n" + "\n".join(words))
    return done.stdout


def say(words):
    print(words, flush=True)


def warn(words):
    print(words, file=sys.stderr, flush=True)


def _unquoted(value):
    return value[1:-1] if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'" else value
