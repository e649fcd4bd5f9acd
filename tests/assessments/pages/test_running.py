"""The panel and the stage as they are run: judges, lot, opening, progress, times, closing, new rules."""

import pytest
from django.urls import reverse

from accounts.models import User
from assessments import lots
from assessments.models import Conflict, Draw, Judge
from tests.factories import (
    make_contest,
    make_entry,
    make_judge,
    make_open_stage,
    make_organization,
    make_sound_contest,
    make_staff,
    make_stage,
    make_user,
    score,
    score_all,
)

pytestmark = pytest.mark.django_db


def url_of(name, thing):
    return reverse(name, args=[thing.pk])


def staff_of(client, contest):
    staff = make_staff(contest.committee)
    client.force_login(staff)
    return staff


def stage_before_the_lot(judges=2, entries=3):
    contest = make_sound_contest(state="judging")
    stage = contest.stages.get()
    for _ in range(judges):
        make_judge(contest)
    stage.admit([make_entry(contest) for _ in range(entries)])
    return stage


@pytest.mark.parametrize("typed", ["username", "phone", "name"])
def test_judge_is_added_by_name_phone_or_account(client, typed):
    contest = make_sound_contest()
    unit = make_organization(committee=contest.committee)
    person = make_user(committee=contest.committee, phone="13800000001")
    staff_of(client, contest)
    stages = list(contest.stages.values_list("pk", flat=True))

    client.post(
        url_of("contest-judges", contest),
        {"account": getattr(person, typed), "organization": unit.short_name, "stages": stages},
    )

    judge = Judge.objects.get()
    assert (judge.user, judge.organization, judge.order_number) == (person, unit, 1)
    assert list(judge.stages.values_list("pk", flat=True)) == stages


@pytest.mark.parametrize(
    "data",
    [
        {"account": "没有这个人"},
        {"account": ""},
        {"account": "同名"},
        {"organization": "没有这个单位"},
        {"stages": ""},
        {"stages": "9" * 30},
    ],
)
def test_judge_form_refuses_and_keeps_what_was_typed(client, data):
    contest = make_sound_contest()
    person = make_user(committee=contest.committee)
    make_user(committee=contest.committee, name="同名")
    make_user(committee=contest.committee, name="同名")
    staff_of(client, contest)
    typed = {"account": person.username, "organization": "", "stages": contest.stages.get().pk} | data

    page = client.post(url_of("contest-judges", contest), typed)

    assert (page.status_code, Judge.objects.count()) == (422, 0)
    assert set(page.context["form"].errors) == set(data)


def test_one_account_is_one_judge(client):
    contest = make_sound_contest()
    judge = make_judge(contest)
    staff_of(client, contest)

    page = client.post(
        url_of("contest-judges", contest), {"account": judge.user.username, "stages": contest.stages.get().pk}
    )

    assert "一个账号只能由一位评委使用" in page.content.decode()


def test_judge_from_outside_gets_an_account_and_a_code_shown_once(client):
    contest = make_sound_contest()
    staff_of(client, contest)

    page = client.post(
        url_of("judge-outside", contest),
        {"name": "示例专家", "phone": "13900000001", "organization": "", "stages": contest.stages.get().pk},
    )

    user = User.objects.get(name="示例专家")
    code = page.context["strip"].code
    assert (user.post, user.committee, user.must_change_password) == ("judge", contest.committee, True)
    assert user.check_password(code)
    assert user.username.isascii()
    assert Judge.objects.get().user == user
    assert "no-store" in page["Cache-Control"]
    assert code not in client.get(url_of("contest-judges", contest)).content.decode()


def test_account_is_not_opened_when_the_judge_is_refused(client):
    contest = make_sound_contest()
    staff_of(client, contest)

    page = client.post(url_of("judge-outside", contest), {"name": "示例专家", "phone": "12", "stages": ""})

    assert (page.status_code, User.objects.filter(name="示例专家").exists()) == (422, False)


def test_judges_page_foresees_who_stands_aside(client):
    contest = make_sound_contest(state="entries")
    entry = make_entry(contest)
    judge = make_judge(contest, organization=entry.organization)
    make_judge(contest)
    staff_of(client, contest)

    page = client.get(url_of("contest-judges", contest))

    assert page.context["foreseen"] == [{"judge": judge, "entry": entry, "why": "本单位作品"}]
    assert Conflict.objects.count() == 0


def test_staff_enters_a_declared_conflict(client):
    contest = make_sound_contest(state="entries")
    entry, judge = make_entry(contest), make_judge(contest)
    staff_of(client, contest)
    url = url_of("contest-conflict", contest)

    refused = client.post(url, {"judge": judge.pk, "entry": "x", "reason": ""})
    client.post(url, {"judge": judge.pk, "entry": entry.pk, "reason": "曾任顾问"})

    assert (refused.status_code, set(refused.context["aside"].errors)) == (422, {"entry", "reason"})
    conflict = Conflict.objects.get()
    assert (conflict.judge, conflict.entry, conflict.kind) == (judge, entry, "declared")


def test_judge_leaves_with_a_reason(client):
    stage = make_open_stage(judges=2, entries=1)
    judge = stage.judges.first()
    staff_of(client, stage.contest)

    client.post(url_of("judge-remove", judge), {"reason": "出差"})

    judge.refresh_from_db()
    assert judge.removed_reason == "出差"
    assert judge.sheets.get().state == "void"


def test_lot_is_drawn_shown_and_drawn_again_only_with_a_reason(client):
    stage = stage_before_the_lot()
    staff_of(client, stage.contest)
    url = url_of("stage-draw", stage)

    client.post(url, {"seed": "2026示例"})
    refused = client.post(url, {"seed": "换一个"})
    client.post(url, {"seed": "换一个", "reason": "漏了监督人员"})

    page = client.get(stage.get_absolute_url())
    drawn = page.context["draw"]
    assert refused.status_code == 422
    assert list(Draw.objects.order_by("pk").values_list("seed", "is_void")) == [("2026示例", True), ("换一个", False)]
    assert [turn.entry.number for turn in page.context["page"]] == drawn.order
    assert lots.verify(drawn)
    assert "漏了监督人员" in page.content.decode()


def test_stage_is_opened_and_closed_when_all_have_signed(client):
    stage = stage_before_the_lot()
    lots.draw(stage, "x", by=staff_of(client, stage.contest))

    client.post(url_of("stage-open", stage))
    early = client.post(url_of("stage-close", stage), {"reason": ""})
    score_all(stage)
    client.post(url_of("stage-close", stage), {"reason": ""})

    stage.refresh_from_db()
    assert early.status_code == 422
    assert str(stage.judges.first()) in early.content.decode()
    assert stage.state == "closed"


def test_opening_without_a_lot_is_refused_in_words(client):
    stage = stage_before_the_lot()
    staff_of(client, stage.contest)

    page = client.post(url_of("stage-open", stage), follow=True)

    assert "请先抽签" in page.content.decode()


def test_progress_names_who_is_missing_and_no_score(client):
    stage = make_open_stage(judges=2, entries=2)
    ready, late = stage.judges.order_by("order_number")
    for sheet in ready.sheets.all():
        score(sheet, "37.5", "21.5")
    staff_of(client, stage.contest)

    page = client.get(stage.get_absolute_url())

    assert [(row["judge"], row["total"], row["signed"]) for row in page.context["progress"]] == [
        (ready, 2, 2),
        (late, 2, 0),
    ]
    assert f"{late}（2 份）" in page.content.decode()
    assert "37.5" not in page.content.decode()


def test_staff_who_judges_is_told_of_no_other_sheet(client):
    stage = make_open_stage(judges=1, entries=1)
    staff = staff_of(client, stage.contest)
    make_judge(stage.contest, [stage], user=staff)

    page = client.get(stage.get_absolute_url())

    assert (page.context["blind"], page.context["progress"]) == (True, [])
    assert "没有签交" not in page.content.decode()


@pytest.mark.parametrize(
    ("typed", "seconds"), [("480", 480), ("8:05", 485), ("８：０５", 485), ("8分30秒", 510), ("", None)]
)
def test_time_is_put_in_seconds_or_minutes(client, typed, seconds):
    stage = make_open_stage(judges=1, entries=1, time_limit=480)
    staff_of(client, stage.contest)

    client.post(url_of("turn-time", stage.turns.get()), {"seconds": typed})

    assert stage.turns.get().seconds == seconds


@pytest.mark.parametrize("typed", ["acht", "8:99", "-5", "9999999", "8.5", "x" * 500])
def test_time_that_is_none_is_refused_in_words(client, typed):
    stage = make_open_stage(judges=1, entries=1, time_limit=480)
    staff_of(client, stage.contest)

    page = client.post(url_of("turn-time", stage.turns.get()), {"seconds": typed}, follow=True)

    assert "没有保存" in page.content.decode()
    assert stage.turns.get().seconds is None


def test_current_entry_is_shown_and_cleared(client):
    stage = make_open_stage(judges=1, entries=2)
    turn = stage.turns.first()
    staff_of(client, stage.contest)

    client.post(url_of("turn-show", turn) + "?page=x")
    stage.refresh_from_db()
    shown = stage.current
    client.post(url_of("turn-show", turn))
    stage.refresh_from_db()

    assert (shown, stage.current) == (turn, None)


def test_new_rules_need_a_reason_and_lead_to_the_form(client):
    stage = make_open_stage(judges=1, entries=1)
    staff_of(client, stage.contest)
    url = url_of("stage-renew", stage)

    warning = client.get(url).content.decode()
    refused = client.post(url, {"reason": ""})
    answer = client.post(url, {"reason": "评分项有误"})

    made = stage.contest.stages.in_force().get()
    assert "留存备查" in warning
    assert refused.status_code == 422
    assert answer.url == reverse("stage-edit", args=[stage.contest_id, stage.number])
    assert (made.version, made.state) == (2, "set")
    assert client.get(answer.url).status_code == 200
    assert "旧版" in client.get(stage.get_absolute_url()).content.decode()


def test_closed_stage_is_opened_again_with_a_reason(client):
    stage = make_open_stage(judges=1, entries=1)
    score_all(stage)
    stage.close(by=staff_of(client, stage.contest))

    client.post(url_of("stage-reopen", stage), {"reason": "补打漏项"})

    stage.refresh_from_db()
    assert stage.state == "open"


def test_stage_of_another_committee_is_not_found(client):
    stage = make_stage()
    staff_of(client, make_contest())

    assert client.get(stage.get_absolute_url()).status_code == 404
    assert client.post(url_of("stage-open", stage)).status_code == 404
