"""No regular expression of the portal takes longer than its input is long: texts of strangers are matched by all.

Every literal pattern of the code is tried with what makes patterns stumble: long runs of what it repeats, and an end
that does not match. What reads cells of workbooks is tried with the longest cell there can be.
"""

import ast
import re
import time
from contextlib import suppress

import pytest
from django.conf import settings

from portal.workbooks import Column
from portal.workbooks.cells import PARSERS, parse
from portal.workbooks.writing import MAX_CELL
from tests.test_architecture import ORDER

CALLS = {"compile", "search", "match", "fullmatch", "sub", "subn", "split", "findall", "finditer"}
PIECES = [*"a0 １年第，-./=(（<>{}\n〔[", "a0", "1,", " -", "a，", "（，"]
SIZE = 1_500
SLOW = 0.3  # seconds of the processor; once over the text takes a thousandth of it


def patterns():
    found = {}
    for app in ORDER:
        for path in sorted((settings.BASE_DIR / app).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                if text := pattern_of(node):
                    found.setdefault(text, f"{path.relative_to(settings.BASE_DIR)}:{node.lineno}")
    return sorted(found.items())


def pattern_of(node):
    """The literal first argument of re.something(…)."""
    is_call = isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in CALLS
    if is_call and isinstance(node.func.value, ast.Name) and node.func.value.id == "re" and node.args:
        first = node.args[0]
        if isinstance(first, ast.Constant) and isinstance(first.value, str | bytes):
            return repr(first.value)
    return None


def test_every_pattern_is_quick_for_any_text():
    slow = {}
    for literal, where in patterns():
        pattern = re.compile(ast.literal_eval(literal))
        if pieces := [piece for piece in PIECES if stumbles(pattern, piece)]:
            slow[where] = pieces

    assert slow == {}


def test_a_pattern_that_stumbles_is_found():
    assert stumbles(re.compile(r"(a+)+$"), "a", size=23)


@pytest.mark.parametrize("kind", PARSERS)
def test_longest_cell_is_read_at_once(kind):
    column = Column("列", kind, choices=("甲",))
    taken = {}

    for piece in ("a", "0", " ", "，", "a，", "（，", "-", "0.", "\n"):
        started = time.process_time()
        with suppress(ValueError):
            parse(piece * (MAX_CELL // len(piece)), column)
        taken[piece] = time.process_time() - started

    assert {piece: seconds for piece, seconds in taken.items() if seconds > SLOW} == {}


def stumbles(pattern, piece, size=SIZE):
    return seconds(pattern, piece, size) > SLOW and seconds(pattern, piece, size) > SLOW  # twice: no accident


def seconds(pattern, piece, size):
    text = piece * (size // len(piece)) + "\x00"
    if isinstance(pattern.pattern, bytes):
        text = text.encode()
    started = time.process_time()
    pattern.search(text)
    pattern.fullmatch(text)
    return time.process_time() - started
