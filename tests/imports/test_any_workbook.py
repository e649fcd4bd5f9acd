"""Whatever an office makes of a workbook: it is taken whole, or refused in words that name the place, and nothing is
written then. Each import, through its rule. With PORTAL_TESTS_LONG set many more are tried.
"""

import os
from datetime import date, datetime, time, timedelta
from io import BytesIO

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from activities import ledger
from activities.defaults import create_words
from assessments.schemes import workbook as scheme
from branches import roster
from portal.access import WrongState
from portal.workbooks import Faults
from tests.imports.workbooks import ROSTER, SAMPLE, upload
from tests.snapshots import all_rows

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.servers,  # PostgreSQL takes less than SQLite
    pytest.mark.filterwarnings("ignore:Title is more than 31 characters"),
]
LONG = "PORTAL_TESTS_LONG" in os.environ
TRIES = settings(
    max_examples=400 if LONG else 6,
    phases=[Phase.generate],
    derandomize=not LONG,
    deadline=None,
    database=None,
    suppress_health_check=HealthCheck,
)
MOST_ROWS = 14  # of a sheet, so that a try is quick

ODD = [
    *(0, -1, 10**20, 2**31, 1.5, 1e300, -0.0, True, False, None),
    *(date(1, 1, 1), date(9999, 12, 31), datetime(1900, 1, 1, tzinfo=None), time(23, 59), timedelta(days=-3)),  # noqa: DTZ001
    *("", " ", "示例", "市委办", "第一党支部", "=1/0", '=HYPERLINK("x")', "#N/A", "字" * 3000, "<b>", "1e999", "None"),
    *(
        "１２３",
        "－5",
        "12人",
        "2026.2.30",
        "2026年13月",
        "25:61",
        "上午九点",
        "是",
        "；、，",
        "\u202e反",
        "\U0001f600",
    ),
]
values = st.sampled_from(ODD) | st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=12) | st.dates()
lines, columns = st.integers(1, MOST_ROWS), st.integers(1, 14)


def put(sheet, data):
    sheet.cell(data.draw(lines), data.draw(columns)).value = data.draw(values)


def merge(sheet, data):
    line, column = data.draw(lines), data.draw(columns)
    sheet.merge_cells(start_row=line, start_column=column, end_row=line + 2, end_column=column + 1)


def copy_line(sheet, data):
    """Twice the same, or a header in the midst of rows."""
    line = [cell.value for cell in sheet[data.draw(lines)]]
    target = data.draw(lines)
    sheet.insert_rows(target)
    for column, value in enumerate(line, 1):
        sheet.cell(target, column).value = value


def copy_cell(sheet, data):
    """The same name twice, a header twice, a title where a number belongs."""
    value = sheet.cell(data.draw(lines), data.draw(columns)).value
    sheet.cell(data.draw(lines), data.draw(columns)).value = value


def lose_line(sheet, data):
    sheet.delete_rows(data.draw(lines))


def lose_column(sheet, data):
    sheet.delete_cols(data.draw(columns))


def rename(sheet, data):
    sheet.title = data.draw(st.sampled_from(["花名册", "Sheet", "说明", "a" * 31]))


def double(sheet, data):
    sheet.parent.copy_worksheet(sheet)


def lose(sheet, data):
    if len(sheet.parent.worksheets) > 1:
        sheet.parent.remove(sheet)


EDITS = [put, put, put, copy_cell, copy_cell, copy_line, merge, lose_line, lose_column, rename, double, lose]


def spoiled(whole, data):
    """The workbook after some edits of some sheets, as an upload."""
    book = load_workbook(BytesIO(whole))
    for edit in data.draw(st.lists(st.sampled_from(EDITS), min_size=1, max_size=5)):
        try:
            edit(data.draw(st.sampled_from(book.worksheets)), data)
        except AttributeError:  # the library writes into no cell that was merged: nor does an office
            continue
    file = BytesIO()
    book.save(file)
    return upload(file.getvalue())


def short(path):
    """The roster with its first rows only."""
    book = load_workbook(path)
    for sheet in book.worksheets:
        sheet.delete_rows(MOST_ROWS, sheet.max_row)
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def import_roster(committee, file):
    roster.import_now(committee, file, new_alliances=True)


def import_ledger(committee, file):
    ledger.apply(ledger.plan_ledger(committee, file))


def import_scheme(committee, file):
    scheme.read(file, committee).save()


@pytest.mark.parametrize(
    ("path", "run"),
    [
        (ROSTER, import_roster),
        (SAMPLE / "activities-2023.xlsx", import_ledger),
        (SAMPLE / "scheme-2027.xlsx", import_scheme),
    ],
    ids=["roster", "ledger", "scheme"],
)
def test_workbook_is_taken_whole_or_refused_in_words(imported, path, run):
    create_words(imported)
    whole = short(path) if path == ROSTER else path.read_bytes()
    before, outcomes = all_rows(), set()

    @TRIES
    @given(st.data())
    def try_one(data):
        file = spoiled(whole, data)
        with transaction.atomic():
            refusal = attempt(run, imported, file)
            if refusal:
                assert all_rows() == before
                assert all(said(fault) for fault in refusal), refusal
            outcomes.add(bool(refusal))
            transaction.set_rollback(True)

    try_one()

    assert all_rows() == before
    assert outcomes == {True, False} or not LONG


def attempt(run, committee, file):
    """The faults that were said; none when it was taken."""
    try:
        with transaction.atomic():  # as at each of its doors
            run(committee, file)
    except Faults as refusal:
        return refusal.faults
    except WrongState as refusal:
        return [refusal]
    return []


def said(fault):
    """In a whole Chinese sentence; the place of a cell is the sheet, the row as the office counts, and its column."""
    words = str(getattr(fault, "message", fault))
    return any("一" <= letter <= "鿿" for letter in words) and getattr(fault, "row", 1) != 0
