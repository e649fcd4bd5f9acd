"""A contest is made from a pattern, mended until nothing is missing, and opened."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import localdate

from assessments import setup
from assessments.forms.contests import ContestForm, NewContestForm
from assessments.forms.stages import StageForm
from assessments.models import Contest, Stage, TieBreaker
from assessments.patterns import PATTERNS
from tests.factories import (
    make_award,
    make_contest,
    make_judge,
    make_level,
    make_open_stage,
    make_sound_contest,
    make_staff,
    make_stage,
    score,
)

pytestmark = pytest.mark.django_db


def basics(**changed):
    today = localdate()
    return {
        "title": "示例大比武",
        "theme": "",
        "about": "",
        "basis_title": "关于开展大比武的通知",
        "basis_number": "",
        "entries_since": today.isoformat(),
        "entries_until": (today + timedelta(days=30)).isoformat(),
        **changed,
    }


def everything(contest, **changed):
    return basics(title=contest.title) | {
        "takes_branches": "on",
        "takes_organizations": "on",
        "decimals": "2",
        "quota_rule": "extend",
        "publicity_days": "5",
        **changed,
    }


def rows(prefix, *given, initial=0):
    data = {f"{prefix}-TOTAL_FORMS": str(len(given)), f"{prefix}-INITIAL_FORMS": str(initial)}
    for number, row in enumerate(given):
        data |= {f"{prefix}-{number}-{name}": value for name, value in row.items()}
    return data


def stage_form(*criteria, rules=(), **changed):
    return {
        "name": "决赛",
        "weight": "100",
        "advance_count": "",
        "scoring": "points",
        "scale_low": "0",
        "scale_high": "100",
        "score_decimals": "1",
        "join": "trimmed",
        "drop_high": "1",
        "drop_low": "1",
        "trim_by": "total",
        "least_judges": "3",
        "when_few": "mean",
        "time_limit": "8:00",
        "most_deduction": "1",
        **rows("criteria", *criteria),
        **rows("rules", *rules),
        **changed,
    }


@pytest.mark.parametrize("pattern", [pattern.key for pattern in PATTERNS])
def test_contest_made_from_a_pattern_lacks_nothing(client, pattern):
    staff = make_staff()
    client.force_login(staff)

    answer = client.post(reverse("contest-create"), basics(pattern=pattern))

    contest = Contest.objects.get()
    assert answer.url == reverse("contest-setup", args=[contest.pk])
    assert (contest.committee, contest.state) == (staff.committee, "setup")
    assert setup.faults(contest, opening_on=localdate()) == []


def test_contest_takes_over_the_rules_of_last_year(client):
    former = make_contest(decimals=3, seats_conflict=True, limit_per_organization=2)
    former.barred_levels.add(make_level(former.committee))
    first = make_stage(former, name="初评", weight=0, advance_count=15)
    final = make_stage(former, criteria=(("现场", 100),), name="决赛", time_limit=480)
    final.time_rules.create(over_from=30, deduct="0.5")
    make_award(former, "一等奖", 2)
    TieBreaker.objects.create(contest=former, kind="criterion", stage=final, criterion=final.criteria.get())
    make_judge(former)
    client.force_login(make_staff(former.committee))

    page = client.get(reverse("contest-copy", args=[former.pk]))
    client.post(reverse("contest-copy", args=[former.pk]), basics(pattern=f"copy-{former.pk}"))

    contest = Contest.objects.exclude(pk=former.pk).get()
    stages = list(contest.stages.order_by("number"))
    breaker = contest.tie_breakers.get()
    assert page.context["form"]["pattern"].value() == f"copy-{former.pk}"
    assert [(stage.name, stage.weight, stage.advance_count) for stage in stages] == [
        ("初评", 0, 15),
        ("决赛", 100, None),
    ]
    assert list(stages[1].time_rules.values_list("over_from", flat=True)) == [30]
    assert (breaker.stage, breaker.criterion) == (stages[1], stages[1].criteria.get())
    assert list(contest.awards.values_list("name", "quota")) == [("一等奖", 2)]
    assert (contest.decimals, contest.seats_conflict, contest.limit_per_organization) == (3, True, 2)
    assert list(contest.barred_levels.all()) == list(former.barred_levels.all())
    assert contest.judges.count() == 0
    assert first.pk not in [stage.pk for stage in stages]


def test_refused_contest_keeps_what_was_typed(client):
    contest = make_contest()
    client.force_login(make_staff(contest.committee))
    typed = basics(title=contest.title, entries_until="2020-01-01", pattern="nonsense", theme="示例主题")

    page = client.post(reverse("contest-create"), typed)

    assert page.status_code == 422
    assert set(page.context["form"].errors) == {"title", "entries_until", "pattern"}
    assert "示例主题" in page.content.decode()
    assert Contest.objects.count() == 1


def test_setup_says_what_is_missing_and_where_to_mend_it(client):
    contest = make_contest()
    make_stage(contest, criteria=(("内容", 60),), scoring="weighted", weight=80)
    client.force_login(make_staff(contest.committee))

    page = client.get(reverse("contest-setup", args=[contest.pk]))

    faults = {fault["text"]: fault["href"] for fault in page.context["faults"]}
    edit = reverse("stage-edit", args=[contest.pk, 1])
    assert faults["各阶段权重合计应为 100，现为 80。"] == reverse("contest-setup", args=[contest.pk]) + "#stages"
    assert faults["第1轮：评分项权重合计应为 100，现为 60。"] == edit
    assert faults["还没有奖项。"] == reverse("contest-awards", args=[contest.pk])
    assert "开放征集</button>" not in page.content.decode()


def test_sound_contest_is_opened_by_one_click(client):
    contest = make_sound_contest()
    client.force_login(make_staff(contest.committee))

    page = client.get(contest.get_absolute_url())
    client.post(reverse("contest-open", args=[contest.pk]))

    contest.refresh_from_db()
    assert page.context["handle"]["what"] == "开放征集"
    assert contest.state == "entries"


def test_setup_is_saved_with_its_limits_and_levels(client):
    contest = make_sound_contest()
    level = make_level(contest.committee)
    client.force_login(make_staff(contest.committee))
    typed = everything(contest, limit_per_organization="２", barred_levels=str(level.pk), decimals="3")

    client.post(reverse("contest-setup", args=[contest.pk]), typed)

    contest.refresh_from_db()
    assert (contest.limit_per_organization, contest.limit_per_alliance, contest.decimals) == (2, None, 3)
    assert contest.takes_alliances is False
    assert list(contest.barred_levels.all()) == [level]


@pytest.mark.parametrize(
    ("typed", "wrong"),
    [
        ({"decimals": "5"}, {"decimals"}),
        ({"decimals": "zwei"}, {"decimals"}),
        ({"publicity_days": "0"}, {"publicity_days"}),
        ({"limit_per_alliance": "99999999999999999999"}, {"limit_per_alliance"}),
        ({"barred_levels": "99999999999999999999"}, {"barred_levels"}),
        ({"takes_branches": "", "takes_organizations": ""}, {"takes_branches"}),
        ({"quota_rule": "x"}, {"quota_rule"}),
        ({"title": "a\x00b"}, {"title"}),
    ],
)
def test_setup_refuses_what_makes_no_sense(client, typed, wrong):
    contest = make_sound_contest()
    make_level(contest.committee)
    client.force_login(make_staff(contest.committee))

    page = client.post(reverse("contest-setup", args=[contest.pk]), everything(contest, **typed))

    assert (page.status_code, set(page.context["form"].errors)) == (422, wrong)


def test_decimals_stand_once_a_score_is_in(client):
    stage = make_open_stage(judges=1, entries=1)
    score(stage.judges.get().sheets.get(), 50, 30, sign=False)
    client.force_login(make_staff(stage.contest.committee))

    page = client.post(reverse("contest-setup", args=[stage.contest_id]), everything(stage.contest, decimals="4"))

    stage.contest.refresh_from_db()
    assert "不能再改" in page.content.decode()
    assert stage.contest.decimals == 2


def test_stage_is_made_with_its_rows(client):
    contest = make_contest()
    client.force_login(make_staff(contest.committee))
    data = stage_form(
        {"name": "内容", "about": "要点", "weight": "６０"},
        {"name": "", "about": "", "weight": ""},
        {"name": "展示", "about": "", "weight": "30"},
        rules=({"over_from": "0:30", "deduct": "0.5"}, {"over_from": "60", "deduct": "1"}),
    )

    answer = client.post(reverse("stage-create", args=[contest.pk]), data, follow=True)

    stage = contest.stages.get()
    criteria = list(stage.criteria.values_list("name", "weight"))
    assert criteria == [("内容", 60), ("展示", 30)]
    assert list(stage.time_rules.values_list("over_from", "deduct")) == [(30, 0.5), (60, 1)]
    assert (stage.number, stage.time_limit) == (1, 480)
    assert "评分项合计 90，还差 10。" in answer.content.decode()


def test_more_rows_are_added_without_losing_or_saving_anything(client):
    contest = make_contest()
    client.force_login(make_staff(contest.committee))
    data = stage_form({"name": "内容", "about": "", "weight": "x"}, name="", more_criteria="1")

    page = client.post(reverse("stage-create", args=[contest.pk]), data)

    assert page.status_code == 200
    assert len(page.context["criteria"].forms) == 4
    assert 'value="内容"' in page.content.decode()
    assert "请填写阶段名称" not in page.content.decode()
    assert contest.stages.count() == 0


def test_rows_are_renamed_deleted_and_put_in_order(client):
    contest = make_contest()
    stage = make_stage(contest, criteria=(("一", 50), ("二", 30), ("三", 20)))
    one, two, three = stage.criteria.all()
    client.force_login(make_staff(contest.committee))
    data = stage_form() | rows(
        "criteria",
        {"id": one.pk, "name": "一", "about": "", "weight": "50", "DELETE": "on"},
        {"id": two.pk, "name": "新二", "about": "", "weight": "30"},
        {"id": three.pk, "name": "三", "about": "", "weight": "20"},
        {"name": "一", "about": "", "weight": "50"},
        initial=3,
    )

    page = client.post(reverse("stage-edit", args=[contest.pk, 1]), data)

    if page.status_code == 422:  # a name is free again only after it is saved
        assert "一" in page.content.decode()
        data["criteria-3-name"] = "四"
        page = client.post(reverse("stage-edit", args=[contest.pk, 1]), data)
    assert page.status_code == 302
    assert [row.name for row in stage.criteria.order_by("order_number")][:2] == ["新二", "三"]
    assert stage.criteria.count() == 3


@pytest.mark.parametrize(
    "garbage",
    [
        {"criteria-TOTAL_FORMS": "x"},
        {"criteria-TOTAL_FORMS": "99999"},
        {"criteria-0-id": "abc"},
        {"criteria-0-id": "99999999999999999999", "criteria-INITIAL_FORMS": "1"},
        {"criteria-0-weight": "1e999"},
        {"criteria-0-weight": "-5"},
        {"time_limit": "acht Minuten"},
        {"weight": "101"},
        {"join": "best"},
        {"scale_low": "100", "scale_high": "0"},
        {"rules-0-over_from": "9:99", "rules-0-deduct": "1", "rules-TOTAL_FORMS": "1"},
    ],
)
def test_stage_form_answers_garbage_politely(client, garbage):
    contest = make_contest()
    client.force_login(make_staff(contest.committee))
    data = stage_form({"name": "内容", "about": "", "weight": "100"}) | garbage

    page = client.post(reverse("stage-create", args=[contest.pk]), data)

    assert page.status_code == 422
    assert contest.stages.count() == 0


def test_rules_of_a_scored_stage_are_refused_with_the_way_out(client):
    stage = make_open_stage(judges=1, entries=1)
    score(stage.judges.get().sheets.get(), 50, 30, sign=False)
    client.force_login(make_staff(stage.contest.committee))

    answer = client.post(reverse("stage-edit", args=[stage.contest_id, 1]), stage_form(), follow=True)

    assert answer.redirect_chain[-1][0] == stage.get_absolute_url()
    assert "另立新版" in answer.content.decode()
    assert stage.criteria.count() == 2


def test_stage_not_begun_is_deleted(client):
    contest = make_contest()
    make_stage(contest)
    client.force_login(make_staff(contest.committee))

    client.post(reverse("stage-delete", args=[contest.pk, 1]))

    assert contest.stages.count() == 0
    assert client.get(reverse("stage-edit", args=[contest.pk, 1])).status_code == 404


def test_awards_and_tie_breakers_are_kept_in_their_order(client):
    contest = make_contest()
    stage = make_stage(contest)
    criterion = stage.criteria.first()
    client.force_login(make_staff(contest.committee))
    data = {
        **rows("awards", {"name": "一等奖", "quota": "2"}, {"name": "二等奖", "quota": "3"}),
        **rows(
            "breakers", {"what": f"criterion-{criterion.pk}"}, {"what": f"stage-{stage.pk}"}, {"what": "top_marks-"}
        ),
    }

    answer = client.post(reverse("contest-awards", args=[contest.pk]), data)

    assert answer.status_code == 302
    assert list(contest.awards.values_list("order_number", "name", "quota")) == [(1, "一等奖", 2), (2, "二等奖", 3)]
    assert [(row.kind, row.stage, row.criterion) for row in contest.tie_breakers.all()] == [
        ("criterion", stage, criterion),
        ("stage", stage, None),
        ("top_marks", None, None),
    ]


@pytest.mark.parametrize(
    "data",
    [
        {},
        rows("awards", {"name": "一等奖", "quota": "0"}) | rows("breakers"),
        rows("awards", {"name": "同", "quota": "1"}, {"name": "同", "quota": "1"}) | rows("breakers"),
        rows("awards") | rows("breakers", {"what": "stage-999"}),
    ],
)
def test_awards_page_refuses_garbage(client, data):
    contest = make_contest()
    client.force_login(make_staff(contest.committee))

    assert client.post(reverse("contest-awards", args=[contest.pk]), data).status_code == 422
    assert contest.awards.count() == 0


def test_cancelling_asks_for_a_reason(client):
    contest = make_contest(state="entries")
    client.force_login(make_staff(contest.committee))

    refused = client.post(reverse("contest-cancel", args=[contest.pk]), {"reason": " "})
    client.post(reverse("contest-cancel", args=[contest.pk]), {"reason": "示例原因"})

    contest.refresh_from_db()
    assert (refused.status_code, contest.state) == (422, "cancelled")


def test_no_stage_is_added_once_judging_has_begun(client):
    contest = make_contest(state=Contest.State.JUDGING)
    client.force_login(make_staff(contest.committee))

    client.post(reverse("stage-create", args=[contest.pk]), stage_form())

    assert Stage.objects.count() == 0


def test_criterion_that_breaks_a_tie_is_not_deleted_with_it(client):
    contest = make_contest()
    stage = make_stage(contest)
    content, show = stage.criteria.all()
    TieBreaker.objects.create(contest=contest, kind="criterion", stage=stage, criterion=content)
    client.force_login(make_staff(contest.committee))
    data = stage_form(name="改名") | rows(
        "criteria",
        {"id": content.pk, "name": "内容", "about": "", "weight": "60", "DELETE": "on"},
        {"id": show.pk, "name": "展示", "about": "", "weight": "100"},
        initial=2,
    )

    page = client.post(reverse("stage-edit", args=[contest.pk, 1]), data)

    assert page.status_code == 422
    assert "同分规则里用到了“内容”，请先修改同分规则，再删除评分项。" in page.content.decode()
    assert [row.criterion for row in contest.tie_breakers.all()] == [content]
    assert list(stage.criteria.values_list("name", "weight")) == [("内容", 60), ("展示", 40)]
    assert Stage.objects.get().name == stage.name


def test_settings_saved_from_an_old_page_do_not_take_back_a_step(client, monkeypatch):
    contest = make_sound_contest()
    staff = make_staff(contest.committee)
    client.force_login(staff)
    monkeypatch.setattr(ContestForm, "clean_title", lambda form: _meanwhile(form, lambda: open_entries(contest, staff)))

    client.post(reverse("contest-setup", args=[contest.pk]), everything(contest, theme="示例主题"))

    contest.refresh_from_db()
    assert (contest.state, contest.theme) == ("entries", "示例主题")
    assert contest.history.first().state == "entries"


def test_stage_saved_from_an_old_page_does_not_take_back_its_opening(client, monkeypatch):
    stage = make_open_stage(judges=1, entries=1)
    opened_at = stage.opened_at
    client.force_login(make_staff(stage.contest.committee))
    Stage.objects.update(state="set", opened_at=None)
    opened = lambda: Stage.objects.update(state="open", opened_at=opened_at)  # noqa: E731 -- what somebody else does
    monkeypatch.setattr(StageForm, "clean_name", lambda form: _meanwhile(form, opened, "name"), raising=False)
    content, show = stage.criteria.all()
    data = stage_form(name="新名称") | rows(
        "criteria",
        {"id": content.pk, "name": "内容", "about": "", "weight": "60"},
        {"id": show.pk, "name": "展示", "about": "", "weight": "40"},
        initial=2,
    )

    client.post(reverse("stage-edit", args=[stage.contest_id, 1]), data)

    stage = Stage.objects.get()
    assert (stage.name, stage.state, stage.opened_at) == ("新名称", "open", opened_at)


def test_two_stages_added_in_the_same_moment_stand_one_behind_the_other(client, monkeypatch):
    contest = make_contest()
    client.force_login(make_staff(contest.committee))
    other = lambda: make_stage(contest, name="初评")  # noqa: E731 -- what somebody else does
    monkeypatch.setattr(StageForm, "clean_name", lambda form: _meanwhile(form, other, "name"), raising=False)
    data = stage_form({"name": "内容", "about": "", "weight": "100"})

    client.post(reverse("stage-create", args=[contest.pk]), data)

    assert list(contest.stages.order_by("number").values_list("number", "name")) == [(1, "初评"), (2, "决赛")]


@pytest.mark.parametrize("page", ["contest-create", "contest-setup"])
def test_title_that_somebody_takes_in_the_same_moment_is_refused_in_words(client, monkeypatch, page):
    contest = make_sound_contest()
    other = make_contest(committee=contest.committee)
    client.force_login(make_staff(contest.committee))
    monkeypatch.setattr(ContestForm, "clean_title", lambda form: form.cleaned_data["title"])
    monkeypatch.setattr(NewContestForm, "clean_title", lambda form: form.cleaned_data["title"])
    address = reverse(page, args=[contest.pk] if page == "contest-setup" else [])

    answer = client.post(address, everything(contest, title=other.title, pattern="empty"))

    assert answer.status_code == 422
    assert "已有同名的比赛，请换一个名称" in answer.content.decode()
    assert Contest.objects.count() == 2


def open_entries(contest, staff):
    Contest.objects.get(pk=contest.pk).open_entries(by=staff)


def _meanwhile(form, act, name="title"):
    """Somebody else acts after the page's row was read and before it is saved."""
    act()
    return form.cleaned_data[name]
