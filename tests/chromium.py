"""A Chromium and a Chinese font for the browser tests: the system's, else Debian's packages, else Playwright's own.

`python -m tests.chromium` gets them.
"""

import os
import shutil
import subprocess
import sys
from functools import cache

from tests.servers import Missing

# The shell draws no window that nobody sees: half the work of a whole Chromium.
NAMES = ["chromium-headless-shell", "chromium", "chromium-browser", "google-chrome-stable", "google-chrome"]
FONT_PACKAGE = "fonts-wqy-microhei"  # the smallest; without any, every character is a box


@cache
def executable():
    """The path of a Chromium; None for the one that Playwright keeps by itself."""
    if not (has_chinese_font() and (find() or has_playwrights())):
        install()
    if not has_chinese_font():
        raise Missing(f"没有中文字体，请安装 {FONT_PACKAGE}。No Chinese font: install {FONT_PACKAGE}.")
    if not (find() or has_playwrights()):
        raise Missing(
            "没有 Chromium，也无法安装。No Chromium, and none could be installed: install the package chromium."
        )
    return find()


def find():
    return next((path for path in map(shutil.which, NAMES) if path), None)


def has_playwrights():
    script = (
        "import os, sys; from playwright.sync_api import sync_playwright\n"
        "with sync_playwright() as p: sys.exit(not os.path.exists(p.chromium.executable_path))"
    )
    return subprocess.run([sys.executable, "-c", script]).returncode == 0


def has_chinese_font():
    fc_list = shutil.which("fc-list")
    return bool(fc_list and subprocess.run([fc_list, ":lang=zh"], capture_output=True).stdout)


def install():
    """On Debian as root its packages; otherwise Playwright's download. Whether it helped is looked at afterwards."""
    if os.geteuid() == 0 and shutil.which("apt-get"):
        env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        subprocess.run(["apt-get", "update", "-qq"], env=env)
        for wanted in (["fontconfig", FONT_PACKAGE], NAMES[:1], NAMES[1:2]):
            if wanted[0] not in NAMES or not find():
                subprocess.run(["apt-get", "install", "-y", "-qq", "--no-install-recommends", *wanted], env=env)
    if not find():
        subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"])


if __name__ == "__main__":
    try:
        executable()
    except Missing as fault:
        sys.exit(str(fault))
