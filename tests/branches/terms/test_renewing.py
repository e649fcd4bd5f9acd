from datetime import date

import pytest

from branches.models import Term, TermProposal
from branches.terms.entering import approve, renew
from branches.terms.extending import extend
from branches.terms.mending import mend
from branches.terms.proposing import propose_renewal
from letters.cases import Case
from letters.models import Letter, Recipient
from portal.access import WrongState
from tests.branches.terms.world import TODAY, make_branch, make_term
from tests.factories import make_officer

FACTS = {"approval_document": "示例工委〔2026〕12号", "approved_on": date(2026, 11, 20), "today": TODAY}


def test_a_new_term_closes_the_old_one_and_is_copied_to_its_body(world, term):
    new = renew(term, by=world.staff, since=date(2026, 11, 10), years=4, **FACTS)

    term.refresh_from_db()
    world.unit.refresh_from_db()
    assert (term.closed_on, term.is_open) == (date(2026, 11, 10), False)
    assert (new.since, new.due_on, new.approval_document) == (
        date(2026, 11, 10),
        date(2030, 11, 10),
        "示例工委〔2026〕12号",
    )
    assert (world.unit.term_since, world.unit.term_month_only, world.unit.term_years) == (date(2026, 11, 10), False, 4)
    assert new.history.get().history_user == world.staff
    assert Term.objects.count() == 2


@pytest.mark.parametrize(("kind", "years"), [("committee", 5), ("general", 3), ("branch", 3)])
def test_the_new_term_is_as_long_as_its_kind_says(world, kind, years):
    world.unit.kind = kind
    world.unit.save()

    new = renew(make_term(world.unit), by=world.staff, since=date(2026, 11, 10), **FACTS)

    assert new.years == years


def test_the_length_is_a_row_the_committee_changes(world, term):
    world.unit.kind = "committee"
    world.unit.save()
    world.committee.term_lengths.filter(kind="committee").update(years=4)

    new = renew(term, by=world.staff, since=date(2026, 11, 10), **FACTS)

    term.refresh_from_db()
    assert (new.years, term.years) == (4, 3)


def test_a_kind_without_a_length_has_to_say_it(world):
    unknown = make_term(world.unit, since=None, years=None)

    with pytest.raises(WrongState, match="请填写年限"):
        renew(unknown, by=world.staff, since=date(2026, 11, 10), **FACTS)


def test_a_second_approval_is_refused(world, term):
    renew(term, by=world.staff, since=date(2026, 11, 10), **FACTS)

    with pytest.raises(WrongState, match="不能再登记批复"):
        renew(term, by=world.staff, since=date(2026, 11, 11), **FACTS)

    assert Term.objects.count() == 2


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"since": date(2023, 11, 23)}, "不能在开始之前结束"),
        ({"since": date(2020, 1, 1)}, "不能在开始之前结束"),
        ({"since": date(2026, 11, 24)}, "选举日期不能晚于今天"),
        ({"since": date(1, 1, 1)}, "选举日期不能晚于今天"),
        ({"approved_on": date(2027, 1, 1)}, "批复日期不能晚于今天"),
        ({"approved_on": date(2024, 1, 1)}, "早一年以上"),
        ({"approval_document": " \x00 "}, "请填写换届批复文号"),
        ({"approval_document": "号" * 61}, "60字以内"),
        ({"since": date(2026, 1, 10), "approved_on": date(2026, 1, 12)}, "提前换届的批准文号"),
        ({"years": 99}, "1至10年"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_written(world, term, change, words):
    with pytest.raises(WrongState, match=words):
        renew(term, by=world.staff, **{"since": date(2026, 11, 10), **FACTS, **change})

    assert Term.objects.get().closed_on is None


def test_an_early_election_needs_its_own_approval_within_half_a_year_it_does_not(world):
    early, near = make_term(world.unit), make_term(world.unit, make_branch(world.unit))

    new = renew(early, by=world.staff, since=date(2026, 1, 10), early_document="示例〔2026〕1号", **FACTS)
    renew(near, by=world.staff, since=date(2026, 5, 23), **FACTS)

    assert new.early_document == "示例〔2026〕1号"


def test_terms_of_one_body_do_not_overlap(world, term):
    new = renew(term, by=world.staff, since=date(2026, 11, 10), **FACTS)

    with pytest.raises(WrongState, match="与上一届重叠"):
        mend(new, by=world.staff, since=date(2026, 11, 9), today=TODAY)

    assert mend(new, by=world.staff, since=date(2026, 11, 12), today=TODAY).since == date(2026, 11, 12)


def test_an_unknown_day_is_mended_to_the_month(world):
    branch = make_branch(world.unit)
    unknown = make_term(world.unit, branch, since=None, said="不详")
    assert (unknown.is_unknown, unknown.lacking, unknown.status(TODAY)["label"]) == (True, "名册写“不详”", "任期不详")

    mended = mend(unknown, by=world.staff, since=date(2024, 2, 9), month_only=True, today=TODAY)

    branch.refresh_from_db()
    assert (mended.since, mended.due_on, mended.said) == (date(2024, 2, 1), date(2027, 2, 28), "")
    assert (branch.term_since, branch.term_month_only) == (date(2024, 2, 1), True)


def test_the_approval_of_a_term_from_the_roster_is_entered_once(world, term):
    approve(term, by=world.staff, approval_document="示例〔2023〕9号", approved_on=date(2023, 12, 1), today=TODAY)

    with pytest.raises(WrongState, match="不能登记第二次"):
        approve(term, by=world.staff, approval_document="示例〔2024〕1号", approved_on=date(2024, 1, 1), today=TODAY)


def _extend(world, term, until, **change):
    facts = {"document": "示例〔2026〕3号", "decided_on": date(2026, 11, 1), "today": TODAY, **change}
    return extend(term, by=world.staff, until=until, **facts)


def test_an_extension_lasts_a_year_at_most_and_a_second_one_stays_within_it(world, term):
    _extend(world, term, date(2027, 5, 23))
    extended = _extend(world, term, date(2027, 11, 23), document="示例〔2026〕4号")

    assert (extended.ends_on, extended.due_on) == (date(2026, 11, 23), date(2027, 11, 23))
    with pytest.raises(WrongState, match="最迟延至2027年11月23日"):
        _extend(world, term, date(2027, 11, 24))


@pytest.mark.parametrize(
    ("until", "change", "words"),
    [
        (date(2027, 11, 24), {}, "延期不超过一年"),
        (date(9999, 12, 31), {}, "延期不超过一年"),
        (date(2026, 11, 23), {}, "应晚于现在的应换届日期"),
        (date(2027, 1, 1), {"decided_on": date(2026, 11, 24)}, "不能晚于今天"),
        (date(2027, 1, 1), {"decided_on": date(2023, 1, 1)}, "早于本届任期起始"),
        (date(2027, 1, 1), {"document": ""}, "请填写延期批准文号"),
    ],
)
def test_an_extension_that_cannot_be_is_refused(world, term, until, change, words):
    with pytest.raises(WrongState, match=words):
        _extend(world, term, until, **change)

    assert Term.objects.get().extended_until is None


def test_what_has_no_end_is_not_extended(world):
    with pytest.raises(WrongState, match="请先补正"):
        _extend(world, make_term(world.unit, since=None), date(2027, 1, 1))


def test_a_new_term_closes_the_letters_about_the_old_one(world, term):
    letter = Letter.objects.create(
        committee=world.committee, kind="reminder", title="关于按期换届的提醒函", case=term.case_key, state="issued"
    )
    part = Recipient.objects.create(letter=letter, organization=world.unit)
    assert Case(term.case_key, world.unit).key == f"term:{term.pk}"

    renew(term, by=world.staff, since=date(2026, 11, 10), **FACTS)

    part.refresh_from_db()
    letter.refresh_from_db()
    assert (part.state, letter.state) == ("closed", "closed")


def test_what_the_unit_filled_in_waits_no_longer_once_staff_entered_it(world, term):
    propose_renewal(term, by=make_officer(world.unit), since=date(2026, 11, 10), **FACTS)

    renew(term, by=world.staff, since=date(2026, 11, 10), **FACTS)

    proposal = TermProposal.objects.get()
    assert (proposal.state, proposal.decided_by, proposal.reason) == (
        "refused",
        world.staff,
        "工委已按批复登记这次换届。",
    )
