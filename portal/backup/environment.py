"""Which settings belong into a backup? Those of the environment, so that a new server can be set up like the old one;
nothing that opens a door."""

import os
import re
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from django.conf import settings

EXPLAINED = Path("deploy") / "portal.env"
SECRET = re.compile(r"SECRET|PASS|TOKEN|KEY|CREDENTIAL|DSN", re.IGNORECASE)
LEFT_OUT = "（不在备份中，请另行保管）"


def settings_without_secrets():
    """Lines NAME=value for each variable of deploy/portal.env that is set, as bytes."""
    path = settings.BASE_DIR / EXPLAINED
    known = re.findall(r"^#? ?([A-Z][A-Z0-9_]+)=", path.read_text("utf-8"), re.MULTILINE) if path.exists() else []
    lines = ["# Settings of the portal when the backup was made; what is secret was left out."]
    lines += [f"{name}={_harmless(name, os.environ[name])}" for name in known if name in os.environ]
    return ("\n".join(lines) + "\n").encode()


def _harmless(name, value):
    value = value.replace("\r", " ").replace("\n", " ")
    if SECRET.search(name):
        return LEFT_OUT
    if "@" not in value and "?" not in value:
        return value
    try:
        parts = urlsplit(value)
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        return LEFT_OUT
    if not parts.scheme or not parts.hostname:
        return LEFT_OUT if "?" in value or ":" in value else value
    user = f"{parts.username}:…@" if parts.username else ""
    return urlunsplit((parts.scheme, f"{user}{parts.hostname}{port}", parts.path, "", ""))
