"""`make lint` says what is wrong with packages, and says so when it could not look."""

import pytest

from tests.dependencies import LISTS, at_odds, not_as_pinned, pins, weaknesses


def test_every_package_is_pinned_exactly():
    pinned, faults = pins()

    assert faults == []
    assert {"django", "pillow", "openpyxl", "pytest"} <= set(pinned)


@pytest.mark.parametrize("line", ["django>=5", "django", "django==5.*", "-e .", "django @ file:///x", "--index-url x"])
def test_line_that_is_no_pin_is_a_fault(tmp_path, line):
    (tmp_path / "list.txt").write_text(f"# words\n{line}\n")

    assert pins(["list.txt"], tmp_path) == ({}, [f"list.txt:2: {line} is no exact version"])


def test_two_lists_agree(tmp_path):
    for name, version in zip(LISTS, ("1.0", "1.1"), strict=True):
        (tmp_path / name).write_text(f"Some_package=={version}")

    assert pins(folder=tmp_path)[1] == ["requirements-dev.txt:1: some-package is 1.0 in the other list"]


def test_other_version_than_pinned_is_a_fault():
    assert not_as_pinned({"a": "1", "b": "2", "c": "3"}, {"a": "1", "b": "1"}) == [
        "b is 1, pinned is 2",
        "c is not installed, pinned is 3",
    ]


def test_packages_at_odds_are_a_fault():
    wanted = [("a", "b>=2"), ("a", "c"), ("a", "d; extra == 'more'"), ("a", "e; python_version < '3'"), ("a", "f<2")]

    assert at_odds({"b": "1", "f": "1.5"}, wanted) == [
        "a wants b>=2, installed is 1",
        "a wants c, installed is none",
    ]


@pytest.mark.parametrize(
    ("says", "faults", "done"),
    [
        ("exit 1", [], False),
        ("echo 'no network'; exit 1", [], False),
        ("""echo '{"dependencies": [{"name": "a", "version": "1", "vulns": []}]}'""", [], True),
        ("""echo '{"dependencies": [{"name": "a", "skip_reason": "Dependency not found"}]}'""", [], False),
        (
            """echo '{"dependencies": [{"name": "a", "version": "1", "vulns": [{"id": "X-1", "fix_versions": ["2"]}]}]}'
            exit 1""",
            ["a 1: X-1, mended in ['2']"],
            True,
        ),
    ],
)
def test_what_was_not_looked_up_is_said(tmp_path, says, faults, done):
    program = tmp_path / "audit"
    program.write_text(f"#!/bin/sh\n{says}\n")
    program.chmod(0o700)

    found, why_not = weaknesses(program=str(program))

    assert (found, why_not == "") == (faults, done)


def test_missing_program_is_said():
    assert "NOT DONE" in weaknesses(program="no-such-program")[1]
