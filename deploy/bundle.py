"""`make bundle`: everything a server without any network needs, in one archive under build/.

    portal-VERSION/install.sh        installs, upgrades, goes back (deploy/installer)
    portal-VERSION/bundle.json       version, Python and machine it is for
    portal-VERSION/SHA256SUMS        of every file
    portal-VERSION/wheels/           the packages of requirements.txt, and pip to install them
    portal-VERSION/portal/           our files with the front-end files

The machine that builds has a network, the same Python and the same kind of processor as the server.
"""

import argparse
import gzip
import hashlib
import json
import os
import platform
import shutil
import subprocess
import sys
import sysconfig
import tarfile
import time
from pathlib import Path

from installer import sums

ROOT = Path(__file__).resolve().parent.parent
BUILD = ROOT / "build"
REQUIREMENTS = ROOT / "requirements.txt"
# What only developers need stays here.
LEFT_OUT = (
    "tests/",
    "benchmarks/",
    "faults/",
    ".ci/",
    ".gitignore",
    "Makefile",
    "package",
    "requirements-dev",
    "requirements.in",
)
VENDOR = Path("static/vendor")


def main(arguments):
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--version", default=None, help="by default the day and the commit")
    options.add_argument("--code", type=Path, default=ROOT, help="a folder with the project's files")
    options.add_argument("--into", type=Path, default=BUILD)
    chosen = options.parse_args(arguments)
    started = time.monotonic()
    archive = build(chosen.code, chosen.version or version(), chosen.into)
    size = archive.stat().st_size / 1_000_000
    print(f"{archive}  {size:.0f} MB, {time.monotonic() - started:.0f} s\nsha256 {sums.digest(archive)}")


def version():
    day, commit = git("log", "-1", "--format=%cd %h", "--date=format:%Y.%m.%d").split()
    changed = "-changed" if git("status", "--porcelain", "--untracked-files=no") else ""
    return f"{day}-{commit}{changed}"


def build(code, name, into):
    folder = into / f"portal-{name}"
    shutil.rmtree(folder, ignore_errors=True)
    copy_code(code, folder / "portal")
    copy_wheels(folder / "wheels")
    shutil.copy2(code / "deploy/installer/install.sh", folder / "install.sh")
    manifest = {
        "version": name,
        "python": "{}.{}".format(*sys.version_info),
        "platform": sysconfig.get_platform(),
        "libc": " ".join(platform.libc_ver()),
        "migrations": sorted(path.relative_to(code).as_posix() for path in code.glob("*/migrations/[0-9]*.py")),
    }
    (folder / sums.MANIFEST).write_text(json.dumps(manifest, indent=1) + "\n", "utf-8")
    sums.write_sums(folder)
    archive = pack(folder, into / f"{folder.name}-python{manifest['python']}-{manifest['platform']}.tar.gz")
    shutil.rmtree(folder)
    return archive


def copy_code(code, target):
    vendor = [path.relative_to(code).as_posix() for path in (code / VENDOR).iterdir()]
    listed = git("ls-files").splitlines() if (code / ".git").exists() else walk(code)
    for name in [*listed, *vendor]:
        if not name.startswith(LEFT_OUT) and (code / name).is_file():
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(code / name, target / name)


def walk(code):
    """Without git: all that is no by-product."""
    skipped = {".venv", "build", "var", "node_modules", "__pycache__", "static.collected"}
    paths = (path.relative_to(code) for path in code.rglob("*"))
    return [path.as_posix() for path in paths if not skipped.intersection(path.parts)]


def copy_wheels(target):
    """Fetched once for each state of requirements.txt."""
    key = hashlib.sha256(REQUIREMENTS.read_bytes()).hexdigest()[:12]
    kept = BUILD / f"wheels-{key}"
    if not kept.exists():
        fetching = BUILD / f"wheels-{key}.part"
        command = [sys.executable, "-m", "pip", "download", "--quiet", "--only-binary=:all:"]
        subprocess.run([*command, "--dest", fetching, "--requirement", REQUIREMENTS, "pip"], check=True)
        fetching.rename(kept)
    shutil.copytree(kept, target)


def pack(folder, archive):
    """The same files give the same bytes: sorted, owned by nobody, dated by the commit."""
    when = int(os.environ.get("SOURCE_DATE_EPOCH") or git("log", "-1", "--format=%ct"))

    def plain(member):
        member.uid = member.gid = 0
        member.uname = member.gname = "root"
        member.mtime = when
        member.mode = 0o755 if member.isdir() or member.mode & 0o100 else 0o644
        return member

    with (
        archive.open("wb") as raw,
        gzip.GzipFile(fileobj=raw, mode="wb", mtime=when, filename="") as stream,
        tarfile.open(fileobj=stream, mode="w") as tar,
    ):
        for path in sorted(folder.rglob("*")):
            tar.add(path, arcname=path.relative_to(folder.parent).as_posix(), recursive=False, filter=plain)
    archive.with_name(archive.name + ".sha256").write_text(f"{sums.digest(archive)}  {archive.name}\n")
    return archive


def git(*words):
    return subprocess.run(["git", *words], cwd=ROOT, check=True, capture_output=True, text=True).stdout.strip()


if __name__ == "__main__":
    main(sys.argv[1:])
