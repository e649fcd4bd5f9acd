"""deploy/portal.env explains the variables that the code reads: all of them, and no others."""

import re

from django.conf import settings

READ = re.compile(r"(?:\benv(?:\.\w+)?\(|\benviron\.get\()\s*\"([A-Z_]+)\"")
EXPLAINED = re.compile(r"^#?([A-Z_]+)=", re.MULTILINE)
READERS = ["portal/settings.py", "portal/production.py", "deploy/gunicorn.conf.py"]


def text(path):
    return (settings.BASE_DIR / path).read_text("utf-8")


def test_every_variable_that_is_read_is_explained_and_none_besides():
    read = {name for path in READERS for name in READ.findall(text(path))}

    assert set(EXPLAINED.findall(text("deploy/portal.env"))) == read


def test_every_variable_has_words_before_it():
    """A value alone explains nothing: the line before a variable is a comment or belongs to the same explanation."""
    lines = text("deploy/portal.env").splitlines()
    naked = [
        line for above, line in zip(["", *lines], lines, strict=False) if EXPLAINED.match(line) and not above.strip()
    ]

    assert naked == []
