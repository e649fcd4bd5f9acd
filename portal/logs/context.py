"""The number of the request this thread is answering; a task carries that of the request that handed it over."""

import re
import uuid
from contextvars import ContextVar

HEADER = "X-Request-ID"
SOUND = re.compile(r"[0-9A-Za-z-]{8,64}")
_current = ContextVar("request_id", default="")


def current():
    return _current.get()


def begin(given=""):
    """nginx's number where it gives one; else one of our own, and none that could carry something else."""
    number = given if given and SOUND.fullmatch(given) else uuid.uuid4().hex
    _current.set(number)
    return number


def take_up(number):
    _current.set(number if number and SOUND.fullmatch(number) else "")


def end():
    _current.set("")
