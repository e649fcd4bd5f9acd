"""Several programs as one: each a fork in a process group of its own, its lines prefixed by its name, stopped together.

A fork has everything imported that this process has: so the portal starts in the time of one import, not of three.
"""

import ctypes
import multiprocessing
import os
import signal
import sys
import threading
import time
from contextlib import suppress

STOP_SECONDS = 10
PR_SET_PDEATHSIG = 1  # Linux: the kernel stops the child when its parent is gone, even by kill -9
fork = multiprocessing.get_context("fork")


class Processes:
    def __init__(self):
        self.running = {}  # name → multiprocessing.Process
        self.unread = []

    def start(self, name, function, *args):
        """Run function(*args) as a process; a program that is not Python is started by `execute`."""
        read, write = os.pipe()
        process = fork.Process(target=_child, args=(write, function, args))
        process.start()
        os.close(write)
        self.running[name] = process
        self.unread.append((name, read))
        return process

    def follow(self):
        """Print their lines from now on. Only after the last start: a fork must not meet a thread that holds a lock."""
        while self.unread:
            threading.Thread(target=_print_lines, args=self.unread.pop(), daemon=True).start()

    def dead(self):
        """The name of one that has ended by itself, or None."""
        return next((name for name, process in self.running.items() if not process.is_alive()), None)

    def stop(self, *names):
        """Ask them to end, wait, and kill what has not, children included."""
        processes = [self.running.pop(name) for name in names if name in self.running]
        for process in processes:
            process.terminate()
        deadline = time.monotonic() + STOP_SECONDS
        for process in processes:
            process.join(max(0.1, deadline - time.monotonic()))
            with suppress(ProcessLookupError):  # nobody left
                os.killpg(process.pid, signal.SIGKILL)
            process.join()


def execute(*command):
    """Become another program."""
    os.execv(command[0], command)  # noqa: S606  no shell; the command is our own


def _child(output, function, args):
    os.setsid()
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_DFL)
    os.dup2(output, 1)
    os.dup2(output, 2)
    sys.stdout.reconfigure(line_buffering=True)
    function(*args)


def _print_lines(name, descriptor):
    with open(descriptor, "rb") as stream:
        for line in stream:
            print(f"{name:<6} | {line.decode('utf-8', 'replace').rstrip()}", flush=True)
