"""What is struck out of every line: phone and identity numbers, mail addresses, query strings, passwords, tokens.

Names cannot be told from other words, so nothing quotes them in the first place: of an exception only those kinds keep
their text that speak of the programme or the network, never of a row or of what somebody typed.
"""

import re
import traceback

from django.db import InterfaceError, OperationalError
from redis import RedisError

GONE = "***"
SECRETS = "password|passwd|pwd|secret|token|cookie|sessionid|csrf|authorization|api_?key|access_?key|signature|otp"
SECRET = rf"(?i)(\b\w*(?:{SECRETS})\w*[\"']?\s*[=:]\s*)(?:bearer\s+|basic\s+)?[\"']?[^\s\"'&,;)}}]+[\"']?"
RULES = [
    (re.compile(r"(?s)\bDETAIL:.*?(?=\n\S|\Z)"), f"DETAIL: {GONE}"),  # PostgreSQL quotes the row
    (re.compile(r"://[^\s/@]+@"), f"://{GONE}@"),
    (re.compile(SECRET), rf"\1{GONE}"),
    (re.compile(r"(?<=[\w/])\?[^\s\"'<>]*=[^\s\"'<>]*"), f"?{GONE}"),
    (re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"), f"{GONE}@{GONE}"),
    (re.compile(r"(?<!\d)\d{17}[\dXx](?![\dXx])"), GONE),
    (re.compile(r"(?<!\d)(?:\+?86[- ]?)?1\d{2}[- ]?\d{4}[- ]?\d{4}(?!\d)"), GONE),
]
UUID = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}")
LONG = re.compile(r"(/?)[\w-]{24,}", re.ASCII)
# Their texts tell of code, files and the network.
TELLING = (
    ArithmeticError,
    AttributeError,
    ImportError,
    InterfaceError,
    NameError,
    OperationalError,
    OSError,
    RecursionError,
    RedisError,
    TypeError,
)


def mask(text):
    for pattern, instead in RULES:
        text = pattern.sub(instead, text)
    return LONG.sub(_mask_key, text)


def _mask_key(found):
    """A long word of letters and digits is a key; the number of a task is not, nor is a name in the code."""
    word, slash = found.group(), found.group(1)
    mixed = any(sign.isdigit() for sign in word) and any(sign.isalpha() for sign in word)
    return f"{slash}{GONE}" if mixed and not UUID.fullmatch(word) else word


def says(fault):
    """The kind of an exception, with its text where that can be nobody's."""
    name = type(fault).__name__
    return mask(f"{name}: {fault}".strip()) if isinstance(fault, TELLING) and str(fault) else name


def describe(fault):
    """Its traceback, causes first: lines of code and kinds of exceptions."""
    parts, seen = [], set()
    while fault is not None and id(fault) not in seen:
        seen.add(id(fault))
        parts.append("".join(traceback.format_tb(fault.__traceback__)) + says(fault))
        fault = fault.__cause__ or (None if fault.__suppress_context__ else fault.__context__)
    return "\n\n".join(reversed(parts))


def without_quotes(text, fault):
    """A message that repeats an exception's text, without that text."""
    if isinstance(fault, TELLING) or not str(fault):
        return text
    return text.replace(repr(fault), type(fault).__name__).replace(str(fault), GONE)
