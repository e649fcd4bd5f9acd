"""House rules that a machine can hold: imports go down, pages carry no code or style, nothing comes from elsewhere."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
# Lowest first, as in docs/architecture.md. An app that is not built yet has its place already.
ORDER = [
    "portal",
    "accounts",
    "notices",
    "alliances",
    "letters",
    "branches",
    "activities",
    "assessments",
    "desk",
]
# These two put the apps together and may name them all.
COMPOSED = {"portal/urls.py", "portal/settings.py"}

TEMPLATES = sorted(ROOT.glob("templates/**/*.html"))
OWN_STATIC = [
    path
    for path in sorted(ROOT.glob("static/**/*"))
    if path.suffix in {".css", ".js", ".svg"} and "vendor" not in path.parts
]
INLINE = re.compile(
    r"<style\b"  # a style sheet in the page
    r"|\sstyle\s*="  # a style on an element
    r"|<script\b(?![^>]*\ssrc\s*=)"  # a script in the page
    r"|<[a-z][^>]*\son[a-z]+\s*="  # an event handler
    r"|[\"']\s*javascript:",
    re.IGNORECASE,
)
REMOTE = re.compile(r"(?:https?:)?//[a-z0-9-]+\.[a-z0-9.-]+", re.IGNORECASE)
NAMESPACES = {"http://www.w3.org"}


def imports(path):
    """The top-level packages that a module imports, anywhere in it."""
    tree = ast.parse(path.read_text("utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module.split(".")[0]


@pytest.mark.parametrize("app", ORDER)
def test_app_imports_only_lower_apps(app):
    higher = set(ORDER[ORDER.index(app) + 1 :])
    found = {
        f"{path.relative_to(ROOT)} imports {name}"
        for path in (ROOT / app).rglob("*.py")
        for name in higher.intersection(imports(path))
        if str(path.relative_to(ROOT)) not in COMPOSED
    }
    assert found == set()


def test_templates_have_no_inline_script_or_style():
    found = {
        f"{path.relative_to(ROOT)}: {match.group().strip()}"
        for path in TEMPLATES
        for match in INLINE.finditer(path.read_text("utf-8"))
        if "emails" not in path.parts
    }
    assert found == set()


def test_pages_load_nothing_from_elsewhere():
    found = {
        f"{path.relative_to(ROOT)}: {match.group()}"
        for path in [*TEMPLATES, *OWN_STATIC]
        for match in REMOTE.finditer(path.read_text("utf-8"))
        if match.group() not in NAMESPACES
    }
    assert found == set()


def test_there_are_templates_to_look_at():
    assert ROOT / "templates" / "base.html" in TEMPLATES


def test_a_locked_row_can_still_be_pointed_to():
    """On PostgreSQL a plain FOR UPDATE holds up every row written under it, and two such writers block each other."""
    found = {
        f"{path.relative_to(ROOT)}: {line.strip()}"
        for app in ORDER
        for path in (ROOT / app).rglob("*.py")
        for line in path.read_text("utf-8").splitlines()
        if "select_for_update(" in line and "no_key=True" not in line
    }
    assert found == set()


def test_warning_of_danger_is_silenced_with_a_reason():
    silent = [
        f"{path.relative_to(ROOT)}:{number}"
        for folder in [*ORDER, "faults", "benchmarks", "deploy", "tests"]
        for path in sorted(ROOT.glob(f"{folder}/**/*.py"))
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if re.search(r"# noqa: (S\d+,? ?)+$", line)
    ]

    assert silent == []
