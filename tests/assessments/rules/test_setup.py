"""What is impossible is refused before it begins, all of it at once; after the first score the rules stand."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from assessments import setup, sheets
from assessments.models import Contest, Criterion, Stage, TieBreaker, TimeRule
from portal.access import WrongState
from tests.factories import (
    make_award,
    make_contest,
    make_entry,
    make_judge,
    make_open_stage,
    make_sound_contest,
    make_staff,
    make_stage,
    score_all,
    sheet_of,
)

pytestmark = pytest.mark.django_db


def texts(contest, **asked):
    return [fault.text for fault in setup.faults(contest, **asked)]


def test_sound_contest_has_no_faults():
    assert setup.faults(make_sound_contest(), opening_on=timezone.localdate()) == []


def test_all_faults_are_said_at_once_each_with_its_place():
    contest = make_contest(basis_title=" ", takes_branches=False, takes_organizations=False, publicity_days=0)
    make_stage(contest, criteria=(), name="初评", weight=40, advance_count=0)
    make_stage(contest, name="决赛", weight=50, advance_count=3)

    found = [(fault.where, fault.text) for fault in setup.faults(contest)]

    assert found == [
        ("contest", "还没有写依据文件。"),
        ("contest", "至少要有一类品牌可以参评（支部、单位或联盟）。"),
        ("contest", "公示至少1个工作日。"),
        ("stages", "各阶段权重合计应为 100，现为 90。"),
        ("stages", "“决赛”是最后阶段，不设晋级数。"),
        ("stages", "“初评”晋级数至少为1；不淘汰请留空。"),
        ("stage-1", "初评：还没有评分项。"),
        ("awards", "还没有奖项。"),
    ]


CONTEST_FAULTS = {
    "closing day over": ({"entries_until": -1}, "征集截止日{until}已经过了。"),
    "none per unit": ({"limit_per_organization": 0}, "报送数量不能限为0；不限请留空。"),
    "none per alliance": ({"limit_per_alliance": 0}, "报送数量不能限为0；不限请留空。"),
}


@pytest.mark.parametrize(("fields", "words"), CONTEST_FAULTS.values(), ids=CONTEST_FAULTS)
def test_contest_that_nobody_can_enter_is_refused(fields, words):
    contest = make_sound_contest()
    today = timezone.localdate()
    if "entries_until" in fields:
        fields = {"entries_until": today + timedelta(days=fields["entries_until"])}
    Contest.objects.filter(pk=contest.pk).update(**fields)
    contest.refresh_from_db()

    assert texts(contest, opening_on=today) == [words.format(until=contest.entries_until)]


STAGE_FAULTS = {
    "weights of criteria": (
        {"scoring": "weighted"},
        [("内容", 60), ("展示", 30)],
        ["评分项权重合计应为 100，现为 90。"],
    ),
    "trims everything": (
        {"join": "trimmed", "drop_high": 2, "drop_low": 1, "least_judges": 3, "when_few": "refuse"},
        None,
        [
            "最少 3 份评分表，却要去掉 3 个分数，可能一个不剩：最少份数应不少于 4 份，"
            "或规定评分表不足时改取平均或中位数。"
        ],
    ),
    "no least": ({"least_judges": 0}, None, ["最少评分表份数应不少于 1 份。"]),
    "below nothing": ({"scale_low": Decimal(-1)}, None, ["评分下限不能小于 0。"]),
    "too many decimals": ({"score_decimals": 4}, None, ["评委打分最多3位小数。"]),
    "zero seconds": ({"time_limit": 0}, None, ["限时不能为0秒；不限时请留空。"]),
}


@pytest.mark.parametrize(("fields", "criteria", "words"), STAGE_FAULTS.values(), ids=STAGE_FAULTS)
def test_stage_that_cannot_be_judged_is_refused(fields, criteria, words):
    contest = make_contest()
    make_award(contest)
    make_stage(contest, criteria or (("内容", 60), ("展示", 40)), name="决赛", **fields)

    assert texts(contest) == [f"决赛：{one}" for one in words]


def test_time_rules_need_a_limit_a_cap_and_must_not_shrink():
    contest = make_sound_contest()
    stage = contest.stages.get()
    for over, points in ((30, "1"), (60, "0.5")):
        TimeRule.objects.create(stage=stage, over_from=over, deduct=Decimal(points))

    assert texts(contest) == [
        "决赛：“超时 60 秒及以上，扣 0.5 分”比前一档扣得少。",
        "决赛：有超时扣分，却没有限时。",
        "决赛：有超时扣分，“超时最多扣”应大于0。",
    ]


def test_panel_too_small_for_the_rule_is_refused_once_it_is_named():
    contest = make_contest()
    make_award(contest)
    make_stage(contest, name="决赛", join="trimmed", drop_high=1, drop_low=1, least_judges=5)
    unnamed = texts(contest)
    make_judge(contest)
    make_judge(contest)

    assert unnamed == []
    assert texts(contest) == [
        "决赛：评委 2 位，少于规定的最少 5 份评分表。",
        "决赛：评委 2 位，去掉 2 个分数后一个不剩。",
    ]


def test_advance_counts_shrink_and_awards_fit_the_last_cut():
    contest = make_contest()
    make_stage(contest, name="初评", weight=0, advance_count=15)
    make_stage(contest, name="复评", weight=0, advance_count=15)
    make_stage(contest, name="决赛")
    make_award(contest, quota=10)
    make_award(contest, "二等奖", quota=6)

    assert texts(contest) == [
        "“复评”晋级数15应小于“初评”的晋级数15。",
        "奖项名额合计16个，进入“决赛”的只有15个。",
    ]


def test_stages_that_count_together_have_one_full_mark():
    contest = make_contest()
    make_award(contest)
    make_stage(contest, (("材料", 10),), name="书面", weight=40)
    make_stage(contest, name="现场", weight=60)

    assert texts(contest) == ["各阶段满分不一致（10、100），不能按权重相加。"]


def test_tie_breakers_that_name_nothing_or_the_same_twice_are_refused():
    contest = make_sound_contest()
    stage = contest.stages.get()
    rows = [("stage", None, None), ("criterion", stage, None), ("stage", stage, None), ("stage", stage, None)]
    for place, (kind, stage, criterion) in enumerate(rows, start=1):
        TieBreaker.objects.create(contest=contest, order_number=place, kind=kind, stage=stage, criterion=criterion)

    assert texts(contest) == [
        "第1个同分规则没有指明阶段。",
        "第2个同分规则没有指明评分项。",
        "第4个同分规则与前面的重复。",
    ]


def test_faulty_contest_does_not_open_and_stays_in_preparation():
    contest = make_contest()

    with pytest.raises(WrongState, match="还没有评审阶段。还没有奖项。"):
        contest.open_entries(by=make_staff(contest.committee))

    assert contest.state == Contest.State.SETUP
    assert contest.steps.count() == 0


def test_closing_entries_refuses_quotas_and_cuts_beyond_what_came_in():
    contest = make_contest(state=Contest.State.ENTRIES)
    make_stage(contest, name="初评", weight=0, advance_count=3)
    make_stage(contest, name="决赛")
    make_award(contest, quota=3)
    make_entry(contest)
    make_entry(contest)

    with pytest.raises(WrongState) as refusal:
        contest.close_entries(by=make_staff(contest.committee))

    assert str(refusal.value) == "初评：晋级数3应小于参评数2。奖项名额合计3个，多于参评数2。"
    assert Contest.objects.get(pk=contest.pk).state == Contest.State.ENTRIES


def test_closing_entries_waits_for_what_is_undecided():
    contest = make_sound_contest(state=Contest.State.ENTRIES)
    waiting = make_entry(contest, state="entered")

    with pytest.raises(WrongState, match=f"还有1件没有受理：{waiting.version.name}"):
        contest.close_entries(by=make_staff(contest.committee))


def test_closing_entries_without_any_is_refused():
    contest = make_sound_contest(state=Contest.State.ENTRIES)

    with pytest.raises(WrongState, match="没有已受理的品牌"):
        contest.close_entries(by=make_staff(contest.committee))


# After the first score


def test_rules_stand_from_the_first_score_on_and_the_refusal_names_the_way():
    stage = make_open_stage()
    before = setup.frozen(stage), setup.contest_frozen(stage.contest)
    setup.require_changeable(stage)
    judge, entry = stage.judges.first(), stage.turns.first().entry

    sheets.put_mark(sheet_of(judge, entry), stage.criteria.first(), "50", by=judge.user)

    assert before == (False, False)
    assert (setup.frozen(stage), setup.contest_frozen(stage.contest)) == (True, True)
    with pytest.raises(WrongState, match="已有评委打分，评分规则不能再改。确需修改，请用“另立新版”"):
        setup.require_changeable(stage)
    with pytest.raises(WrongState, match="请在相应阶段“另立新版”"):
        setup.require_contest_changeable(stage.contest)


@pytest.mark.parametrize(
    ("state", "stands"), [("set", False), ("closed", True), ("locked", True), ("superseded", True)]
)
def test_rules_stand_by_state(state, stands):
    assert setup.frozen(make_stage(state=state)) is stands


def test_locked_stage_says_that_a_correction_is_a_new_version():
    stage = make_stage(state=Stage.State.LOCKED)

    with pytest.raises(WrongState, match="结果已定，不再改动；更正会另出新版"):
        setup.require_changeable(stage)


def test_looking_whether_rules_may_change_keeps_what_is_to_be_saved():
    stage = make_stage(name="初评")
    stage.name = "复评"

    setup.require_changeable(stage)

    assert stage.name == "复评"


def test_renewed_stage_takes_over_everything_but_the_scores():
    stage = make_open_stage(judges=2, entries=2, name="决赛", time_limit=480, most_deduction=1)
    TimeRule.objects.create(stage=stage, over_from=30, deduct=Decimal("0.5"))
    contest, content = stage.contest, stage.criteria.get(name="内容")
    TieBreaker.objects.create(contest=contest, kind="criterion", stage=stage, criterion=content)
    order = list(stage.turns.values_list("order_number", "entry"))
    judge = stage.judges.first()
    signed = sheet_of(judge, stage.turns.first().entry)
    score_all(stage)
    sheets.reopen(sheet_of(judge, stage.turns.last().entry), by=make_staff(contest.committee), reason="看错了")

    made = stage.renew(by=make_staff(contest.committee), reason="“展示”改为30分")

    assert (stage.state, stage.version, made.state, made.version) == ("superseded", 1, "set", 2)
    assert list(contest.stages_in_force()) == [made]
    rules = ["name", "weight", "join", "time_limit", "most_deduction", "number", "least_judges"]
    assert [getattr(made, name) for name in rules] == [getattr(stage, name) for name in rules]
    assert list(made.criteria.values_list("name", "weight")) == list(stage.criteria.values_list("name", "weight"))
    assert list(made.time_rules.values_list("over_from", "deduct")) == [(30, Decimal("0.50"))]
    assert list(made.turns.values_list("order_number", "entry")) == order
    assert set(made.judges.all()) == set(stage.judges.all())
    assert made.draws.get().order == stage.draws.get().order
    breaker = contest.tie_breakers.get()
    assert (breaker.stage, breaker.criterion) == (made, made.criteria.get(name="内容"))
    signed.refresh_from_db()
    assert signed.state == "signed"
    assert signed.marks.count() == 2
    assert setup.frozen(made) is False


def test_nobody_marks_a_sheet_of_a_replaced_version():
    stage = make_open_stage(judges=1, entries=1)
    sheet = sheet_of(stage.judges.get(), stage.turns.get().entry)
    stage.renew(by=make_staff(stage.contest.committee), reason="改规则")

    with pytest.raises(WrongState, match="已作废（评分规则已另立新版），没有保存"):
        sheets.put_mark(sheet, stage.criteria.first(), "1", by=sheet.judge.user)


def test_renewed_stage_opens_with_new_sheets():
    stage = make_open_stage(judges=2, entries=2)
    staff = make_staff(stage.contest.committee)
    made = stage.renew(by=staff, reason="改规则")
    Criterion.objects.filter(stage=made, name="展示").update(weight=30)

    made.open(by=staff)

    assert made.turns.filter(sheets__state="open").count() == 4


def test_locked_stage_is_not_renewed():
    stage = make_stage(make_contest(state="judging"), state=Stage.State.LOCKED)

    with pytest.raises(WrongState, match="结果已定，不再改动"):
        stage.renew(by=make_staff(stage.contest.committee), reason="改规则")
