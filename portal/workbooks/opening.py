"""Open an uploaded workbook, or say in words why not, before any expensive work.

What was checked is what is read: the parts that passed are repacked and only they are handed to the reader.
"""

import zipfile
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path

from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum

from portal.archives import DAMAGED, MB, ArchiveRefused, SafeArchive, part_name
from portal.workbooks import scanning
from portal.workbooks.faults import refused

MAX_UPLOAD = 20 * MB
MAX_SHEETS = 50
MAX_PARTS = 64 * MB  # unpacked; ten thousand organizations with their branches take half of it
OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_, WORKBOOK, RELATIONS = REQUIRED = "_rels/.rels", "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
STYLES, SHARED = "xl/styles.xml", "xl/sharedstrings.xml"
RESAVE = "请用 WPS 或 Excel 另存为 .xlsx 后再上传。"


@dataclass
class Sheet:
    """Raw cells; row and column numbers count from 0 at A1."""

    name: str
    rows: list[list]
    merged: list[tuple] = field(default_factory=list)
    marks: scanning.Marks = field(default_factory=scanning.Marks)
    visible: bool = True


@dataclass
class Workbook:
    name: str
    sheets: list[Sheet]

    @property
    def sheet_names(self) -> list[str]:
        return [sheet.name for sheet in self.sheets]

    def sheet(self, name: str) -> Sheet | None:
        return next((sheet for sheet in self.sheets if sheet.name.strip() == name), None)


def open_workbook(file, name: str = "") -> Workbook:
    """`file` is an upload, any open binary file, or a path. Raises Faults."""
    data, name = _bytes_of(file, name)
    _refuse_by_first_bytes(data)
    try:
        archive = SafeArchive(data)
        _refuse_by_parts(archive)
        return Workbook(name, _read_sheets(archive))
    except ArchiveRefused as refusal:
        raise refused(str(refusal)) from refusal
    except scanning.TooLarge as error:
        limits = f"{scanning.MAX_ROWS}行、{scanning.MAX_COLUMNS}列"
        raise refused(f"工作表过大（超过{limits}），请删除多余的内容后再上传。") from error
    except scanning.Malformed as error:
        raise refused(DAMAGED) from error


def _bytes_of(file, name):
    if isinstance(file, str | Path):
        with Path(file).open("rb") as opened:
            return _bytes_of(opened, name or Path(file).name)
    name = name or getattr(file, "name", "") or ""
    file.seek(0)
    data = file.read(MAX_UPLOAD + 1)  # never more, however much was sent
    if len(data) > MAX_UPLOAD:
        raise refused(f"文件超过{MAX_UPLOAD // MB}MB，请删除图片等无关内容后再上传。")
    return data, name


def _refuse_by_first_bytes(data):
    if not data:
        raise refused("文件是空的。")
    if data.startswith(OLE2):
        if ENCRYPTED in data:
            raise refused("工作簿设有密码，请取消密码后再上传。")
        raise refused(f"这是旧版 .xls 文件，{RESAVE}")
    if not data.startswith(b"PK"):
        raise refused(f"不是 .xlsx 工作簿，{RESAVE}")


def _refuse_by_parts(archive):
    if archive.has_macros:
        raise refused("工作簿带有宏，不予接收，请另存为不带宏的 .xlsx 后再上传。")
    if not archive.names.issuperset(REQUIRED):
        raise refused(f"不是 .xlsx 工作簿，{RESAVE}")


def _read_sheets(archive):
    parts = {name: archive.read(name) for name in REQUIRED}
    targets, shared = scanning.sheet_parts(parts[WORKBOOK], parts[RELATIONS])
    if not targets:
        raise refused("工作簿里没有工作表。")
    if len(targets) > MAX_SHEETS:
        raise refused(f"工作表超过{MAX_SHEETS}张，请拆分后再上传。")
    if shared:
        parts[SHARED] = archive.read(shared)
    if STYLES in archive.names:
        parts[STYLES] = archive.read(STYLES)
    quoted = scanning.quoted_styles(parts[STYLES]) if STYLES in parts else set()
    lengths = scanning.text_lengths(parts[SHARED]) if SHARED in parts else []
    marks = {}
    for sheet, target in targets.items():
        parts[part_name(target)] = data = archive.read(target)
        if sum(map(len, parts.values())) > MAX_PARTS:
            raise scanning.TooLarge
        marks[sheet] = scanning.scan_sheet(data, quoted, lengths)
    return _read_values(_repacked(parts), marks)


def _repacked(parts):
    package = BytesIO()
    with zipfile.ZipFile(package, "w", zipfile.ZIP_STORED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    package.seek(0)
    return package


def _read_values(package, marks):
    sheets = []
    try:
        reader = CalamineWorkbook.from_filelike(package)
        for about in reader.sheets_metadata:
            if about.name in marks:
                sheet = reader.get_sheet_by_name(about.name)
                rows = sheet.to_python(skip_empty_area=False)
                visible = about.visible == SheetVisibleEnum.Visible
                sheets.append(Sheet(about.name, rows, sheet.merged_cell_ranges or [], marks[about.name], visible))
    except (CalamineError, OSError, ValueError) as error:
        raise refused(DAMAGED) from error
    if len(sheets) != len(marks):
        raise refused(DAMAGED)  # a sheet that one reader sees and the other does not
    return sheets
