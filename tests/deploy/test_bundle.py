"""The quick parts of `make bundle`: what is in it, and that damage is refused. All of it: make bundle-drill."""

import json
import os
import shutil
import subprocess
import sys
import sysconfig

import pytest
from django.conf import settings

DEPLOY = settings.BASE_DIR / "deploy"


@pytest.fixture
def bundle(tmp_path):
    """A bundle with one file of the portal and no wheels: enough for what comes before the first change."""
    folder = tmp_path / "portal-1"
    shutil.copytree(
        DEPLOY / "installer", folder / "portal/deploy/installer", ignore=shutil.ignore_patterns("__pycache__")
    )
    shutil.copy(DEPLOY / "portal.env", folder / "portal/deploy/portal.env")
    shutil.copy(DEPLOY / "installer/install.sh", folder / "install.sh")
    python = "{}.{}".format(*sys.version_info)
    write_manifest(folder, {"version": "1", "python": python, "platform": sysconfig.get_platform()})
    return folder


def write_manifest(folder, manifest):
    (folder / "bundle.json").write_text(json.dumps(manifest, indent=1))
    run(["-c", "import sys, pathlib; from installer import sums; sums.write_sums(pathlib.Path(sys.argv[1]))", folder])


def run(words):
    subprocess.run([sys.executable, *words], env={**os.environ, "PYTHONPATH": str(DEPLOY)}, check=True)


def install(bundle, *words):
    places = ["--prefix", bundle.parent / "srv", "--env", bundle.parent / "portal.env", "--no-units"]
    account = ["--user", "root"] if os.geteuid() == 0 else []
    done = subprocess.run(
        ["sh", bundle / "install.sh", *places, *account, *words],
        env={"PATH": os.environ["PATH"], "PYTHON": sys.executable},
        capture_output=True,
        text=True,
    )
    return done.returncode, done.stdout + done.stderr


def touched(bundle):
    return sorted(path.name for path in bundle.parent.iterdir() if path != bundle)


@pytest.mark.parametrize(
    ("damage", "word"),
    [
        (lambda bundle: (bundle / "portal/deploy/portal.env").write_text("SECRET_KEY=theirs\n"), "已被改动"),
        (lambda bundle: (bundle / "portal/deploy/portal.env").unlink(), "缺少 portal/deploy/portal.env"),
        (lambda bundle: (bundle / "portal/sitecustomize.py").touch(), "多出 portal/sitecustomize.py"),
        (lambda bundle: (bundle / "SHA256SUMS").unlink(), "校验清单"),
    ],
    ids=["changed", "missing", "added", "no sums"],
)
def test_damaged_bundle_is_refused_before_anything_is_touched(bundle, damage, word):
    damage(bundle)

    status, words = install(bundle)

    assert (status, word in words, touched(bundle)) == (1, True, []), words


@pytest.mark.parametrize("other", [{"python": "3.4"}, {"platform": "linux-riscv64"}])
def test_bundle_for_another_machine_is_refused(bundle, other):
    write_manifest(bundle, {**json.loads((bundle / "bundle.json").read_text()), **other})

    status, words = install(bundle)

    assert (status, touched(bundle)) == (1, []), words
    assert "没有找到 Python 3.4" in words or "linux-riscv64" in words


def test_first_run_writes_an_environment_file_to_fill_in(bundle):
    status, words = install(bundle)

    file = bundle.parent / "portal.env"
    [key] = [line for line in file.read_text().splitlines() if line.startswith("SECRET_KEY=")]
    assert (status, "请填好" in words, file.stat().st_mode & 0o777) == (1, True, 0o600), words
    assert len(key) > 60


def test_sums_are_what_sha256sum_reads(bundle):
    done = subprocess.run(["sha256sum", "--check", "--quiet", "SHA256SUMS"], cwd=bundle, capture_output=True, text=True)

    assert (done.returncode, done.stdout) == (0, "")


def test_going_back_without_an_upgrade_is_refused(bundle):
    assert install(bundle, "--rollback") == (1, "没有可以退回的版本。\n")
