"""Who is told: officers when entries open, the owner of an entry, the judges when they may score."""

import pytest

from assessments import conflicts, sheets
from notices.models import Notice
from tests.factories import (
    make_brand,
    make_contest,
    make_entry,
    make_member,
    make_officer,
    make_open_stage,
    make_organization,
    make_sound_contest,
    make_staff,
    score,
    score_all,
    sheet_of,
)

pytestmark = pytest.mark.django_db


def told():
    return sorted(Notice.objects.values_list("recipient__name", "kind", "title"))


def test_open_entries_are_news_to_every_officer_of_the_committee_once():
    contest = make_sound_contest()
    unit = make_organization(committee=contest.committee)
    officers = [make_officer(unit), make_officer(make_organization(committee=contest.committee))]
    make_member(unit)
    make_officer()
    make_officer(unit, is_active=False)

    contest.open_entries(by=make_staff(contest.committee))

    assert told() == sorted((officer.name, "news", f"开放征集：{contest}") for officer in officers)
    notice = Notice.objects.first()
    assert (notice.link, notice.body.splitlines()[1]) == (contest.get_absolute_url(), f"依据：{contest.basis_title}")


def test_owner_of_an_entry_hears_what_became_of_it():
    contest = make_contest(state="entries")
    staff = make_staff(contest.committee)
    unit = make_organization(committee=contest.committee)
    officer = make_officer(unit)
    other = make_officer(make_organization(committee=contest.committee))
    first, second = (
        make_entry(contest, make_brand(organization=one.organization), state="entered", entered_by=one)
        for one in (officer, other)
    )
    first.accept(by=staff)
    first.withdraw(by=staff, reason="单位申请")
    second.refuse(by=staff, reason="材料不全")

    assert told() == sorted(
        [
            (officer.name, "news", f"品牌已受理，参赛编号1：{first}"),
            (officer.name, "news", f"品牌退出比赛：{first}"),
            (other.name, "news", f"品牌不予受理：{second}"),
        ]
    )
    assert Notice.objects.get(recipient=other).body == f"比赛：{contest}\n说明：材料不全"


def test_judges_are_asked_to_score_and_it_is_settled_when_each_has_signed():
    stage = make_open_stage(judges=2, entries=2)
    first, second = stage.judges.order_by("order_number")
    asked = told()
    for turn in stage.turns.all():
        score(sheet_of(first, turn.entry), 50, 30)

    assert asked == sorted((judge.user.name, "todo", f"请评分：{stage.contest}{stage}") for judge in (first, second))
    unread = Notice.objects.unread()
    assert {notice.recipient for notice in unread} == {second.user}
    assert unread.get().link == f"/contests/{stage.contest.pk}/judging/"


def test_closing_settles_what_was_asked_and_reopening_asks_again():
    stage = make_open_stage(judges=1, entries=1)
    staff = make_staff(stage.contest.committee)
    stage.close(by=staff, without_reason="评委离会")
    settled = Notice.objects.unread().count()

    stage.reopen(by=staff, reason="评委返回")

    assert settled == 0
    assert Notice.objects.unread().count() == 1


def test_judge_who_stands_aside_from_everything_is_not_asked():
    stage = make_open_stage(judges=2, entries=1)
    second = stage.judges.order_by("order_number").last()
    staff = make_staff(stage.contest.committee)
    conflicts.declare(second, stage.turns.get().entry, "亲属", by=staff)
    score_all(stage)
    stage.close(by=staff)
    Notice.objects.all().delete()

    stage.reopen(by=staff, reason="再核")

    assert not Notice.objects.filter(recipient=second.user).exists()


def test_reopened_sheet_is_told_to_its_judge_with_the_reason():
    stage = make_open_stage(judges=1, entries=1)
    judge = stage.judges.get()
    sheet = score(sheet_of(judge, stage.turns.get().entry), 50, 30)
    Notice.objects.all().delete()

    sheets.reopen(sheet, by=make_staff(stage.contest.committee), reason="评委申请更改")

    notice = Notice.objects.get()
    assert (notice.recipient, notice.kind, notice.body) == (judge.user, "todo", "说明：评委申请更改")


def test_cancelling_is_told_to_the_panel_and_those_who_entered():
    stage = make_open_stage(judges=1, entries=1)
    officer = make_officer(stage.turns.get().entry.organization)
    make_officer(make_organization(committee=stage.contest.committee))
    Notice.objects.all().delete()

    stage.contest.cancel(by=make_staff(stage.contest.committee), reason="改期")

    judge = stage.judges.get()
    people = {judge.user.name, officer.name}
    assert {name for name, _, _ in told()} >= people
    assert {title for _, _, title in told()} == {f"比赛取消：{stage.contest}"}
