"""Each kind of bad input: a sentence in Chinese with its place, and the database as before."""

import struct
import zipfile
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from branches import roster
from branches.models import RosterImport
from portal.workbooks import Faults
from tests.factories import make_staff
from tests.imports.workbooks import BRANCHES, ORGANIZATIONS, ROSTER, SEATS, put, spoil_roster, upload
from tests.imports.workbooks import roster as workbook

pytestmark = pytest.mark.once

MB = 1024 * 1024


def ole2(*names):
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"".join(name.encode("utf-16-le") for name in names) + bytes(512)


def with_part(name, content):
    """The sample with one more part in its package."""
    buffer = BytesIO(ROSTER.read_bytes())
    with zipfile.ZipFile(buffer, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return buffer.getvalue()


def encrypted_zip():
    """The sample with the bit that marks each part as encrypted."""
    data = bytearray(ROSTER.read_bytes())
    place = data.find(b"PK\x01\x02")
    while place >= 0:
        flags = struct.unpack_from("<H", data, place + 8)[0]
        struct.pack_into("<H", data, place + 8, flags | 1)
        place = data.find(b"PK\x01\x02", place + 4)
    return bytes(data)


FILES = {
    "empty": (b"", "文件是空的。"),
    "text": ("序号,简称\n1,市委办".encode("gb18030"), "不是 .xlsx 工作簿，请用 WPS 或 Excel 另存为 .xlsx 后再上传。"),
    "xls": (ole2("Workbook"), "这是旧版 .xls 文件，请用 WPS 或 Excel 另存为 .xlsx 后再上传。"),
    "password": (ole2("EncryptedPackage"), "工作簿设有密码，请取消密码后再上传。"),
    "password zip": (encrypted_zip(), "文件设有密码，请取消密码后再上传。"),
    "zip bomb": (with_part("xl/media/bomb.xml", bytes(100 * MB)), "文件压缩比异常（疑似压缩炸弹），已拒绝打开。"),
    "macro": (with_part("xl/vbaProject.bin", b"x"), "工作簿带有宏，不予接收，请另存为不带宏的 .xlsx 后再上传。"),
    "damaged": (ROSTER.read_bytes()[:20000], "文件已损坏，无法打开，请重新另存后再上传。"),
    "200 MB": (b"PK" + bytes(200 * MB), "文件超过20MB，请删除图片等无关内容后再上传。"),
}


@pytest.mark.parametrize("kind", FILES)
def test_roster_file_is_refused_in_words(imported, whole, kind):
    content, message = FILES[kind]
    before = whole()

    with pytest.raises(Faults) as refusal:
        roster.import_now(imported, upload(content))

    assert [str(fault) for fault in refusal.value.faults] == [message]
    assert whole() == before


def no_header(book):
    for name in (ORGANIZATIONS, SEATS, BRANCHES):
        book[name].delete_rows(1, 5)


def half_header(book):
    book[SEATS].cell(4, 2, "职务")


def second_header(book):
    for column, title in enumerate(["联盟名称", "席位", "单位简称"], start=1):
        book[SEATS].cell(100, column, title)


def shifted(book):
    """Somebody deleted the cell of the kind, and the rest of the row moved left."""
    for column in range(4, 14):
        book[ORGANIZATIONS].cell(12, column, book[ORGANIZATIONS].cell(12, column + 1).value)
    book[ORGANIZATIONS].cell(12, 14).value = None


def sheet_twice(book):
    book.copy_worksheet(book[SEATS]).title = "联盟分组（旧）"


ROWS = {
    "half header": (half_header, ["联盟分组 第4行：表头缺少这些列：席位"]),
    "two headers": (second_header, ["联盟分组 第100行：再次出现表头（第4行已有），请只保留一个"]),
    "same sheet twice": (sheet_twice, ["联盟分组（旧）：与“联盟分组”一样是联盟分组，请只保留一张"]),
    "shifted row": (shifted, "党组织花名册 第12行：疑似错列："),
    "unit twice": (
        put(ORGANIZATIONS, 7, "简称", "市委办"),
        ["党组织花名册 第7行 简称：“市委办”重复，第6行已有"],
    ),
    "unit seated twice": (put(SEATS, 9, "单位简称", "市委办"), ["联盟分组 第9行 单位简称：“市委办”重复，第5行已有"]),
    "unknown unit": (
        put(SEATS, 8, "单位简称", "市火星局"),
        ["联盟分组 第8行 单位简称：党组织花名册里没有简称为“市火星局”的党组织"],
    ),
    "unknown alliance": (
        put(SEATS, 5, "联盟名称", "星际党建联盟"),
        "联盟分组 第5行 联盟名称：不认识的联盟“星际党建联盟”",
    ),
    "two leads": (put(SEATS, 6, "席位", "片长单位"), ["联盟分组 第6行 席位：团结松党建联盟有两个片长单位，第5行已有"]),
    "unknown seat": (
        put(SEATS, 6, "席位", "副班长"),
        "联盟分组 第6行 席位：应为“",
    ),
    "unknown category": (
        put(ORGANIZATIONS, 6, "单位类别", "星际部门"),
        "党组织花名册 第6行 单位类别：不认识的单位类别“星际部门”，应为市委部门、",
    ),
    "unknown kind": (put(ORGANIZATIONS, 6, "党组织类型", "俱乐部"), "党组织花名册 第6行 党组织类型：应为“机关党委、"),
    "unknown star": (put(BRANCHES, 5, "上年度星级", "六星"), "党支部花名册 第5行 上年度星级：应为“五星、"),
    "unknown owner of a branch": (
        put(BRANCHES, 5, "所属党组织（简称）", "市火星局"),
        ["党支部花名册 第5行 所属党组织（简称）：没有简称为“市火星局”的党组织"],
    ),
    "branch twice": (
        put(BRANCHES, 6, "党支部名称", "第一党支部"),
        ["党支部花名册 第6行 党支部名称：市委办的“第一党支部”重复，第5行已有"],
    ),
    "31 February": (
        put(ORGANIZATIONS, 6, "本届任期起始", "2024年2月31日"),
        ["党组织花名册 第6行 本届任期起始：2月没有31日"],
    ),
    "text for a number": (
        put(ORGANIZATIONS, 6, "党员数", "一百多"),
        ["党组织花名册 第6行 党员数：应为整数，现为“一百多”"],
    ),
    "negative count": (put(BRANCHES, 5, "党员数", -3), ["党支部花名册 第5行 党员数：不能小于0，现为“-3”"]),
    "empty short name": (put(ORGANIZATIONS, 92, "简称", None), "党组织花名册 第92行 简称：不能为空"),
    "formula": (
        put(ORGANIZATIONS, 6, "书记", "=cmd|'/c calc'!A0"),
        ["党组织花名册 第6行 书记：不接受公式，请粘贴为值"],
    ),
}


@pytest.mark.parametrize("kind", ROWS)
def test_roster_fault_names_its_place(imported, whole, kind):
    edit, expected = ROWS[kind]
    before = whole()

    with pytest.raises(Faults) as refusal:
        roster.import_now(imported, workbook(edit))

    messages = [str(fault) for fault in refusal.value.faults]
    if isinstance(expected, list):
        assert messages == expected
    else:
        assert messages[0].startswith(expected)
    assert whole() == before
    assert RosterImport.objects.count() == 1


def test_no_header_anywhere_is_one_fault_for_each_filled_sheet(imported):
    with pytest.raises(Faults) as refusal:
        roster.import_now(imported, workbook(no_header))

    assert [(fault.sheet, fault.message[:5]) for fault in refusal.value.faults] == [
        (ORGANIZATIONS, "没有找到表"),
        (SEATS, "没有找到表"),
        (BRANCHES, "没有找到表"),
    ]


def test_an_empty_workbook_says_what_belongs_in_it(imported):
    def empty(book):
        for name in (ORGANIZATIONS, SEATS, BRANCHES):
            del book[name]

    with pytest.raises(Faults) as refusal:
        roster.import_now(imported, workbook(empty))

    assert str(refusal.value) == "没有找到表头：工作簿里应有党组织花名册、联盟分组、党支部花名册之一"


def test_all_faults_of_all_sheets_come_at_once(imported, whole):
    before = whole()

    plan = roster.plan_roster(imported, workbook(spoil_roster))

    assert [str(fault) for fault in plan.faults] == [
        "党组织花名册 第9行 党员数：应为整数，现为“约七十”",
        "党组织花名册 第10行 本届任期起始：2月没有31日",
        "联盟分组 第6行 席位：团结松党建联盟有两个片长单位，第5行已有",
        "党支部花名册 第9行 党员数：不能小于0，现为“-3”",
    ]
    counts = plan.counts()
    assert (counts["organizations"]["faulty"], counts["organizations"]["new"]) == (2, 1)
    assert (counts["organizations"]["changed"], counts["organizations"]["unchanged"]) == (2, 84)
    assert [part["unlisted"] for part in counts.values()] == [0, 0, 0, 0, 0]
    assert plan.warnings == []
    assert whole() == before


def test_a_forgotten_lead_is_a_fault_not_a_second_lead(imported, whole):
    def forget(book):
        line = next(row[0].row for row in book[SEATS].iter_rows(min_row=5) if row[2].value == "市委办")
        book[SEATS].cell(line, 3, "市委组织部")
        book[SEATS].cell(line + 3, 3, "黄山市某某协会（示例）")
        book[SEATS].cell(line + 3, 2, "商（协）会党组织")

    plan = roster.plan_roster(imported, workbook(forget))

    assert [str(fault) for fault in plan.faults] == [
        "联盟分组 第5行 联盟名称：团结松党建联盟现任片长单位市委办不在表中，请一并列出它的新席位"
    ]


def test_new_alliance_needs_a_word(imported):
    file = workbook(put(SEATS, 5, "联盟名称", "星际党建联盟"))

    assert roster.plan_roster(imported, file, new_alliances=True).faults == []


def test_upload_form_refuses_by_size_before_reading(client, imported, monkeypatch):
    client.force_login(make_staff(imported))
    monkeypatch.setattr("branches.roster_forms.MAX_UPLOAD", 1000)

    response = client.post("/organizations/import/", {"file": SimpleUploadedFile("大.xlsx", bytes(1001))})

    assert response.context["form"].errors["file"][0].startswith("文件超过")
