"""Which brand takes part: dates, kinds, limits, levels; accepted, refused, withdrawn."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier

import pytest
from django.db import connection

from assessments import entering, lots, sheets
from assessments.models import Contest, Entry
from portal.access import WrongState
from tests.factories import (
    make_alliance,
    make_award,
    make_branch,
    make_brand,
    make_committee,
    make_contest,
    make_entry,
    make_honour,
    make_judge,
    make_level,
    make_member,
    make_officer,
    make_open_stage,
    make_organization,
    make_seat,
    make_sound_contest,
    make_staff,
    make_stage,
    score,
    sheet_of,
)

SINCE, UNTIL = date(2026, 3, 1), date(2026, 3, 31)
DAY = date(2026, 3, 15)


def make_call(**fields):
    """A contest that takes entries in March 2026."""
    return make_contest(state=Contest.State.ENTRIES, entries_since=SINCE, entries_until=UNTIL, **fields)


def make_own_brand(contest, **fields):
    """An officer and the brand of the officer's unit."""
    unit = make_organization(committee=contest.committee)
    return make_officer(unit), make_brand(organization=unit, **fields)


def refusal(contest, brand, by, day=DAY):
    with pytest.raises(WrongState) as refused:
        entering.enter(contest, brand, by=by, day=day)
    return str(refused.value)


@pytest.mark.django_db
def test_entry_freezes_the_version_and_where_its_owner_sits():
    contest = make_call()
    seat = make_seat(alliance=make_alliance(committee=contest.committee))
    seat.organization.committee = contest.committee
    brand = make_brand(organization=seat.organization)
    officer = make_officer(seat.organization)

    entry = entering.enter(contest, brand, by=officer, day=DAY)

    assert (entry.version, entry.organization, entry.alliance) == (brand.published, seat.organization, seat.alliance)
    assert (entry.state, entry.number, entry.entered_by) == ("entered", None, officer)


DAYS = {
    "day before": (SINCE - timedelta(days=1), "征集从2026-03-01开始。"),
    "first day": (SINCE, None),
    "last day": (UNTIL, None),
    "day after": (UNTIL + timedelta(days=1), "征集已于2026-03-31截止。确有特殊情况，请联系工委。"),
}


@pytest.mark.django_db
@pytest.mark.parametrize(("day", "words"), DAYS.values(), ids=DAYS)
def test_entry_dates_are_inclusive(day, words):
    contest = make_call()
    officer, brand = make_own_brand(contest)

    if words:
        assert refusal(contest, brand, officer, day) == words
    else:
        assert entering.enter(contest, brand, by=officer, day=day).state == "entered"


@pytest.mark.django_db
def test_committee_records_what_came_late_and_the_trail_says_so():
    contest = make_call()
    _, brand = make_own_brand(contest)

    entry = entering.enter(contest, brand, by=make_staff(contest.committee), day=UNTIL + timedelta(days=1))

    assert contest.steps.get().reason == f"“{entry}”（截止后由工委代录）"


@pytest.mark.django_db
@pytest.mark.parametrize("state", ["setup", "judging", "judged", "publicity", "awarded", "cancelled"])
def test_nothing_is_entered_outside_the_call(state):
    contest = make_call()
    officer, brand = make_own_brand(contest)
    Contest.objects.filter(pk=contest.pk).update(state=state)

    words = refusal(contest, brand, officer)

    assert words == f"“{contest}”现在是“{Contest.State(state).label}”，不在征集。"


KINDS = {
    "branch": ("takes_branches", "本次不接受支部品牌。"),
    "organization": ("takes_organizations", "本次不接受单位品牌。"),
    "alliance": ("takes_alliances", "本次不接受联盟品牌。"),
}


@pytest.mark.django_db
@pytest.mark.parametrize("taken", [True, False], ids=["taken", "not taken"])
@pytest.mark.parametrize("kind", KINDS)
def test_only_the_kinds_that_are_called_for(kind, taken):
    name, words = KINDS[kind]
    contest = make_call(**{name: taken})
    unit = make_organization(committee=contest.committee)
    officer = make_officer(unit)
    if kind == "alliance":
        alliance = make_alliance(committee=contest.committee)
        make_seat(alliance=alliance, organization=unit, role="lead")
        brand = make_brand(alliance=alliance)
    else:
        brand = make_brand(branch=make_branch(organization=unit)) if kind == "branch" else make_brand(organization=unit)

    if taken:
        assert entering.enter(contest, brand, by=officer, day=DAY).brand == brand
    else:
        assert refusal(contest, brand, officer) == words


@pytest.mark.django_db
def test_unpublished_and_ended_brands_stay_out():
    contest = make_call()
    officer, draft = make_own_brand(contest, state="draft")
    other, ended = make_own_brand(contest, ended_on=date(2026, 1, 1))

    assert refusal(contest, draft, officer) == "品牌还没有发布，发布后才能报送。"
    assert refusal(contest, ended, other) == "品牌已于2026-01-01停用。"


@pytest.mark.django_db
def test_barred_level_keeps_out_until_it_is_withdrawn():
    contest = make_call()
    level = make_level(contest.committee, "十佳")
    contest.barred_levels.add(level)
    officer, brand = make_own_brand(contest)
    honour = make_honour(brand, level=level)
    before = refusal(contest, brand, officer)

    honour.withdrawn_on = date(2026, 2, 1)
    honour.save()

    assert before == "已是“十佳”，本次不重复申报。"
    assert entering.enter(contest, brand, by=officer, day=DAY).state == "entered"


@pytest.mark.django_db
def test_brand_is_entered_once_until_it_is_refused():
    contest = make_call()
    officer, brand = make_own_brand(contest)
    entry = entering.enter(contest, brand, by=officer, day=DAY)
    twice = refusal(contest, brand, officer)
    entry.refuse(by=make_staff(contest.committee), reason="材料不全")

    again = entering.enter(contest, brand, by=officer, day=DAY)

    assert twice == "已经报送。"
    assert (entry.state, again.state) == ("refused", "entered")


@pytest.mark.django_db
@pytest.mark.parametrize("state", ["refused", "withdrawn"])
def test_limit_per_unit_counts_what_stands(state):
    contest = make_call(limit_per_organization=1)
    unit = make_organization(committee=contest.committee)
    officer = make_officer(unit)
    brands = [make_brand(branch=make_branch(organization=unit)) for _ in range(2)]
    first = entering.enter(contest, brands[0], by=officer, day=DAY)
    full = refusal(contest, brands[1], officer)

    Entry.objects.filter(pk=first.pk).update(state=state)

    assert full == "本单位已报送1件，最多1件。"
    assert entering.enter(contest, brands[1], by=officer, day=DAY).state == "entered"


@pytest.mark.django_db
def test_limit_per_alliance_counts_all_its_units():
    contest = make_call(limit_per_alliance=1)
    alliance = make_alliance(committee=contest.committee)
    units = [make_organization(committee=contest.committee) for _ in range(2)]
    for unit in units:
        make_seat(alliance=alliance, organization=unit)
    entering.enter(contest, make_brand(organization=units[0]), by=make_officer(units[0]), day=DAY)

    words = refusal(contest, make_brand(organization=units[1]), make_officer(units[1]))

    assert words == "所在联盟已报送1件，最多1件。"


@pytest.mark.django_db
@pytest.mark.parametrize("who", ["stranger", "member", "other committee", "foreign staff"])
def test_nobody_enters_the_brand_of_another_unit(who):
    contest = make_call()
    _, brand = make_own_brand(contest)
    by = {
        "stranger": lambda: make_officer(make_organization(committee=contest.committee)),
        "member": lambda: make_member(brand.organization),
        "other committee": make_officer,
        "foreign staff": make_staff,
    }[who]()

    assert refusal(contest, brand, by) == f"“{brand}”不是您单位的品牌，不能代为报送。"


@pytest.mark.django_db
def test_brand_of_another_committee_is_not_taken():
    contest = make_call()
    brand = make_brand(committee=make_committee())

    assert "不是您单位的品牌" in refusal(contest, brand, make_staff(contest.committee))


@pytest.mark.django_db
def test_offered_brands_say_why_not_and_the_free_ones_come_first():
    contest = make_call(takes_organizations=False)
    unit = make_organization(committee=contest.committee)
    officer = make_officer(unit)
    own = make_brand(organization=unit)
    entered, free, draft = (make_brand(branch=make_branch(organization=unit)) for _ in range(3))
    draft.published = None
    draft.save()
    make_own_brand(contest)
    entry = entering.enter(contest, entered, by=officer, day=DAY)

    offers = entering.offered(contest, officer, DAY)

    assert offers[0] == entering.Offer(free, "")
    assert {(offer.brand, offer.why_not, offer.entry) for offer in offers[1:]} == {
        (own, "本次不接受单位品牌。", None),
        (entered, "已经报送。", entry),
        (draft, "品牌还没有发布，发布后才能报送。", None),
    }


@pytest.mark.django_db
def test_offers_cost_the_same_for_many_brands(django_assert_max_num_queries):
    contest = make_call()
    unit = make_organization(committee=contest.committee)
    for _ in range(4):
        make_brand(branch=make_branch(organization=unit))

    with django_assert_max_num_queries(7):
        offers = entering.offered(contest, make_staff(contest.committee), DAY)
        assert len([offer.brand.owner for offer in offers]) == 4


@pytest.mark.django_db
def test_members_and_judges_are_offered_nothing():
    contest = make_call()
    _, brand = make_own_brand(contest)

    assert entering.offered(contest, make_member(brand.organization), DAY) == []


@pytest.mark.django_db(transaction=True)
def test_of_two_officers_at_the_limit_one_is_refused():
    contest = make_call(limit_per_organization=1)
    unit = make_organization(committee=contest.committee)
    officers = [make_officer(unit) for _ in range(2)]
    brands = [make_brand(branch=make_branch(organization=unit)) for _ in range(2)]
    together = Barrier(2)

    def enter(number):
        try:
            together.wait()
            stale = Contest.objects.get(pk=contest.pk)
            entering.enter(stale, brands[number], by=officers[number], day=DAY)
            return "entered"
        except WrongState as refused:
            return str(refused)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        outcomes = sorted(pool.map(enter, range(2)))

    assert outcomes == ["entered", "本单位已报送1件，最多1件。"]


# Accepted, refused, withdrawn


@pytest.mark.django_db
def test_numbers_are_given_at_acceptance_and_never_again():
    contest = make_call()
    staff = make_staff(contest.committee)
    entries = [make_entry(contest, state="entered") for _ in range(3)]
    for entry in (entries[2], entries[0]):
        entry.accept(by=staff)
    entries[0].withdraw(by=staff, reason="单位申请")
    entries[1].accept(by=staff)

    assert [entry.number for entry in entries] == [2, 3, 1]


@pytest.mark.django_db
@pytest.mark.parametrize("step", ["accept", "refuse"])
def test_of_two_who_decide_the_second_is_told(step):
    contest = make_call()
    staff = make_staff(contest.committee)
    entry = make_entry(contest, state="entered")
    stale = Entry.objects.get(pk=entry.pk)
    words = {"reason": "材料不全"} if step == "refuse" else {}
    getattr(entry, step)(by=staff, **words)

    with pytest.raises(WrongState, match="不能办理这一步"):
        getattr(stale, step)(by=staff, **words)

    assert contest.steps.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize("step", ["refuse", "withdraw"])
@pytest.mark.parametrize("reason", ["", "  ", "长" * 201])
def test_refusing_and_withdrawing_need_a_reason_of_fitting_length(step, reason):
    entry = make_entry(make_call(), state="entered")

    with pytest.raises(WrongState, match="原因"):
        getattr(entry, step)(by=make_staff(entry.contest.committee), reason=reason)

    assert Entry.objects.get(pk=entry.pk).state == "entered"


@pytest.mark.django_db
def test_entry_withdrawn_after_the_lot_leaves_the_order_and_the_numbers_as_they_are():
    stage = make_open_stage(judges=1, entries=3)
    staff = make_staff(stage.contest.committee)
    before = list(stage.turns.values_list("order_number", "entry"))
    second = stage.turns.get(order_number=2).entry
    judge = stage.judges.get()
    sheet = score(sheet_of(judge, second), 50, 30)
    stage.show(stage.turns.get(order_number=2), by=staff)

    second.withdraw(by=staff, reason="单位申请")

    assert list(stage.turns.values_list("order_number", "entry")) == before
    assert [turn.order_number for turn in stage.turns.taking_part()] == [1, 3]
    sheet.refresh_from_db()
    assert (sheet.state, sheet.reason, sheet.marks.count()) == ("void", "作品已退出比赛", 2)
    stage.refresh_from_db()
    assert stage.current is None
    with pytest.raises(WrongState, match="已退出比赛，不用打分，没有保存"):
        sheets.put_mark(sheet, stage.criteria.first(), "40", by=judge.user)
    with pytest.raises(WrongState, match="已退出比赛，跳过即可"):
        stage.show(stage.turns.get(order_number=2), by=staff)


@pytest.mark.django_db
def test_stage_closes_without_the_sheets_of_the_withdrawn():
    stage = make_open_stage(judges=1, entries=2)
    staff = make_staff(stage.contest.committee)
    first, last = (turn.entry for turn in stage.turns.all())
    score(sheet_of(stage.judges.get(), first), 50, 30)
    last.withdraw(by=staff, reason="单位申请")

    stage.close(by=staff)

    assert stage.state == "closed"


@pytest.mark.django_db
def test_withdrawn_entry_is_not_drawn():
    contest = make_contest(state="judging")
    make_award(contest)
    stage = make_stage(contest)
    make_judge(contest)
    entries = [make_entry(contest) for _ in range(3)]
    stage.admit(entries)
    staff = make_staff(contest.committee)
    entries[1].withdraw(by=staff, reason="单位申请")

    assert sorted(lots.draw(stage, "一", by=staff).order) == [1, 3]


@pytest.mark.django_db
def test_cancelled_contest_takes_no_step_any_more():
    contest = make_sound_contest(state=Contest.State.ENTRIES)
    staff = make_staff(contest.committee)
    entry = make_entry(contest, state="entered")
    contest.cancel(by=staff, reason="改期")

    for step in (lambda: entry.accept(by=staff), lambda: contest.close_entries(by=staff)):
        with pytest.raises(WrongState, match="现在是“取消”"):
            step()
    with pytest.raises(WrongState, match="现在是“取消”"):
        contest.cancel(by=staff, reason="改期")
