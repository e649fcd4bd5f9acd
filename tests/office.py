"""A LibreOffice for the tests of documents: the system's, else Debian's packages. `python -m tests.office` gets it."""

import fcntl
import os
import shutil
import subprocess
import sys
import tempfile
from functools import cache
from pathlib import Path

from tests.chromium import FONT_PACKAGE, has_chinese_font
from tests.servers import Missing

NAMES = ["soffice", "libreoffice"]
PACKAGE = "libreoffice-writer-nogui"
LOCK = Path(tempfile.gettempdir()) / "portal-tests-office.lock"


@cache
def executable():
    """The path of soffice. Who comes while another process installs it waits for that."""
    if not is_ready():
        with LOCK.open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not is_ready():
                install()
    if not has_chinese_font():
        raise Missing(f"没有中文字体，请安装 {FONT_PACKAGE}。No Chinese font: install {FONT_PACKAGE}.")
    if not find():
        raise Missing(f"没有 LibreOffice，也无法安装。No LibreOffice, and none could be installed: install {PACKAGE}.")
    return find()


def office_ready():
    """Start to install what is missing and return at once: a Popen, or None where nothing is missing.

    For the beginning of `make test`: linters run meanwhile, and `executable()` waits for the rest.
    """
    if is_ready():
        return None
    return subprocess.Popen([sys.executable, "-m", "tests.office"], stdout=subprocess.DEVNULL)


def is_ready():
    return bool(find() and has_chinese_font())


def find():
    return next((path for path in map(shutil.which, NAMES) if path), None)


def install():
    """On Debian as root its packages; elsewhere nothing. Whether it helped is looked at afterwards."""
    if os.geteuid() == 0 and shutil.which("apt-get"):
        env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        wait = "DPkg::Lock::Timeout=300"
        subprocess.run(["apt-get", "-o", wait, "update", "-qq"], env=env)
        wanted = [PACKAGE, "fontconfig", FONT_PACKAGE]
        subprocess.run(["apt-get", "-o", wait, "install", "-y", "-qq", "--no-install-recommends", *wanted], env=env)


def to_pdf(documents, folder):
    """Turn the files into PDFs in `folder`, all in one start of LibreOffice; returns their paths in the same order."""
    folder.mkdir(parents=True, exist_ok=True)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    quiet = ["--headless", "--norestore", "--nologo"]
    command = [executable(), profile, *quiet, "--convert-to", "pdf", "--outdir", str(folder), *map(str, documents)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300)
    made = [folder / f"{document.stem}.pdf" for document in documents]
    if missing := [path.name for path in made if not path.exists()]:
        raise AssertionError(f"LibreOffice did not make {missing}: {done.stdout}{done.stderr}")
    return made


if __name__ == "__main__":
    try:
        executable()
    except Missing as fault:
        sys.exit(str(fault))
