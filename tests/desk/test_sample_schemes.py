"""The sample's workbooks of a scheme: one goes in and comes out again, the other is refused with all its cells."""

from io import BytesIO, StringIO

import pytest
from django.core.management import call_command
from openpyxl import load_workbook

from assessments.models import Scheme
from assessments.schemes import faults, lint, workbook
from tests.desk.scheme_workbooks import FAULTY, SCHEME, spoil

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def test_sample_scheme_is_imported_and_written_out_again_without_a_difference(loaded):
    before = Scheme.objects.count()

    call_command("import_scheme", SCHEME, stdout=StringIO())

    made = Scheme.objects.latest("pk")
    assert Scheme.objects.count() == before + 1
    assert faults(made) == []
    assert lint(made) == []
    assert cells(BytesIO(workbook.write(made))) == cells(SCHEME)


def test_faulty_sample_scheme_is_refused_with_all_its_cells(loaded, capsys):
    before = Scheme.objects.count()
    said = StringIO()

    with pytest.raises(SystemExit) as refused:
        call_command("import_scheme", FAULTY, stderr=said)

    assert refused.value.code == 1
    for words in (
        "第5行 数据来源：没有“考勤机打卡”",
        "D6 是文字“四十分”",
        "D7:D8 是合并的",
        "“0.5以下”与“0.3至2”重叠",
        "名额应大于 0%、不超过 100%",
        "分数线次序不对",
    ):
        assert words in said.getvalue()
    assert Scheme.objects.count() == before


def test_faulty_scheme_is_the_good_one_with_its_mistakes():
    book = load_workbook(SCHEME)
    spoil(book)

    assert content(book) == cells(FAULTY)


def cells(file):
    return content(load_workbook(file))


def content(book):
    return {
        sheet.title: ([[cell.value for cell in row] for row in sheet.iter_rows()], sorted(map(str, sheet.merged_cells)))
        for sheet in book
    }
