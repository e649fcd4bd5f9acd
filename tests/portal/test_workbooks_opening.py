"""Files that are not what they should be: each refused in words, before any expensive work."""

import zipfile
from io import BytesIO

import openpyxl
import pytest

from portal import archives
from portal.workbooks import MAX_UPLOAD, Faults, open_workbook, scanning

OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def workbook(*cells):
    book = openpyxl.Workbook()
    for place, value in cells:
        book.active[place] = value
    file = BytesIO()
    book.save(file)
    return file


def repacked(change=None, *, rename=None, extra=(), compression=zipfile.ZIP_DEFLATED):
    """An honest workbook in which some parts are replaced, renamed or added."""
    file = BytesIO()
    with zipfile.ZipFile(workbook(("A1", "简称"))) as old, zipfile.ZipFile(file, "w", compression) as new:
        for name in old.namelist():
            new.writestr((rename or {}).get(name, name), (change or {}).get(name, old.read(name)))
        for name, data in extra:
            new.writestr(name, data)
    return file


def sheet_xml(cells):
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return f'<worksheet xmlns="{space}"><sheetData>{cells}</sheetData></worksheet>'


def refusal(file):
    with pytest.raises(Faults) as caught:
        open_workbook(file, "花名册.xlsx")
    assert len(caught.value.faults) == 1
    return str(caught.value)


SHEET, BOOK = "xl/worksheets/sheet1.xml", "xl/workbook.xml"
NO_SHEETS = '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheets/></workbook>'
ENTITIES = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>' + sheet_xml("")
FAR_AWAY = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
WIDE = '<row r="1"><c r="XFD1"><v>1</v></c></row>'


@pytest.mark.parametrize(
    ("file", "words"),
    [
        (BytesIO(b""), "文件是空的"),
        (BytesIO("序号,简称\n1,市委办".encode()), "不是 .xlsx 工作簿"),
        (BytesIO(b"<html><table></table></html>"), "不是 .xlsx 工作簿"),
        (BytesIO(OLE2 + b"\0" * 600), "这是旧版 .xls 文件"),
        (BytesIO(OLE2 + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le")), "设有密码"),
        (repacked(extra=[("xl/vbaProject.bin", b"x")]), "带有宏"),
        (repacked(extra=[("xl/JDEData.bin", b"x")]), "带有宏"),
        (repacked(extra=[("xl/macrosheets/sheet1.xml", b"x")]), "带有宏"),
        (BytesIO(workbook().getvalue()[:-200]), "文件已损坏"),
        (repacked({SHEET: "<worksheet><sheetData>"}), "文件已损坏"),
        (repacked({SHEET: ENTITIES}), "文件已损坏"),
        (repacked({BOOK: NO_SHEETS}), "没有工作表"),
        (repacked(rename={BOOK: "word/document.xml"}), "不是 .xlsx 工作簿"),
        (repacked(rename={SHEET: "xl/worksheets/other.xml"}), "文件已损坏"),
        (repacked(extra=[("xl/media/zeros.bin", b"0" * 130 * archives.MB)]), "解压后过大"),
        (repacked({SHEET: sheet_xml(" " * 30 * archives.MB)}), "压缩炸弹"),
        (repacked(extra=[(f"xl/media/{number}", b"") for number in range(2001)]), "解压后过大"),
        (repacked({SHEET: sheet_xml(FAR_AWAY)}), "工作表过大"),
        (repacked({SHEET: sheet_xml(WIDE)}), "工作表过大"),
        (BytesIO(b"PK\x03\x04" + b"0" * MAX_UPLOAD), "文件超过20MB"),
    ],
    ids=[
        *(
            "empty",
            "csv",
            "html",
            "xls",
            "password",
            "macro",
            "wps-macro",
            "excel4-macro",
            "cut",
            "broken-xml",
            "entities",
        ),
        *("no-sheets", "docx", "lost-sheet", "large", "bomb", "many-parts", "far-cell", "wide", "over-20MB"),
    ],
)
def test_workbook_is_refused_in_words(file, words):
    assert words in refusal(file)


def test_part_that_lies_about_its_size_is_refused():
    data = bytearray(repacked(compression=zipfile.ZIP_STORED).getvalue())
    name = SHEET.encode()
    place = data.rindex(name) - 46 + 24  # the uncompressed size in the directory
    data[place : place + 4] = (10).to_bytes(4, "little")

    assert "文件已损坏" in refusal(BytesIO(bytes(data)))


def test_shared_text_repeated_beyond_measure_is_refused(monkeypatch):
    monkeypatch.setattr(scanning, "MAX_TEXT", 1000)
    cells = "".join(f'<row r="{row}"><c r="A{row}" t="s"><v>0</v></c></row>' for row in range(1, 30))
    relations = "xl/_rels/workbook.xml.rels"
    honest = zipfile.ZipFile(workbook(("A1", "x"))).read(relations).decode()
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"
    shared = f'<Relationship Id="rId9" Type="{kind}" Target="sharedStrings.xml"/></Relationships>'
    file = repacked(
        {SHEET: sheet_xml(cells), relations: honest.replace("</Relationships>", shared)},
        extra=[("xl/sharedStrings.xml", f"<sst><si><t>{'长' * 100}</t></si></sst>")],
    )

    assert "工作表过大" in refusal(file)


def test_formatted_but_empty_cells_far_away_do_not_matter():
    title = '<row r="1"><c r="A1" t="inlineStr"><is><t>简称</t></is></c></row>'
    cells = title + '<row r="1048576"><c r="XFD1048576" s="0"/></row>'

    opened = open_workbook(repacked({SHEET: sheet_xml(cells)}))

    assert opened.sheets[0].rows == [["简称"]]


def test_rows_are_counted_from_the_top_of_the_sheet():
    opened = open_workbook(workbook(("C3", "简称")))

    assert opened.sheets[0].rows == [["", "", ""], ["", "", ""], ["", "", "简称"]]


def test_sheets_are_known_by_name(tmp_path):
    book = openpyxl.Workbook()
    book.active.title = "党组织花名册"
    book.create_sheet("Sheet3")
    book.save(tmp_path / "花名册.xlsx")

    opened = open_workbook(tmp_path / "花名册.xlsx")

    assert (opened.name, opened.sheet_names) == ("花名册.xlsx", ["党组织花名册", "Sheet3"])
    assert opened.sheet("党组织花名册").name == "党组织花名册"
    assert opened.sheet("没有") is None
