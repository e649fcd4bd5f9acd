"""What a line keeps of a value: enough to see what changed, no more of people's data than that takes."""

import re
from datetime import date, datetime, time
from decimal import Decimal

from django.utils import timezone

LONGEST = 4000
PHONE = re.compile(r"(?<!\d)(1\d{2})\d{4}(\d{4})(?!\d)")
# Never kept, whichever model has them.
SECRET = re.compile(r"password|secret|token|webhook|digest|(^|_)codes?($|_)|seed")
# Stamps that move with every save and say nothing.
NOISE = {"revision", "changed_at", "state_since", "search_key", "updated_at", "last_login"}


def kept_fields(fields):
    return [one for one in fields if one.name not in NOISE and not SECRET.search(one.name)]


def kept(field, value):
    """The value as JSON: numbers as texts, for a hash must not depend on how a database writes them."""
    if hasattr(value, "resolve_expression"):
        return "（按原值计算）"
    if field.choices and not isinstance(value, list):
        return str(dict(field.flatchoices).get(value, _plain(value)))
    if field.name == "email" and value:
        name, _, host = str(value).partition("@")
        return f"{name[:1]}***@{host}"
    return _plain(value)


def same(field, one, other):
    return _comparable(field, one) == _comparable(field, other)


def cleaned(text):
    """A text without what a database cannot hold, phone numbers half covered."""
    text = PHONE.sub(r"\1****\2", str(text).replace("\x00", ""))
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…（共{len(text)}字）"


def _comparable(field, value):
    if hasattr(value, "resolve_expression"):
        return value
    try:
        return field.to_python(value)
    except Exception:
        return value


def _plain(value):
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, datetime):
        moment = timezone.localtime(value) if timezone.is_aware(value) else value
        return moment.isoformat(sep=" ", timespec="seconds")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, dict):
        return {cleaned(key): _plain(one) for key, one in value.items() if not SECRET.search(str(key))}
    if isinstance(value, list | tuple | set):
        return [_plain(one) for one in value]
    return cleaned(value)
