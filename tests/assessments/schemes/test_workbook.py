"""The workbook: out and in again without a difference, and every fault at once with sheet, row and column."""

from decimal import Decimal
from io import BytesIO

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from openpyxl import Workbook, load_workbook

from assessments.models import Grade, Indicator, Scheme
from assessments.schemes import faults, tree_of, workbook
from assessments.scoring.facts import Facts
from assessments.scoring.frame import Frame
from assessments.scoring.tree import compute
from portal.workbooks import Faults
from tests.factories import make_category, make_committee, make_grade, make_indicator, make_measure, make_scheme

pytestmark = pytest.mark.django_db
HEADER = ["一级指标", "二级指标", "分值", "评分标准", "计分方式", "数据来源"]
TITLE = "2026年度成员单位考核办法"
DEDUCT = "逐次扣分（每次=5；扣完为止）"


def book(*rows, header=HEADER, above=(), merged=(), sheets=()):
    """As an office writes it: merged title, 填报单位, header, rows."""
    made = Workbook()
    sheet = made.active
    sheet.title = "考核表"
    for line in ([TITLE], *([text] for text in above), header, *rows):
        sheet.append(line)
    sheet.merge_cells(start_row=1, end_row=1, start_column=1, end_column=len(header))
    for place in merged:
        sheet.merge_cells(place)
    for name, lines in sheets:
        other = made.create_sheet(name)
        for line in lines:
            other.append(line)
    file = BytesIO()
    made.save(file)
    file.seek(0)
    return file


def faults_of(file, committee=None):
    with pytest.raises(Faults) as refusal:
        workbook.read(file, committee or make_committee())
    return [(fault.row, fault.column, fault.message) for fault in refusal.value.faults]


def cells(data):
    return [[[cell.value for cell in row] for row in sheet] for sheet in load_workbook(BytesIO(data))]


def test_official_table_becomes_a_scheme():
    committee = make_committee()
    file = book(
        ["组织建设", "参加活动", 40, "无故缺席每次扣5分", DEDUCT, "联合活动出勤（计什么=未完成）"],
        [None, "学习交流", 10, "按情况评定", "酌情给分（从=0；到=10）", "人工评定"],
        ["作用发挥", None, 50, None, "等级（等级=好：50、一般：30、差：0）", None],
        ["加分项", "意见被采纳", None, None, "逐次加分（每次=2；最高=10）", "无"],
        ["合计", None, 100],
        above=["填报单位：示例工委    填报时间：2026年1月5日", "考核期间：2026年上半年", "注：红字为必填"],
        merged=["A6:A7"],
    )

    scheme = workbook.read(file, committee).save()

    rows = [(one.name, one.parent and one.parent.name, one.points, one.is_extra) for one in scheme.indicators.all()]
    assert (scheme.title, scheme.period_key, scheme.state, scheme.committee) == (TITLE, "2026H1", "draft", committee)
    assert sorted(rows, key=str) == sorted(
        [
            ("组织建设", None, 50, False),
            ("参加活动", "组织建设", 40, False),
            ("学习交流", "组织建设", 10, False),
            ("作用发挥", None, 50, False),
            ("加分项", None, 0, True),
            ("意见被采纳", "加分项", 0, True),
        ],
        key=str,
    )
    leaf = scheme.indicators.get(name="参加活动")
    assert leaf.rule == {"kind": "deduct_per_occurrence", "each": "5"}
    assert (leaf.source, leaf.source_params) == ("attendance", {"count": "missed"})
    assert scheme.indicators.get(name="学习交流").source == ""


def test_template_is_a_sound_scheme_and_reads_back():
    committee = make_committee()

    draft = workbook.read(BytesIO(workbook.example(committee)), committee)
    scheme = draft.save()

    assert faults(scheme) == []
    assert (scheme.indicators.count(), scheme.grades.count()) == (7, 4)


def test_what_is_written_is_read_without_a_difference():
    committee = make_committee()
    scheme = make_scheme(
        committee=committee, period_key="2026Q2", basis_number="示例〔2026〕1号", valid_until="2027-12-31",
        first_review="none", midway="least", midway_days=90, shows="places", shown_to="all", full=110, decimals=1,
    )  # fmt: skip
    scheme.refresh_from_db()
    scheme.categories.add(make_category(committee=committee, name="党委部门"))
    measure = make_measure(committee)
    parent = make_indicator(
        scheme,
        {"kind": "weighted_components", "cap": "110"},
        name="日常",
        points=110,
        cap=110,
        standard="第一行\n第二行",
    )
    make_indicator(
        scheme, {"kind": "proportion"}, name="完成率", points=110, weight=60, parent=parent, source="duties_met"
    )
    middle = make_indicator(scheme, None, name="成效", points=110, weight=40, parent=parent, floor=-5)
    tier = {"kind": "tier", "tiers": [{"to": "100", "points": "10"}, {"from": "100", "points": "110"}]}
    needed = make_indicator(
        scheme, tier, name="助农", points=110, parent=middle, source="outcome", source_params={"measure": measure.pk}
    )
    doubled = {
        "kind": "period_average",
        "every": "month",
        "inner": {
            "kind": "multiplier",
            "flag": "未报",
            "factor": "2",
            "inner": {"kind": "deduct_per_occurrence", "each": "0.5", "base": "zero"},
        },
    }
    make_indicator(
        scheme, doubled, name="=迟报", is_extra=True, source="report_delay", source_params={"count": "missed"},
        takes_claims=False,
    )  # fmt: skip
    make_grade(scheme, "优秀", 100, quota=30, follow_up="示范").needs.add(needed)
    make_grade(scheme, "合格", None)
    first = workbook.write(scheme)
    scheme.drop(by=None)

    again = workbook.read(BytesIO(first), committee).save()

    assert cells(workbook.write(again)) == cells(first)
    assert faults(again) == faults(scheme) == []
    left_out = {"id", "scheme", "parent", "origin", "order_number"}
    fields = [field.name for field in Indicator._meta.concrete_fields if field.name not in left_out]
    assert sorted(map(str, again.indicators.values(*fields))) == sorted(map(str, scheme.indicators.values(*fields)))
    kept = {"id", "title", "state", "created_at"}
    fields = [field.name for field in Scheme._meta.concrete_fields if field.name not in kept]
    assert again.__class__.objects.values(*fields).get(pk=again.pk) == Scheme.objects.values(*fields).get(pk=scheme.pk)
    assert list(again.grades.get(name="优秀").needs.values_list("name", flat=True)) == ["助农"]


def test_formula_in_a_name_is_text_on_the_way_out():
    scheme = make_scheme()
    make_indicator(scheme, None, name="=1+1", points=100)

    sheet = load_workbook(BytesIO(workbook.write(scheme))).worksheets[0]

    assert [(cell.value, cell.data_type) for cell in sheet[4]][1] == ("=1+1", "s")


def test_merged_and_text_points_are_named_with_their_cells():
    file = book(
        ["甲", "一", 20, None, DEDUCT, None],
        ["甲", "二", None, None, DEDUCT, None],
        ["乙", "三", "40分", None, DEDUCT, None],
        ["乙", "四", "30", None, DEDUCT, None],
        ["乙", "五", "=20+10", None, DEDUCT, None],
        merged=["A3:A4", "C3:C4"],
    )

    by_cell = faults_of(file)  # and nothing that only follows from them

    assert [(row, column) for row, column, _ in by_cell] == [(3, "分值"), (5, "分值"), (6, "分值"), (7, "分值")]
    assert "C3:C4 是合并的" in by_cell[0][2]
    assert "C5 是文字“40分”" in by_cell[1][2]
    assert "C6 是文字“30”" in by_cell[2][2]
    assert "公式" in by_cell[3][2]


def test_every_fault_is_found_at_once_and_nothing_is_saved():
    committee = make_committee()
    file = book(
        ["甲", "一", 20, None, None, None],  # a leaf without a rule
        ["甲", "二", 20, None, DEDUCT, "小道消息"],  # an unknown source
        ["甲", "三", 20, None, "分档（档次=10以下：1、5至20：2、20以上：3）", None],  # overlapping tiers
        ["乙", "四", 20, None, "瞎写（每次=1）", None],
        ["乙", "一票否决甲", 0, None, "一票否决（总分归零；情形=违纪）", None],
        ["乙", "一票否决乙", 0, None, "一票否决（情形=违纪；不评等次）", None],
        ["丙", None, 10, None, DEDUCT, None],
        ["甲", "五", 5, None, DEDUCT, None],  # torn apart
        ["丙", None, 10, None, DEDUCT, None],  # twice
        [None, None, 10, None, DEDUCT, None],  # no name
        sheets=[
            ("等次", [["等次", "最低分", "名额（%）"], ["优秀", 80, 120], ["合格", 90, None]]),
            ("方案设置", [["设置项", "内容"], ["考核对象", "大家"], ["满分", "很多"], ["颜色", "红"]]),
        ],
    )

    with pytest.raises(Faults) as refusal:
        workbook.read(file, committee)

    found = {(fault.sheet, fault.row, fault.column) for fault in refusal.value.faults}
    assert found >= {
        ("考核表", 3, "计分方式"),
        ("考核表", 4, "数据来源"),
        ("考核表", 5, "计分方式"),
        ("考核表", 6, "计分方式"),
        ("考核表", 10, "一级指标"),
        ("考核表", 11, "一级指标"),
        ("考核表", 12, "一级指标"),
        ("考核表", None, "分值"),  # the sum
        ("等次", 2, ""),
        ("方案设置", 2, "考核对象"),
        ("方案设置", 3, "满分"),
        ("方案设置", 4, "设置项"),
    }
    assert any("后果却不同" in fault.message for fault in refusal.value.faults)
    assert any("重叠" in fault.message for fault in refusal.value.faults)
    assert (Scheme.objects.count(), Indicator.objects.count(), Grade.objects.count()) == (0, 0, 0)


def test_weights_have_to_add_up():
    header = [*HEADER[:3], "权重（%）", *HEADER[3:]]
    file = book(
        ["甲", "一", 100, 50, None, DEDUCT, None],
        ["甲", "二", 100, 40, None, DEDUCT, None],
        header=header,
    )

    assert faults_of(file) == [
        (None, "分值", "一级指标分值合计 90 分，满分是 100 分。"),
        (3, "权重（%）", "“甲”：权重合计 90%，应为 100%。"),
    ]


@pytest.mark.parametrize(
    ("rows", "header", "expected"),
    [
        ([["甲", 1]], ["名称", "数目"], "没有找到指标表"),
        ([["甲", "一", 100]], ["一级指标", "二级指标", "分值"], "表头缺少这些列：计分方式"),
        ([], HEADER, "表头下面没有指标"),
    ],
)
def test_table_without_what_it_needs_is_refused(rows, header, expected):
    assert any(expected in message for _, _, message in faults_of(book(*rows, header=header)))


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04rubbish", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"a,b\n1,2"])
def test_what_is_no_workbook_is_refused_in_words(content):
    with pytest.raises(Faults):
        workbook.read(BytesIO(content), make_committee())


def test_same_scheme_is_not_imported_twice():
    committee = make_committee()
    row = ["甲", None, 100, None, DEDUCT, None]
    workbook.read(book(row), committee).save()

    assert "已有名为" in faults_of(book(row), committee)[0][2]


def test_measure_of_another_committee_is_not_known():
    make_measure(make_committee(), "独家指标")
    file = book(["甲", None, 100, None, "逐次加分（每次=1）", "活动成效（成效指标=独家指标（元））"])

    assert [(row, column) for row, column, _ in faults_of(file)] == [(3, "数据来源")]


@pytest.fixture
def saved(tmp_path):
    def save(file):
        path = tmp_path / "方案.xlsx"
        path.write_bytes(file.getvalue())
        return path

    return save


def test_command_imports_a_draft(saved, capsys):
    committee = make_committee(short_name="示例工委")
    make_committee()
    path = saved(book(["甲", None, 100, None, DEDUCT, None]))

    call_command("import_scheme", path, committee="示例工委", period="2026Q1", basis="示例文件")

    scheme = Scheme.objects.get()
    assert (scheme.committee, scheme.period_key, scheme.basis_title) == (committee, "2026Q1", "示例文件")
    assert "已导入" in capsys.readouterr().out


def test_command_dry_run_writes_nothing(saved, capsys):
    make_committee()

    call_command("import_scheme", saved(book(["甲", None, 100, None, DEDUCT, None])), dry_run=True)

    assert Scheme.objects.count() == 0
    assert "没有写入" in capsys.readouterr().out


def test_command_ends_with_one_and_all_faults_on_stderr(saved, capsys):
    make_committee()
    path = saved(book(["甲", None, "四十", None, None, "传闻"]))

    with pytest.raises(SystemExit) as end:
        call_command("import_scheme", path)

    lines = capsys.readouterr().err.splitlines()
    assert end.value.code == 1
    assert [line.partition("：")[0] for line in lines] == [
        "考核表 第3行 分值",
        "考核表 第3行 数据来源",
        "考核表 第3行 计分方式",
    ]
    assert Scheme.objects.count() == 0


def test_command_says_which_committee_it_lacks(saved):
    path = saved(book(["甲", None, 100, None, DEDUCT, None]))

    with pytest.raises(CommandError, match="还没有工委"):
        call_command("import_scheme", path)
    make_committee()
    make_committee()
    with pytest.raises(CommandError, match="不止一个工委"):
        call_command("import_scheme", path)
    with pytest.raises(CommandError, match="没有简称为"):
        call_command("import_scheme", path, committee="没有的")
    with pytest.raises(CommandError, match="打不开"):
        call_command("import_scheme", path.with_name("没有.xlsx"))


def test_star_scheme_of_branches_comes_with_its_weights_and_stars():
    """（基础项−减分项）×70%+评议项×30%, after the real star scheme whose formula is complete."""
    committee = make_committee()
    header = ["一级指标", "二级指标", "分值", "权重（%）", "加减分项", "评分标准", "计分方式", "数据来源"]
    file = book(
        ["规范指数", None, 100, 70, "否", None, None, None],
        [None, "基础项", 100, None, "否", None, "酌情给分（从=0；到=100）", "人工评定"],
        [None, "减分项", None, None, "是", None, "逐次扣分（每次=2；单记负分；可扣成负分）", "人工评定"],
        ["评议项", None, 100, 30, "否", None, "等级（等级=好：100、较好：80、一般：60、差：0）", "人工评定"],
        header=header,
        above=["考核期间：2025年", "考核对象：各支部"],
        sheets=[
            ("等次", [["等次", "最低分", "名额（%）", "星级"], ["五星", 90, 30, 5], ["四星", 80, None, 4],
                      ["三星", 70, None, 3], ["二星", 60, None, 2], ["一星", None, None, 1]]),
            ("方案设置", [["设置项", "内容"], ["依据文件", "示例评星定级办法"], ["等次即支部星级", "是"]]),
        ],
    )  # fmt: skip

    scheme = workbook.read(file, committee).save()

    leaves = {leaf.name: leaf.pk for leaf in scheme.indicators.all()}
    facts = {
        leaves["基础项"]: Facts(points=Decimal(95), reason="示例"),
        leaves["减分项"]: Facts(amount=2),
        leaves["评议项"]: Facts(choice="较好"),
    }
    outcome = compute(tree_of(scheme), facts, lambda leaf: Frame(full=Decimal(100), period=scheme.period), 2)
    assert faults(scheme) == []
    assert (scheme.audience, scheme.period_key, scheme.grants_stars, scheme.first_review) == (
        "branch",
        "2025",
        True,
        "none",
    )
    assert [(one.name, one.stars) for one in scheme.grades.all()[:2]] == [("五星", 5), ("四星", 4)]
    assert outcome.total == Decimal("87.70")  # (95 − 4) × 70% + 80 × 30%
