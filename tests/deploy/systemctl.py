"""Just enough of systemctl for the drill: `start` and `stop` do what the unit files say, with processes of ours.

The folder with the units is in DRILL_UNITS; the processes' ids and output are kept beside them.
"""

import configparser
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

UNITS = Path(os.environ.get("DRILL_UNITS", "."))
STOP_SECONDS = 60


def start(unit):
    service = read(unit)
    lines = Path(service["EnvironmentFile"]).read_text("utf-8").splitlines()
    environment = dict(line.split("=", 1) for line in lines if "=" in line and not line.startswith("#"))
    with (UNITS / f"{unit}.log").open("ab") as log:
        process = subprocess.Popen(
            service["ExecStart"].split(),
            cwd=service["WorkingDirectory"],
            env={"PATH": os.environ["PATH"], **environment},
            user=service.get("User"),
            group=service.get("Group"),
            extra_groups=[],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    (UNITS / f"{unit}.pid").write_text(str(process.pid))


def stop(unit):
    file = UNITS / f"{unit}.pid"
    if not file.exists():
        return
    pid = int(file.read_text())
    deadline = time.monotonic() + STOP_SECONDS
    number = signal.SIGTERM
    while alive(pid):
        os.kill(pid, number)
        time.sleep(0.3)
        if time.monotonic() > deadline:
            number = signal.SIGKILL
    file.unlink()


def alive(pid):
    """Running: one that has ended and whom nobody has asked for is not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


def read(unit):
    parser = configparser.ConfigParser(interpolation=None, strict=False)
    parser.optionxform = str
    parser.read(UNITS / unit, "utf-8")
    return parser["Service"]


if __name__ == "__main__":
    verb, *units = sys.argv[1:]
    for name in units:
        {"start": start, "stop": stop}[verb](name)
