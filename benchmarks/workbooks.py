"""A roster as large as anybody's: many organizations, each with a seat and its branches, in the official layout."""

from openpyxl import Workbook

ALLIANCES = 100
KINDS = ("机关党委", "机关党总支", "机关党支部")
UNITS = [
    "序号",
    "党组织全称",
    "简称",
    "党组织类型",
    "单位类别",
    "所在区域",
    "党员数",
    "支部数",
    "书记",
    "党务干部（联络员）",
    "联系电话",
    "本届任期起始",
    "任期年限",
    "备注",
]
SEATS = ["联盟名称", "席位", "单位简称"]
BRANCHES = ["所属党组织（简称）", "党支部名称", "支部书记", "党员数", "本届任期起始", "上年度星级"]


def write_roster(path, organizations, branches_each):
    book = Workbook(write_only=True)
    _write_units(book.create_sheet("党组织花名册"), organizations, branches_each)
    _write_seats(book.create_sheet("联盟分组"), organizations)
    if branches_each:
        _write_branches(book.create_sheet("党支部花名册"), organizations, branches_each)
    book.save(path)


def _write_units(sheet, organizations, branches_each):
    sheet.append(["示例党组织花名册"])
    sheet.append(UNITS)
    for number in range(organizations):
        name, kind = f"中共示例市第{number}局委员会", KINDS[number % len(KINDS)]
        size = branches_each * 15, branches_each
        people = f"示例书记{number}", f"示例干事{number}", f"101{number:08}"
        row = [number + 1, name, f"市第{number}局", kind, "政府组成部门", "屯溪区", *size, *people]
        sheet.append([*row, "20230615", 5, "无"])


def _write_seats(sheet, organizations):
    sheet.append(["执行时间：2026年1月1日起"])
    sheet.append(SEATS)
    for number in range(organizations):
        role = "片长单位" if number < ALLIANCES else "成员单位"
        sheet.append([f"示例{number % ALLIANCES}党建联盟", role, f"市第{number}局"])


def _write_branches(sheet, organizations, branches_each):
    sheet.append(BRANCHES)
    for number in range(organizations):
        for branch in range(branches_each):
            name = f"第{branch + 1}党支部"
            sheet.append([f"市第{number}局", name, f"示例支部书记{number}-{branch}", 15, "2023年9月25日", "四星"])
