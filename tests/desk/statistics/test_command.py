import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from tests.factories import make_committee


def statistics(*words):
    told, faults = StringIO(), StringIO()
    try:
        call_command("statistics", *words, stdout=told, stderr=faults)
    except SystemExit as end:
        return end.code, told.getvalue(), faults.getvalue()
    return 0, told.getvalue(), faults.getvalue()


def test_command_says_the_figures_of_july_2023(staff_2023):
    code, told, faults = statistics("--since", "2023-01-01", "--until", "2023-07-31")

    assert (code, faults) == (0, "")
    for line in ("联合主题党日  13场次", "助农消费  283,600元", "解决问题  32件", "志愿服务  1,126人次"):
        assert f"{line}（去年同期0）" in told.splitlines()


def test_command_gives_json(staff_2023):
    words = ("--since", "2023-01-01", "--until", "2023年7月31日", "--alliance", "文化园", "--by", "type", "--json")
    found = json.loads(statistics(*words)[1])

    figures = {one["key"]: one["value"] for one in found["figures"]}
    assert (found["since"], found["until"], found["scope"]) == ("2023-01-01", "2023-07-31", "文化园")
    assert (figures["held:联合主题党日"], figures["measure:助农消费"], figures["people"]) == (2, 30500, 87)
    assert found["rows"][0]["label"] == "联合主题党日"
    assert found["rows"][0]["figures"]["held"] == {"value": 2, "before": 0}


@pytest.mark.parametrize(
    ("words", "faults"),
    [
        (
            ("--since", "2023-07-31", "--until", "2023-01-01"),
            ["截止日期（2023年1月1日）早于起始日期（2023年7月31日），请改正其中一个。"],
        ),
        (
            ("--since", "一月", "--until", "2023-02-30", "--type", "没有的"),
            [
                "起始日期：“一月”不是日期，请写成 2025-07-31 这样。",
                "截止日期：“2023-02-30”不是日期，请写成 2025-07-31 这样。",
                "活动类型：没有“没有的”。",
            ],
        ),
    ],
)
def test_command_lists_all_faults_and_ends_with_one(town, words, faults):
    code, told, said = statistics(*words)

    assert (code, told, said.splitlines()) == (1, "", faults)


def test_command_asks_which_committee_when_there_are_two(town):
    make_committee()

    with pytest.raises(CommandError, match="不止一个工委"):
        statistics()
