import pytest

from assessments.judging.rules import BY_CRITERION, MEAN, MEDIAN, REFUSE, TRIMMED, Rule, check_rule

IMPOSSIBLE = (
    "最少 2 份评分表，却要去掉 2 个分数，可能一个不剩：最少份数应不少于 3 份，或规定评分表不足时改取平均或中位数。"
)


@pytest.mark.parametrize(
    ("rule", "judges", "faults"),
    [
        (Rule(MEAN), 1, []),
        (Rule(TRIMMED, 1, 1, least=3), 9, []),
        (Rule(TRIMMED, 0, 0, least=1), 1, []),  # dropping none is allowed: it is the mean
        (Rule(TRIMMED, 1, 1, least=2), 9, [IMPOSSIBLE]),
        (Rule(TRIMMED, 1, 1, least=2, when_few=MEAN), 9, []),
        (Rule(TRIMMED, 2, 2, least=1, when_few=MEDIAN), 4, ["评委 4 位，去掉 4 个分数后一个不剩。"]),
        (Rule(MEDIAN, 5, 5, least=1), 3, []),  # only the trimmed mean drops
        (Rule(MEAN, least=5), 3, ["评委 3 位，少于规定的最少 5 份评分表。"]),
        (Rule(TRIMMED, -1, 1, least=3), 9, ["去掉的最高分、最低分个数不能为负数。"]),
        (Rule(MEAN, least=0), 0, ["最少评分表份数应不少于 1 份。", "还没有评委。"]),
        (Rule("best"), 5, ["不认识的合成办法“best”。"]),
        (Rule(MEAN, per="page"), 5, ["不认识的合成范围“page”。"]),
        (Rule(MEAN, when_few="guess"), 5, ["不认识的不足时办法“guess”。"]),
    ],
)
def test_rule_is_refused_at_set_up_when_it_cannot_work(rule, judges, faults):
    assert check_rule(rule, judges) == faults


@pytest.mark.parametrize(
    ("when_few", "sheets", "kind"),
    [
        (REFUSE, 4, None),
        (REFUSE, 5, TRIMMED),
        (MEAN, 4, MEAN),
        (MEDIAN, 1, MEDIAN),
        (MEAN, 0, None),  # of nothing there is no mean
    ],
)
def test_rule_says_beforehand_what_happens_with_few_sheets(when_few, sheets, kind):
    rule = Rule(TRIMMED, 1, 1, least=5, when_few=when_few)

    assert rule.kind_for(sheets) == kind


def test_rule_never_trims_the_last_sheet():
    rule = Rule(TRIMMED, 1, 1, least=1, when_few=MEAN)

    assert [rule.kind_for(sheets) for sheets in (1, 2, 3)] == [MEAN, MEAN, TRIMMED]


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        (Rule(MEAN), "取平均"),
        (Rule(TRIMMED, 0, 0), "取平均"),
        (Rule(MEDIAN, per=BY_CRITERION), "各项分别取中位数"),
        (Rule(TRIMMED, 1, 2), "去掉 1 个最高分、2 个最低分，其余取平均"),
    ],
)
def test_rule_reads_aloud(rule, words):
    assert str(rule) == words
