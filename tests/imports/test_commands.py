from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from activities.models import Activity, ActivityType
from alliances.models import Committee, Organization
from branches.models import RosterImport
from tests.factories import make_committee
from tests.imports.workbooks import ROSTER, SAMPLE, roster, spoil_roster

LEDGER = SAMPLE / "activities-2023.xlsx"


def run(*words):
    out, err = StringIO(), StringIO()
    status = 0
    try:
        call_command(*words, stdout=out, stderr=err)
    except SystemExit as end:
        status = end.code
    return status, out.getvalue(), err.getvalue()


def test_import_roster_tells_what_it_did(committee):
    status, out, err = run("import_roster", str(ROSTER))

    assert (status, err) == (0, "")
    assert "党组织：新增 88，变动 0，不变 0，名册中没有 0" in out
    assert out.endswith("席位自 2026-01-01 起。已导入。\n")


def test_import_roster_twice_writes_nothing_the_second_time(imported, whole):
    before = whole()

    status, out, _ = run("import_roster", str(ROSTER))

    assert (status, out.splitlines()[-1]) == (0, "席位自 2026-01-01 起。没有变动，没有写入。")
    assert whole() == before
    assert RosterImport.objects.count() == 1


def test_import_roster_dry_run_writes_nothing(committee, whole):
    before = whole()

    status, out, _ = run("import_roster", str(ROSTER), "--dry-run", "--on", "2026-02-01")

    assert (status, out.splitlines()[-1]) == (0, "席位自 2026-02-01 起。试运行，没有写入。")
    assert whole() == before


@pytest.mark.parametrize("more", [[], ["--dry-run"]])
def test_import_roster_lists_faults_on_stderr_and_ends_with_1(imported, tmp_path, whole, more):
    path = tmp_path / "名册.xlsx"
    path.write_bytes(roster(spoil_roster).read())
    before = whole()

    status, _, err = run("import_roster", str(path), *more)

    assert status == 1
    assert err.splitlines() == [
        "党组织花名册 第9行 党员数：应为整数，现为“约七十”",
        "党组织花名册 第10行 本届任期起始：2月没有31日",
        "联盟分组 第6行 席位：团结松党建联盟有两个片长单位，第5行已有",
        "党支部花名册 第9行 党员数：不能小于0，现为“-3”",
    ]
    assert whole() == before


def test_import_roster_makes_the_committee_that_the_workbook_names_where_there_is_none(db):
    assert run("import_roster", str(ROSTER), "--dry-run")[0] == 0
    assert not Committee.objects.exists()

    assert run("import_roster", str(ROSTER))[0] == 0
    assert Committee.objects.get().short_name == "市直机关工委"


def test_import_roster_asks_which_of_two_committees(committee):
    other = make_committee(short_name="屯溪区直工委")

    with pytest.raises(CommandError, match="不止一个工委"):
        run("import_roster", str(ROSTER))
    assert run("import_roster", str(ROSTER), "--committee", "屯溪区直工委")[0] == 0
    assert set(Organization.objects.values_list("committee", flat=True)) == {other.pk}


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["import_roster", "没有.xlsx"], "打不开"),
        (["import_roster", str(ROSTER), "--on", "明天"], "应为日期"),
        (["import_roster", str(ROSTER), "--committee", "火星工委"], "没有简称为“火星工委”的工委"),
        (["import_activities", "没有.xlsx"], "打不开"),
        (["import_activities", str(LEDGER), "--committee", "火星工委"], "没有简称为“火星工委”的工委"),
    ],
)
def test_commands_refuse_what_they_cannot_use(committee, words, message):
    with pytest.raises(CommandError, match=message):
        run(*words)


def test_import_activities_tells_what_it_did_and_does_it_once(imported):
    assert run("import_activities", str(LEDGER), "--dry-run")[1].endswith("试运行，没有写入。\n")
    assert not Activity.objects.exists()
    assert not ActivityType.objects.exists()

    assert "活动：新增 21，已有 0，与记录不同 0\n已导入。" in run("import_activities", str(LEDGER))[1]
    assert "活动：新增 0，已有 21，与记录不同 0\n没有新的活动，没有写入。" in run("import_activities", str(LEDGER))[1]
    assert Activity.objects.count() == 21


def test_import_activities_lists_faults_on_stderr_and_ends_with_1(committee):
    status, _, err = run("import_activities", str(LEDGER))

    assert status == 1
    assert err.startswith("活动台账 第5行 联盟：不认识的联盟“文化园党建联盟”\n")
    assert not ActivityType.objects.exists()
