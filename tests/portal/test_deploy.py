"""The examples in deploy/ must not fall behind the code."""

import re

from django.conf import settings


def test_every_variable_the_settings_read_is_explained():
    read = set(
        re.findall(r"env(?:\.\w+)?\(\s*\"([A-Z_]+)\"", (settings.BASE_DIR / "portal/settings.py").read_text("utf-8"))
    )
    explained = set(
        re.findall(r"^([A-Z_]+)=", (settings.BASE_DIR / "deploy/portal.env").read_text("utf-8"), re.MULTILINE)
    )

    assert read - explained == {"DEBUG"}  # for developers only
