"""Who stands aside, and has no sheet: own unit, own alliance where the contest says so, and what was declared."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from assessments import conflicts, lots, panel, sheets
from assessments.models import Conflict, Sheet
from portal.access import WrongState
from tests.factories import (
    make_alliance,
    make_award,
    make_branch,
    make_brand,
    make_contest,
    make_entry,
    make_judge,
    make_open_stage,
    make_organization,
    make_seat,
    make_staff,
    make_stage,
    make_user,
    score,
    sheet_of,
)

pytestmark = pytest.mark.django_db


class World:
    """A contest in its first stage with one entry of a seated unit, one of the alliance itself, one of elsewhere."""

    def __init__(self, **fields):
        self.contest = make_contest(state="judging", takes_alliances=True, **fields)
        make_award(self.contest)
        self.committee = self.contest.committee
        self.staff = make_staff(self.committee)
        self.alliance = make_alliance(committee=self.committee)
        self.unit = self.organization()
        self.seat = make_seat(alliance=self.alliance, organization=self.unit)
        self.stage = make_stage(self.contest, name="决赛")
        self.entries = {
            "own": make_entry(self.contest, make_brand(organization=self.unit), alliance=self.alliance),
            "alliance": make_entry(self.contest, make_brand(alliance=self.alliance)),
            "other": make_entry(self.contest),
        }
        make_judge(self.contest)

    def organization(self):
        return make_organization(committee=self.committee)

    def open(self):
        self.stage.admit(self.entries.values())
        lots.draw(self.stage, "一", by=self.staff)
        self.stage.open(by=self.staff)

    def kinds(self, judge):
        """By the name of the entry, why the judge stands aside; None where there is a sheet."""
        rows = dict(Conflict.objects.filter(judge=judge).values_list("entry", "kind"))
        sheets = set(Sheet.objects.filter(judge=judge).standing().values_list("turn__entry", flat=True))
        found = {name: rows.get(entry.pk) for name, entry in self.entries.items()}
        assert {name for name, entry in self.entries.items() if entry.pk in sheets} == {
            name for name, kind in found.items() if kind is None
        }
        return found


NOBODY = {"own": None, "alliance": None, "other": None}
OWN = NOBODY | {"own": "own_unit"}
SEATED = OWN | {"alliance": "seat"}


@pytest.mark.parametrize(("seats_conflict", "kinds"), [(False, OWN), (True, SEATED)], ids=["by unit", "by seat too"])
def test_judge_from_the_unit_of_an_entry(seats_conflict, kinds):
    world = World(seats_conflict=seats_conflict)
    judge = make_judge(world.contest, organization=world.unit)

    world.open()

    assert world.kinds(judge) == kinds


@pytest.mark.parametrize(
    ("seats_conflict", "kinds"), [(False, NOBODY), (True, {"own": "seat", "alliance": "seat", "other": None})]
)
def test_judge_from_another_unit_of_the_alliance(seats_conflict, kinds):
    world = World(seats_conflict=seats_conflict)
    unit = make_seat(alliance=world.alliance, organization=world.organization()).organization
    judge = make_judge(world.contest, organization=unit)

    world.open()

    assert world.kinds(judge) == kinds


def test_judge_from_the_unit_that_heads_an_alliance_does_not_judge_its_brand():
    world = World(seats_conflict=False)
    head = make_seat(alliance=world.alliance, organization=world.organization(), role="lead").organization
    judge = make_judge(world.contest, organization=head)

    world.open()

    assert world.kinds(judge) == NOBODY | {"alliance": "own_unit"}


SEATS = {
    "ended yesterday": (-30, -1, NOBODY),
    "ends today": (-30, 0, {"own": "seat", "alliance": "seat", "other": None}),
    "begins today": (0, None, {"own": "seat", "alliance": "seat", "other": None}),
    "begins tomorrow": (1, None, NOBODY),
}


@pytest.mark.parametrize(("since", "until", "kinds"), SEATS.values(), ids=SEATS)
def test_seat_counts_on_the_day_the_stage_opens(since, until, kinds):
    world = World(seats_conflict=True)
    today = timezone.localdate()
    unit = world.organization()
    make_seat(
        alliance=world.alliance,
        organization=unit,
        since=today + timedelta(days=since),
        until=None if until is None else today + timedelta(days=until),
    )
    judge = make_judge(world.contest, organization=unit)

    world.open()

    assert world.kinds(judge) == kinds


def test_unit_of_the_account_counts_where_the_panel_names_none():
    world = World()
    judge = make_judge(world.contest, user=make_user(organization=world.unit), organization=None)

    world.open()

    assert world.kinds(judge) == OWN


def test_judge_from_elsewhere_judges_everything():
    world = World(seats_conflict=True)
    judge = make_judge(world.contest)

    world.open()

    assert world.kinds(judge) == NOBODY


def test_declared_before_the_stage_opens_there_is_no_sheet():
    world = World()
    judge = make_judge(world.contest)
    conflicts.declare(judge, world.entries["other"], "配偶在该单位", by=judge.user)

    world.open()

    assert world.kinds(judge) == NOBODY | {"other": "declared"}


@pytest.mark.parametrize("signed", [False, True], ids=["open", "signed"])
def test_declared_while_scoring_the_sheet_becomes_void_and_keeps_its_marks(signed):
    world = World()
    judge = make_judge(world.contest)
    world.open()
    sheet = score(sheet_of(judge, world.entries["other"]), 50, 30, sign=signed)

    conflicts.declare(judge, world.entries["other"], "配偶在该单位", by=judge.user)

    assert world.kinds(judge) == NOBODY | {"other": "declared"}
    sheet.refresh_from_db()
    assert (sheet.state, sheet.reason, sheet.marks.count()) == ("void", "回避：评委申请回避", 2)
    assert sheet.changes.first().act == "void"
    with pytest.raises(WrongState, match="已作废（回避：评委申请回避），没有保存"):
        sheets.put_mark(sheet, world.stage.criteria.first(), "1", by=judge.user)


def test_declared_after_the_stage_closed_is_for_the_committee_to_reopen_first():
    world = World()
    world.open()
    judge = world.stage.judges.get()
    for entry in world.entries.values():
        score(sheet_of(judge, entry), 50, 30)
    world.stage.close(by=world.staff)
    entry = world.entries["other"]

    with pytest.raises(WrongState, match="“决赛”评分已结束。请工委重新开放评分后，再登记回避"):
        conflicts.declare(judge, entry, "配偶在该单位", by=judge.user)
    world.stage.reopen(by=world.staff, reason="评委申请回避")
    conflicts.declare(judge, entry, "配偶在该单位", by=world.staff)

    assert world.kinds(judge) == NOBODY | {"other": "declared"}


def test_declared_twice_is_refused():
    world = World()
    judge = make_judge(world.contest)
    conflicts.declare(judge, world.entries["other"], "配偶在该单位", by=judge.user)

    with pytest.raises(WrongState, match="已经回避"):
        conflicts.declare(judge, world.entries["other"], "又一次", by=judge.user)


@pytest.mark.parametrize("who", ["another judge", "stranger", "foreign staff"])
def test_nobody_else_declares_for_a_judge(who):
    world = World()
    judge = make_judge(world.contest)
    by = {
        "another judge": lambda: make_judge(world.contest).user,
        "stranger": lambda: make_user(committee=world.committee),
        "foreign staff": make_staff,
    }[who]()

    with pytest.raises(WrongState, match="由评委本人申请，或由工委登记"):
        conflicts.declare(judge, world.entries["other"], "某事", by=by)


@pytest.mark.parametrize("reason", ["", " ", "长" * 201])
def test_declaring_needs_a_reason(reason):
    world = World()
    judge = make_judge(world.contest)

    with pytest.raises(WrongState, match="请写明回避的原因"):
        conflicts.declare(judge, world.entries["other"], reason, by=judge.user)


def test_entry_of_another_contest_is_no_matter_of_this_judge():
    world, elsewhere = World(), World()
    judge = make_judge(world.contest)

    with pytest.raises(WrongState, match="不是这场比赛的评委"):
        conflicts.declare(judge, elsewhere.entries["other"], "某事", by=judge.user)


def test_late_entry_is_looked_at_before_its_sheets_are_made():
    world = World()
    judge = make_judge(world.contest, organization=world.unit)
    late = make_entry(world.contest, make_brand(branch=make_branch(organization=world.unit)))
    world.open()

    (turn,) = world.stage.admit([late])

    assert turn.order_number == 4
    assert not Sheet.objects.filter(judge=judge, turn=turn).exists()
    assert Sheet.objects.filter(turn=turn).count() == 1
    assert judge.conflicts.get(entry=late).kind == "own_unit"


def test_deriving_again_writes_nothing_twice_and_voids_what_is_no_longer_right():
    world = World()
    judge = make_judge(world.contest)
    world.open()
    judge.organization = world.unit
    judge.save()

    first, second = conflicts.derive(world.stage), conflicts.derive(world.stage)

    assert ([row.kind for row in first], second) == (["own_unit"], [])
    assert sheet_of(judge, world.entries["own"]).state == "void"


def test_those_who_stood_aside_are_named_for_the_result():
    world = World()
    own = make_judge(world.contest, organization=world.unit)
    declared = make_judge(world.contest)
    gone = make_judge(world.contest, organization=world.unit)
    world.open()
    conflicts.declare(declared, world.entries["other"], "配偶在该单位", by=world.staff)
    from_panel = world.stage.judges.exclude(pk__in=[own.pk, declared.pk, gone.pk]).get()
    panel.remove(gone, by=world.staff, reason="因病")

    found = {(row.judge, row.entry, row.kind) for row in conflicts.stood_aside(world.stage)}

    assert found == {(own, world.entries["own"], "own_unit"), (declared, world.entries["other"], "declared")}
    assert from_panel.conflicts.count() == 0


def test_who_declared_after_a_locked_stage_scored_in_it_and_did_not_stand_aside_there():
    stage = make_open_stage(judges=1, entries=1)
    judge, entry = stage.judges.get(), stage.turns.get().entry
    score(sheet_of(judge, entry), 50, 30)
    stage.close(by=make_staff(stage.contest.committee))
    stage.move("locked", allowed=["closed"])

    conflicts.declare(judge, entry, "调入该单位", by=judge.user)

    assert conflicts.stood_aside(stage) == []
    assert sheet_of(judge, entry).state == "signed"


def test_stage_does_not_open_when_too_few_are_left_for_an_entry():
    world = World()
    world.stage.when_few, world.stage.least_judges = "refuse", 2
    world.stage.save()
    make_judge(world.contest, organization=world.unit)

    with pytest.raises(WrongState) as refusal:
        world.open()

    name = world.entries["own"].version.name
    assert str(refusal.value) == f"决赛：“{name}”除去回避只有1位评委，少于2位，出不了结果，请增补评委。"
    assert not Sheet.objects.exists()
    assert not Conflict.objects.exists()


def test_foreseen_conflicts_write_nothing():
    world = World(seats_conflict=True)
    judge = make_judge(world.contest, organization=world.unit)

    found = conflicts.foreseen(world.contest, [judge], list(world.entries.values()), date(2026, 3, 1))

    assert found == [(judge, world.entries["own"], "own_unit"), (judge, world.entries["alliance"], "seat")]
    assert not Conflict.objects.exists()
