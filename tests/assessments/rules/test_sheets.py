"""A mark is kept at once and every change of it; the judge signs; only the committee reopens; what is locked stands."""

from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from threading import Barrier

import pytest
from django.db import connection, transaction

from assessments import panel, setup, sheets
from assessments.models import Contest, Mark, MarkChange, ResultVersion, Sheet, Stage
from portal.access import WrongState
from tests.factories import make_judge, make_member, make_open_stage, make_staff, score, score_all, sheet_of


def make_sheet(**fields):
    """An open sheet of the only judge for the only entry, with its first criterion (0 to 60, one decimal)."""
    stage = make_open_stage(judges=1, entries=1, **fields)
    return Sheet.objects.select_related("judge__user", "judge__contest", "turn__stage", "turn__entry").get(
        turn__stage=stage
    )


def criteria_of(sheet):
    return list(sheet.turn.stage.criteria.all())


def marks(sheet):
    return list(sheet.marks.order_by("criterion__order_number").values_list("value", flat=True))


def log(sheet):
    rows = sheet.changes.order_by("at", "pk").values_list("act", "before", "after", "by", "reason")
    return [(act, before, after, by, reason) for act, before, after, by, reason in rows]


# Marks


@pytest.mark.django_db
def test_mark_is_kept_with_who_and_when_and_what_was_there_before():
    sheet = make_sheet()
    judge, content = sheet.judge.user, criteria_of(sheet)[0]

    for text in ("50", "50.0", "５５．５", "55.5", "54"):
        sheets.put_mark(sheet, content, text, by=judge)

    assert marks(sheet) == [Decimal(54)]
    assert log(sheet) == [
        ("mark", None, Decimal(50), judge.pk, ""),
        ("mark", Decimal(50), Decimal("55.5"), judge.pk, ""),
        ("mark", Decimal("55.5"), Decimal(54), judge.pk, ""),
    ]
    assert all(change.at for change in sheet.changes.all())


BAD = {
    "text": ("好", "内容：“好”不是分数，请填数字，应在 0 到 60 之间，最多 1 位小数。"),
    "comma": ("8,5", "内容：“8,5”不是分数，小数点请用“.”，应在 0 到 60 之间，最多 1 位小数。"),
    "above": ("61", "内容：“61”超出评分范围，应在 0 到 60 之间，最多 1 位小数。"),
    "101 of 100": ("101", "内容：“101”超出评分范围，应在 0 到 60 之间，最多 1 位小数。"),
    "below": ("-1", "内容：“-1”超出评分范围，应在 0 到 60 之间，最多 1 位小数。"),
    "decimals": ("8.55", "内容：“8.55”小数位数过多，应在 0 到 60 之间，最多 1 位小数。"),
    "empty": ("", "内容：没有填分数，应在 0 到 60 之间，最多 1 位小数。"),
    "nan": ("NaN", "内容：“NaN”不是分数，请填数字，应在 0 到 60 之间，最多 1 位小数。"),
    "zero byte": ("\x00", None),
    "exponent": ("1e1", None),
    "endless": ("9" * 5000, None),
}


@pytest.mark.django_db
@pytest.mark.parametrize(("text", "words"), BAD.values(), ids=BAD)
def test_bad_mark_is_refused_with_the_scale_and_the_old_one_stays(text, words):
    sheet = make_sheet()
    content = criteria_of(sheet)[0]
    sheets.put_mark(sheet, content, "50", by=sheet.judge.user)

    with pytest.raises(sheets.MarkRefused) as refusal:
        sheets.put_mark(sheet, content, text, by=sheet.judge.user)

    assert words is None or str(refusal.value) == words
    assert marks(sheet) == [Decimal(50)]
    assert sheet.changes.count() == 1


SCALES = {
    "points": ({}, "0", "60", "60.1"),
    "weighted 0-10": ({"scoring": "weighted", "scale_high": Decimal(10)}, "0", "10", "10.1"),
    "weighted from 90": (
        {"scoring": "weighted", "scale_low": Decimal(90), "score_decimals": 2},
        "90",
        "99.99",
        "89.99",
    ),
    "whole numbers": ({"score_decimals": 0}, "0", "60", "59.5"),
}


@pytest.mark.django_db
@pytest.mark.parametrize(("fields", "low", "high", "outside"), SCALES.values(), ids=SCALES)
def test_scale_of_the_stage_holds_at_both_ends(fields, low, high, outside):
    sheet = make_sheet(**fields)
    content = criteria_of(sheet)[0]

    for text in (low, high):
        sheets.put_mark(sheet, content, text, by=sheet.judge.user)

    assert marks(sheet) == [Decimal(high)]
    with pytest.raises(sheets.MarkRefused, match="应在"):
        sheets.put_mark(sheet, content, outside, by=sheet.judge.user)


@pytest.mark.django_db
def test_criterion_of_another_stage_is_refused():
    sheet, other = make_sheet(), make_sheet()

    with pytest.raises(WrongState, match="不是“第1轮”的评分项"):
        sheets.put_mark(sheet, criteria_of(other)[0], "5", by=sheet.judge.user)


@pytest.mark.django_db
@pytest.mark.parametrize("who", ["another judge", "staff", "member"])
def test_nobody_else_marks_or_signs(who):
    sheet = make_sheet()
    contest = sheet.judge.contest
    by = {
        "another judge": lambda: make_judge(contest).user,
        "staff": lambda: make_staff(contest.committee),
        "member": make_member,
    }[who]()

    for act in (
        lambda: sheets.put_mark(sheet, criteria_of(sheet)[0], "5", by=by),
        lambda: sheets.sign(sheet, by=by),
    ):
        with pytest.raises(WrongState, match="评分表只能由评委本人填写和签交"):
            act()
    with pytest.raises(WrongState, match="只能由评委本人签交"):
        sheets.sign_all(sheet.turn.stage, sheet.judge, by=by)
    assert not Mark.objects.exists()


@pytest.mark.django_db
def test_removed_judge_marks_no_more():
    sheet = make_sheet()
    panel.remove(sheet.judge, by=make_staff(sheet.judge.contest.committee), reason="因病")

    with pytest.raises(WrongState, match="您已不再担任本场评委，没有保存"):
        sheets.put_mark(sheet, criteria_of(sheet)[0], "5", by=sheet.judge.user)


STAGES = {
    "set": "还没有开始评分",
    "closed": "评分已结束，没有保存",
    "locked": "结果已定，不再改动；更正会另出新版",
    "superseded": "评分规则已另立新版",
}


@pytest.mark.django_db
@pytest.mark.parametrize("state", STAGES)
def test_stage_that_is_not_open_takes_no_mark(state):
    sheet = make_sheet()
    Stage.objects.update(state=state)

    with pytest.raises(WrongState, match=STAGES[state]):
        sheets.put_mark(sheet, criteria_of(sheet)[0], "5", by=sheet.judge.user)
    with pytest.raises(WrongState, match=STAGES[state]):
        sheets.sign(sheet, by=sheet.judge.user)


@pytest.mark.django_db
def test_cancelled_contest_takes_no_mark():
    sheet = make_sheet()
    sheet.judge.contest.cancel(by=make_staff(sheet.judge.contest.committee), reason="改期")

    with pytest.raises(WrongState, match="现在是“取消”，没有保存"):
        sheets.put_mark(sheet, criteria_of(sheet)[0], "5", by=sheet.judge.user)


# Signing and reopening


@pytest.mark.django_db
def test_sheet_is_signed_when_every_criterion_has_its_mark():
    sheet = make_sheet()
    judge, (content, show) = sheet.judge.user, criteria_of(sheet)
    sheets.put_mark(sheet, content, "50", by=judge)
    with pytest.raises(WrongState, match=f"“{sheet.turn.entry}”还没有打完：展示。"):
        sheets.sign(sheet, by=judge)
    sheets.put_mark(sheet, show, "0", by=judge)

    sheets.sign(sheet, by=judge)

    assert sheet.state == "signed"
    assert sheet.signed_at
    assert log(sheet)[-1] == ("sign", None, None, judge.pk, "")
    with pytest.raises(WrongState, match="已签交，没有保存。要修改，请联系工委重开"):
        sheets.put_mark(sheet, content, "51", by=judge)
    with pytest.raises(WrongState, match="已签交"):
        sheets.sign(sheet, by=judge)
    assert marks(sheet) == [Decimal(50), Decimal(0)]


@pytest.mark.django_db
def test_all_are_signed_or_none_and_the_unfinished_are_named():
    stage = make_open_stage(judges=1, entries=3)
    judge = stage.judges.get()
    first, second, third = (sheet_of(judge, turn.entry) for turn in stage.turns.order_by("order_number"))
    score(first, 50, 30, sign=False)
    sheets.put_mark(second, stage.criteria.first(), "40", by=judge.user)
    with pytest.raises(WrongState) as refusal:
        sheets.sign_all(stage, judge, by=judge.user)
    unsigned = list(Sheet.objects.values_list("state", flat=True))
    sheets.put_mark(second, stage.criteria.last(), "40", by=judge.user)
    score(third, 10, 10)

    assert sheets.sign_all(stage, judge, by=judge.user) == 2

    names = (second.turn.entry.version.name, third.turn.entry.version.name)
    assert set(str(refusal.value).removeprefix("还有2份没有打完：").removesuffix("。").split("；")) == {
        f"{names[0]}（展示）",
        f"{names[1]}（内容、展示）",
    }
    assert unsigned == ["open"] * 3
    assert set(Sheet.objects.values_list("state", flat=True)) == {"signed"}
    with pytest.raises(WrongState, match="没有待签交的评分表"):
        sheets.sign_all(stage, judge, by=judge.user)


@pytest.mark.django_db
def test_committee_reopens_with_a_reason_and_the_judge_goes_on():
    sheet = score(make_sheet(), 50, 30)
    staff, judge = make_staff(sheet.judge.contest.committee), sheet.judge.user

    sheets.reopen(sheet, by=staff, reason="评委申请更改")
    sheets.put_mark(sheet, criteria_of(sheet)[0], "55", by=judge)

    assert (sheet.state, sheet.signed_at, sheet.reason) == ("open", None, "评委申请更改")
    assert log(sheet)[-2:] == [
        ("reopen", None, None, staff.pk, "评委申请更改"),
        ("mark", Decimal(50), Decimal(55), judge.pk, ""),
    ]
    assert [step.is_public for step in sheet.judge.contest.steps.filter(verb="重开评分表")] == [False]


@pytest.mark.django_db
def test_reopening_is_the_committees_with_a_reason_while_the_stage_is_open():
    sheet = score(make_sheet(), 50, 30)
    stage, staff = sheet.turn.stage, make_staff(sheet.judge.contest.committee)
    for by, reason, words in (
        (sheet.judge.user, "想改", "只有工委工作人员可以办理"),
        (make_staff(), "想改", "只有工委工作人员可以办理"),
        (staff, " ", "请写明原因"),
        (staff, "长" * 201, "200字以内"),
    ):
        with pytest.raises(WrongState, match=words):
            sheets.reopen(sheet, by=by, reason=reason)
    stage.close(by=staff)

    with pytest.raises(WrongState, match="请联系工委重新开放评分"):
        sheets.reopen(sheet, by=staff, reason="想改")
    stage.reopen(by=staff, reason="评委申请更改")
    sheets.reopen(sheet, by=staff, reason="评委申请更改")

    assert sheet.state == "open"
    with pytest.raises(WrongState, match="现在是“待打分”，不用重开"):
        sheets.reopen(sheet, by=staff, reason="再来")


@pytest.mark.django_db
def test_void_sheet_keeps_its_marks_and_takes_no_more():
    sheet = score(make_sheet(), 50, 30)
    staff = make_staff(sheet.judge.contest.committee)

    sheets.void(sheet, by=staff, reason="代打")

    assert (sheet.state, sheet.reason, marks(sheet)) == ("void", "代打", [Decimal(50), Decimal(30)])
    with pytest.raises(WrongState, match="已经作废"):
        sheets.void(sheet, by=staff, reason="代打")
    with pytest.raises(WrongState, match="已作废（代打），没有保存"):
        sheets.put_mark(sheet, criteria_of(sheet)[0], "5", by=sheet.judge.user)
    with pytest.raises(WrongState, match="不用重开"):
        sheets.reopen(sheet, by=staff, reason="再来")


# What is locked


def make_locked_sheet():
    sheet = score(make_sheet(), 50, 30)
    staff, stage = make_staff(sheet.judge.contest.committee), sheet.turn.stage
    stage.close(by=staff)
    stage.move("locked", allowed=["closed"])
    result = ResultVersion.objects.create(contest=stage.contest, stage=stage, by=staff, data={"total": "80"})
    return sheet, staff, result


@pytest.mark.django_db
def test_locked_stage_refuses_every_step_and_says_what_a_correction_is():
    sheet, staff, _ = make_locked_sheet()
    stage, turn, content = sheet.turn.stage, sheet.turn, criteria_of(sheet)[0]

    for act in (
        lambda: sheets.put_mark(sheet, content, "51", by=sheet.judge.user),
        lambda: sheets.sign(sheet, by=sheet.judge.user),
        lambda: sheets.reopen(sheet, by=staff, reason="想改"),
        lambda: sheets.void(sheet, by=staff, reason="想改"),
        lambda: stage.reopen(by=staff, reason="想改"),
        lambda: stage.close(by=staff),
        lambda: stage.open(by=staff),
        lambda: stage.renew(by=staff, reason="想改"),
        lambda: stage.admit([]),
        lambda: stage.show(turn, by=staff),
        lambda: stage.put_time(turn, 480, by=staff),
    ):
        with pytest.raises(WrongState, match="结果已定，不再改动；更正会另出新版"):
            act()
    assert marks(sheet) == [Decimal(50), Decimal(30)]


@pytest.mark.django_db
def test_amended_mark_stands_in_the_log_and_leaves_the_locked_version_alone():
    sheet, staff, result = make_locked_sheet()
    content = criteria_of(sheet)[0]

    sheets.amend_mark(sheet, content, "40", by=staff, reason="录入时看错")

    assert marks(sheet) == [Decimal(40), Decimal(30)]
    assert log(sheet)[-1] == ("amend", Decimal(50), Decimal(40), staff.pk, "录入时看错")
    result.refresh_from_db()
    assert (result.number, result.data) == (1, {"total": "80"})
    sheet.refresh_from_db()
    assert sheet.state == "signed"


@pytest.mark.django_db
def test_amending_is_the_committees_with_a_reason_on_the_scale_before_the_awards():
    sheet, staff, _ = make_locked_sheet()
    content = criteria_of(sheet)[0]
    for by, text, reason, words in (
        (sheet.judge.user, "40", "看错", "只有工委工作人员可以办理"),
        (make_staff(), "40", "看错", "只有工委工作人员可以办理"),
        (staff, "40", "", "请写明原因"),
        (staff, "61", "看错", "超出评分范围"),
    ):
        with pytest.raises(WrongState, match=words):
            sheets.amend_mark(sheet, content, text, by=by, reason=reason)
    Contest.objects.update(state="awarded")
    with pytest.raises(WrongState, match="现在是“已公布”"):
        sheets.amend_mark(sheet, content, "40", by=staff, reason="看错")
    assert marks(sheet) == [Decimal(50), Decimal(30)]


@pytest.mark.django_db
def test_nothing_is_amended_before_the_result_is_locked():
    sheet = score(make_sheet(), 50, 30)

    with pytest.raises(WrongState, match="结果还没有锁定"):
        sheets.amend_mark(
            sheet, criteria_of(sheet)[0], "40", by=make_staff(sheet.judge.contest.committee), reason="看错"
        )


# At once


@pytest.mark.django_db(transaction=True)
def test_of_two_saves_of_one_mark_at_once_one_stands_and_both_are_in_the_log():
    sheet = make_sheet()
    content, together = criteria_of(sheet)[0], Barrier(2)

    def save(text):
        try:
            together.wait()
            sheets.put_mark(sheet, content, text, by=sheet.judge.user)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(save, ["40", "50"]))

    first, second = MarkChange.objects.order_by("pk")
    assert {first.after, second.after} == {Decimal(40), Decimal(50)}
    assert (first.before, second.before) == (None, first.after)
    assert marks(sheet) == [second.after]


@pytest.mark.django_db(transaction=True)
def test_mark_never_lands_in_a_sheet_that_is_being_signed():
    sheet = score(make_sheet(), 50, 30, sign=False)
    content, together, judge = criteria_of(sheet)[0], Barrier(2), sheet.judge.user

    def act(step):
        try:
            together.wait()
            step()
            return "done"
        except WrongState:
            return "refused"
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        saved, signed = pool.map(
            act,
            [lambda: sheets.put_mark(sheet, content, "40", by=judge), lambda: sheets.sign(sheet, by=judge)],
        )

    assert signed == "done"
    assert marks(sheet)[0] == (Decimal(40) if saved == "done" else Decimal(50))
    assert sheet.changes.order_by("pk").last().act == "sign"


@pytest.mark.django_db(transaction=True)
def test_stage_is_not_closed_over_a_sheet_that_is_being_reopened():
    sheet = score(make_sheet(), 50, 30)
    stage, staff, together = sheet.turn.stage, make_staff(sheet.judge.contest.committee), Barrier(2)

    def act(step):
        try:
            together.wait()
            step()
        except WrongState as refusal:
            return str(refusal)
        else:
            return "done"
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        outcomes = list(
            pool.map(
                act,
                [
                    lambda: Stage.objects.get(pk=stage.pk).close(by=staff),
                    lambda: sheets.reopen(Sheet.objects.get(pk=sheet.pk), by=staff, reason="看错"),
                ],
            )
        )

    stage.refresh_from_db()
    sheet.refresh_from_db()
    assert outcomes.count("done") == 1
    assert (stage.state, sheet.state) in [("closed", "signed"), ("open", "open")]


@pytest.mark.django_db(transaction=True)
def test_rules_do_not_change_under_a_mark_that_is_being_saved():
    sheet = make_sheet()
    stage, content, together = sheet.turn.stage, criteria_of(sheet)[0], Barrier(2)

    def drop_criterion():
        with transaction.atomic():
            setup.require_changeable(stage)
            stage.criteria.get(pk=content.pk).delete()

    def act(step):
        try:
            together.wait()
            step()
            return "done"
        except WrongState:
            return "refused"
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        steps = [drop_criterion, lambda: sheets.put_mark(sheet, content, "40", by=sheet.judge.user)]
        outcomes = list(pool.map(act, steps))

    assert sorted(outcomes) == ["done", "refused"]
    assert marks(sheet) == ([] if outcomes[0] == "done" else [Decimal(40)])


@pytest.mark.django_db(transaction=True)
def test_many_judges_save_at_once_and_nothing_is_lost():
    stage = make_open_stage(judges=8, entries=2)
    wanted = [
        (sheet, criterion, f"{sheet.pk % 40}.{criterion.order_number}")
        for sheet in Sheet.objects.select_related("judge__user")
        for criterion in stage.criteria.all()
    ]

    def save(one):
        sheet, criterion, text = one
        try:
            sheets.put_mark(sheet, criterion, text, by=sheet.judge.user)
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(save, wanted))

    kept = {(mark.sheet_id, mark.criterion_id): mark.value for mark in Mark.objects.all()}
    assert kept == {(sheet.pk, criterion.pk): Decimal(text) for sheet, criterion, text in wanted}
    assert MarkChange.objects.count() == len(wanted)


@pytest.mark.django_db
def test_saving_a_mark_asks_few_questions(django_assert_max_num_queries):
    sheet = make_sheet()

    content, judge = criteria_of(sheet)[0], sheet.judge.user

    with django_assert_max_num_queries(8):  # two of them are the savepoint of the test's transaction
        sheets.put_mark(sheet, content, "40", by=judge)


@pytest.mark.django_db
def test_signing_many_asks_no_more_than_signing_few(django_assert_max_num_queries):
    stage = make_open_stage(judges=1, entries=12)
    judge = stage.judges.get()
    for sheet in judge.sheets.all():
        score(sheet, 50, 30, sign=False)

    with django_assert_max_num_queries(14):
        sheets.sign_all(stage, judge, by=judge.user)


@pytest.mark.django_db
def test_criterion_that_has_gone_since_the_page_was_opened_is_refused():
    sheet = make_sheet()
    content = criteria_of(sheet)[0]
    gone = type(content).objects.get(pk=content.pk)
    content.delete()

    with pytest.raises(WrongState, match="“内容”不是“第1轮”的评分项"):
        sheets.put_mark(sheet, gone, "40", by=sheet.judge.user)


@pytest.mark.django_db
def test_mark_is_read_on_the_scale_as_it_stands_now():
    sheet = make_sheet()
    content = criteria_of(sheet)[0]
    type(content).objects.filter(pk=content.pk).update(weight=30)

    with pytest.raises(sheets.MarkRefused, match="应在 0 到 30 之间"):
        sheets.put_mark(sheet, content, "40", by=sheet.judge.user)


@pytest.mark.django_db
def test_printed_sheets_stand_judge_by_judge_in_the_order_of_the_lot():
    stage = make_open_stage(judges=2, entries=3)
    staff = make_staff(stage.contest.committee)
    stage.turns.get(order_number=2).entry.withdraw(by=staff, reason="单位申请")

    rows = [(sheet.judge.order_number, sheet.turn.order_number) for sheet in sheets.print_codes(stage)]

    assert rows == [(1, 1), (1, 3), (2, 1), (2, 3)]
    score_all(stage)
    assert len(sheets.print_codes(stage)) == 4
