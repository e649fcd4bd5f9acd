"""Who reaches which row. What a person must not know is not in the queryset, whatever page asks."""

import pytest

from assessments import permissions, sheets
from assessments.models import (
    Conflict,
    Contest,
    ContestStep,
    Entry,
    Judge,
    Mark,
    MarkChange,
    Sheet,
    Stage,
    Turn,
    Typing,
)
from tests.factories import (
    make_contest,
    make_judge,
    make_leader,
    make_member,
    make_officer,
    make_officer_of,
    make_open_stage,
    make_seat,
    make_staff,
    make_user,
    sheet_of,
)

pytestmark = pytest.mark.django_db


class World:
    """A stage in the midst of scoring: two judges have each begun on both entries. One of them is staff as well."""

    def __init__(self):
        self.stage = make_open_stage(judges=1, entries=2)
        self.contest = self.stage.contest
        committee = self.contest.committee
        self.judge = self.stage.judges.get()
        self.staff_judge = make_judge(self.contest, [self.stage], user=make_staff(committee))
        self.entries = [turn.entry for turn in self.stage.turns.all()]
        seat = make_seat(organization=self.entries[0].organization)
        Entry.objects.filter(pk=self.entries[0].pk).update(alliance=seat.alliance)
        for judge in (self.judge, self.staff_judge):
            for entry in self.entries:
                sheet = sheet_of(judge, entry)
                sheets.put_mark(sheet, self.stage.criteria.first(), "30", by=judge.user)
        self.contest.record("内部事项", by=self.judge.user, is_public=False)
        self.people = {
            "superuser": make_staff(committee, is_superuser=True),
            "staff": make_staff(committee),
            "staff who judges": self.staff_judge.user,
            "judge": self.judge.user,
            "officer": make_officer(self.entries[0].organization),
            "lead": make_officer_of(seat.alliance),
            "leader": make_leader(seat.alliance),
            "member": make_member(self.entries[0].organization),
            "other judge": make_user(committee=committee, post="judge"),
            "other committee": make_staff(),
            "stranger": make_officer(),
        }
        for name in ("lead", "leader"):
            self.people[name].committee = committee
            self.people[name].save()

    def sees(self, model, **only):
        rows = model.objects.filter(**only)
        found = {name: rows.visible_to(user).count() for name, user in self.people.items()}
        return {name: count for name, count in found.items() if count}


ALL = {"superuser", "staff", "staff who judges", "judge", "officer", "lead", "leader", "member", "other judge"}


def test_contest_and_stage_are_seen_by_the_committees_people():
    world = World()

    assert world.sees(Contest) == dict.fromkeys(ALL, 1)
    assert world.sees(Stage) == dict.fromkeys(ALL, 1)


def test_contest_in_preparation_is_the_committees_alone():
    contest = make_contest()
    staff, officer = make_staff(contest.committee), make_user(committee=contest.committee)

    assert [Contest.objects.visible_to(user).count() for user in (staff, officer, make_staff())] == [1, 0, 0]


def test_entries_are_seen_by_owners_judges_and_the_committee():
    world = World()

    expected = {"superuser": 2, "staff": 2, "staff who judges": 2, "judge": 2, "officer": 1, "lead": 1, "leader": 1}
    assert world.sees(Entry) == expected
    assert world.sees(Turn) == expected


def test_entries_that_take_part_are_everybodys_once_results_are_public():
    world = World()
    Entry.objects.filter(pk=world.entries[1].pk).update(state="withdrawn")
    Contest.objects.update(state="publicity")

    assert {name: count for name, count in world.sees(Entry).items() if count == 1} == dict.fromkeys(
        ALL - {"superuser", "staff", "staff who judges"}, 1
    )


def test_judge_reaches_the_own_sheets_and_no_other():
    world = World()

    assert world.sees(Sheet) == {"superuser": 4, "staff": 4, "staff who judges": 2, "judge": 2}
    assert set(Sheet.objects.visible_to(world.judge.user)) == set(world.judge.sheets.all())
    assert set(Sheet.objects.visible_to(world.staff_judge.user)) == set(world.staff_judge.sheets.all())


@pytest.mark.parametrize("model", [Mark, MarkChange])
def test_while_the_stage_is_open_nobody_reads_the_scores_of_others(model):
    world = World()

    assert world.sees(model) == {"staff who judges": 2, "judge": 2}
    assert set(model.objects.visible_to(world.judge.user).values_list("sheet__judge", flat=True)) == {world.judge.pk}


@pytest.mark.parametrize(("state", "who_judges"), [("closed", 4), ("locked", 4), ("superseded", 2)])
def test_once_the_stage_is_closed_the_committee_reads_all_and_a_judge_still_the_own(state, who_judges):
    """Of a replaced version staff who judge see the own sheets only: its entries are judged once more."""
    world = World()
    Stage.objects.update(state=state)

    assert world.sees(Mark) == {"superuser": 4, "staff": 4, "staff who judges": who_judges, "judge": 2}
    assert world.sees(Sheet) == {"superuser": 4, "staff": 4, "staff who judges": who_judges, "judge": 2}


def test_typed_readings_are_hidden_like_marks():
    world = World()
    Typing.objects.create(sheet=world.judge.sheets.first(), place=1, by=world.people["staff"])

    assert world.sees(Typing) == {"judge": 1}


def test_removed_judge_reaches_nothing_any_more():
    world = World()
    Judge.objects.filter(pk=world.judge.pk).update(removed_at=world.stage.opened_at)

    assert "judge" not in world.sees(Sheet)
    assert "judge" not in world.sees(Mark)
    assert "judge" not in world.sees(Entry)


def test_judge_of_an_earlier_contest_of_the_same_account_keeps_the_own_sheets_only():
    world = World()
    contest = make_contest(state="judging", committee=world.contest.committee)
    another = make_open_stage(judges=1, entries=1, contest=contest)
    make_judge(another.contest, [another], user=world.judge.user)

    assert set(Sheet.objects.of_stage(another).visible_to(world.judge.user).values_list("judge__user", flat=True)) == {
        world.judge.user_id
    }


def test_panel_and_conflicts_are_the_committees():
    world = World()
    Conflict.objects.create(contest=world.contest, judge=world.judge, entry=world.entries[0], kind="declared")

    assert world.sees(Conflict) == {"superuser": 1, "staff": 1, "staff who judges": 1}
    assert world.sees(Judge) == {"superuser": 2, "staff": 2, "staff who judges": 2, "judge": 1}


def test_trail_shows_outside_what_is_public():
    world = World()
    whole = ContestStep.objects.filter(contest=world.contest).count()
    public = ContestStep.objects.filter(contest=world.contest, is_public=True).count()

    seen = world.sees(ContestStep)

    assert public < whole
    staff = {"superuser", "staff"}
    assert seen == dict.fromkeys(staff, whole) | dict.fromkeys(ALL - staff, public)
    Stage.objects.update(state="closed")
    assert world.sees(ContestStep) == seen | {"staff who judges": whole}


def allowed(world, question):
    return {name for name, user in world.people.items() if question(user)}


STAFF = {"superuser", "staff", "staff who judges"}


def test_permissions_while_scoring():
    world = World()
    contest, stage = world.contest, world.stage

    assert {
        "run": allowed(world, lambda user: permissions.can_run(user, contest)),
        "type": allowed(world, lambda user: permissions.can_type(user, stage)),
        "judge": allowed(world, lambda user: permissions.can_judge(user, contest)),
        "progress": allowed(world, lambda user: permissions.sees_progress(user, stage)),
        "scores": allowed(world, lambda user: permissions.sees_scores(user, stage)),
        "object": allowed(world, lambda user: permissions.can_object(user, contest)),
        "enter": allowed(world, lambda user: permissions.can_enter(user, contest)),
        "withdraw": allowed(world, lambda user: permissions.can_withdraw(user, world.entries[0])),
    } == {
        "run": STAFF,
        "type": STAFF,
        "judge": {"judge", "staff who judges"},
        "progress": {"superuser", "staff"},
        "scores": set(),
        "object": set(),
        "enter": STAFF | {"officer", "lead"},
        "withdraw": STAFF | {"officer"},
    }


@pytest.mark.parametrize("state", ["judging", "judged", "publicity", "awarded"])
def test_objections_are_raised_during_the_publicity(state):
    world = World()
    world.contest.state = state

    objects = allowed(world, lambda user: permissions.can_object(user, world.contest))

    assert objects == (ALL if state == "publicity" else set())


def test_scores_are_the_committees_once_the_stage_is_closed():
    world = World()
    world.stage.state = "closed"

    assert allowed(world, lambda user: permissions.sees_scores(user, world.stage)) == STAFF
    assert allowed(world, lambda user: permissions.sees_progress(user, world.stage)) == STAFF
