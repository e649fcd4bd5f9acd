"""Several programs as one: each in its own process group, its lines prefixed by its name, all stopped together."""

import ctypes
import os
import signal
import subprocess
import sys
import threading
import time
from contextlib import suppress

STOP_SECONDS = 10
PR_SET_PDEATHSIG = 1  # Linux: the kernel stops the child when its parent is gone, even by kill -9


class Processes:
    def __init__(self, env):
        self.env = env
        self.running = {}  # name → Popen, in the order of their start

    def start(self, name, command):
        process = subprocess.Popen(
            command,
            env=self.env,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            preexec_fn=_die_with_parent if sys.platform == "linux" else None,
        )
        self.running[name] = process
        threading.Thread(target=_print_lines, args=(name, process.stdout), daemon=True).start()
        return process

    def dead(self):
        """The name of a program that has ended by itself, or None."""
        return next((name for name, process in self.running.items() if process.poll() is not None), None)

    def stop(self, *names):
        """Ask them to end, wait, and kill what has not, children included."""
        processes = [self.running.pop(name) for name in names if name in self.running]
        for process in processes:
            process.terminate()
        deadline = time.monotonic() + STOP_SECONDS
        for process in processes:
            with suppress(subprocess.TimeoutExpired):
                process.wait(max(0.1, deadline - time.monotonic()))
            with suppress(ProcessLookupError):  # nobody left
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _print_lines(name, stream):
    for line in stream:
        print(f"{name:<6} | {line.decode('utf-8', 'replace').rstrip()}", flush=True)


def _die_with_parent():
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
