"""Whatever is sent, the answer is a value or a sentence, never a crash."""

import zipfile
from contextlib import suppress
from datetime import date
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from portal.pictures import AttachmentRefused, PictureRefused, check_attachment, clean_picture
from portal.workbooks import Column, Faults, open_workbook, read_table, write_table
from portal.workbooks.cells import PARSERS, parse

COLUMNS = [Column("简称", required=True), *(Column(f"{kind}列", kind, choices=("甲",)) for kind in PARSERS)]
WORKBOOK = write_table(
    "花名册", COLUMNS, [["市委办", "文", 1, 1, date(2025, 1, 1), "2025.1", "甲", "甲、乙", "10100000001"]] * 3
)
PICTURE = BytesIO()
Image.new("RGB", (60, 60), "red").save(PICTURE, "JPEG")

raw = st.one_of(
    *(st.text(), st.floats(), st.booleans(), st.dates(), st.datetimes(), st.times(), st.timedeltas(), st.none()),
    st.from_regex(r"[0-9０-９,.\-+年月日/ ]{0,14}", fullmatch=True),
)
damage = st.lists(st.tuples(st.integers(0, 100_000), st.integers(0, 255)), min_size=1, max_size=8)


def damaged(data, places):
    changed = bytearray(data)
    for place, value in places:
        changed[place % len(changed)] = value
    return BytesIO(bytes(changed))


@pytest.mark.parametrize("kind", PARSERS)
@settings(deadline=None, max_examples=150)
@given(written=raw)
def test_cell_is_a_value_or_a_sentence(kind, written):
    with suppress(ValueError):
        parse(written, Column("列", kind, choices=("甲",)))


@settings(deadline=None, max_examples=60)
@given(rows=st.lists(st.lists(raw, min_size=9, max_size=9), max_size=4))
def test_table_of_anything_is_read(rows):
    sheet = open_workbook(BytesIO(WORKBOOK)).sheets[0]
    sheet.rows += [[0, *row] for row in rows]

    table = read_table(sheet, COLUMNS)

    assert len(table.rows) >= 3


@settings(deadline=None, max_examples=150)
@given(places=damage)
def test_damaged_workbook_is_read_or_refused(places):
    with suppress(Faults):
        for sheet in open_workbook(damaged(WORKBOOK, places)).sheets:
            read_table(sheet, COLUMNS)


@settings(deadline=None, max_examples=200)
@given(part=st.sampled_from(["xl/worksheets/sheet1.xml", "xl/styles.xml", "xl/workbook.xml"]), places=damage)
def test_workbook_with_a_damaged_part_is_read_or_refused(part, places):
    file = BytesIO()
    with zipfile.ZipFile(BytesIO(WORKBOOK)) as old, zipfile.ZipFile(file, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            new.writestr(name, damaged(data, places).getvalue() if name == part else data)

    with suppress(Faults):
        for sheet in open_workbook(file).sheets:
            read_table(sheet, COLUMNS)


@settings(deadline=None, max_examples=100)
@given(places=damage)
def test_damaged_picture_is_taken_or_refused(places):
    with suppress(PictureRefused):
        clean_picture(damaged(PICTURE.getvalue(), places), "图.jpg")


@settings(deadline=None, max_examples=60)
@given(
    data=st.sampled_from([b"", b"PK\x03\x04", b"%PDF-", b"\x89PNG", b"\xff\xd8\xff"]),
    more=st.binary(max_size=50),
    name=st.text(),
)
def test_attachment_of_anything_is_taken_or_refused(data, more, name):
    with suppress(AttachmentRefused):
        check_attachment(BytesIO(data + more), name)
