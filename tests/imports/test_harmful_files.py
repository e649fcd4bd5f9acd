"""The import commands given what should never come: refused in words, unpacked by none, and nothing is written."""

import tracemalloc

import pytest
from django.apps import apps

from tests.imports.test_commands import run
from tests.imports.workbooks import ROSTER
from tests.security.test_uploads import MB, WORKBOOKS

pytestmark = pytest.mark.once
MOST = 24 * MB  # as much as the largest file allowed, and some; the bomb holds 30
HARMFUL = {what: (content, words) for what, (_, content, words) in WORKBOOKS.items()} | {
    "cut off": (ROSTER.read_bytes()[:-200], "文件已损坏"),
    "empty": (b"", "文件是空的"),
}


@pytest.mark.parametrize("command", ["import_roster", "import_activities", "import_scheme"])
def test_command_refuses_harmful_files_without_unpacking_them(committee, tmp_path, command):
    before, said, peaks = counts(), {}, {}

    for what, (content, _) in HARMFUL.items():
        path = tmp_path / "a.xlsx"
        path.write_bytes(content)
        tracemalloc.start()
        said[what] = run(command, str(path))
        peaks[what] = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()

    assert {what: status for what, (status, *_) in said.items()} == dict.fromkeys(HARMFUL, 1)
    assert [what for what, (_, words) in HARMFUL.items() if words not in said[what][2]] == []
    assert {what: peak for what, peak in peaks.items() if peak > MOST} == {}
    assert counts() == before


def counts():
    return {model: model._base_manager.count() for model in apps.get_models() if model._meta.managed}
