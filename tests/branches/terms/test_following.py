"""Rosters as they come, their second import, their undo, and what they may not take back."""

from datetime import date

import pytest

from alliances.models import Organization
from branches import roster
from branches.models import Branch, Term, TermReminder
from branches.terms import defaults
from branches.terms.entering import renew
from branches.terms.following import follow, is_next
from branches.terms.mending import mend
from branches.terms.proposing import propose_mend
from branches.terms.reminding import remind
from tests.branches.terms.world import TODAY, make_branch, make_term
from tests.factories import make_committee, make_officer, make_organization, make_staff
from tests.imports.workbooks import BRANCHES, ORGANIZATIONS, put
from tests.imports.workbooks import roster as workbook


def import_roster(committee, *edits):
    return roster.import_now(committee, workbook(*edits))


@pytest.fixture
def committee(db):
    found = make_committee()
    import_roster(found)
    return found


def test_the_dirty_dates_of_the_roster_come_through_honestly(committee):
    terms = Term.objects.filter(committee=committee)

    said = [terms.unknown().filter(said=words).count() for words in ("无", "—", "不详", "")]
    by_month = terms.get(organization__short_name="人行黄山分行", branch=None)

    assert (terms.count(), said) == (694, [14, 12, 9, 10])
    assert not terms.filter(since=None).exclude(due_on=None).exists()
    assert terms.filter(month_only=True).exists() and by_month.years == by_month.organization.term_years
    month = terms.filter(month_only=True, branch=None).first()
    assert (month.since.day, month.due_on.month, month.due_on.day >= 28) == (1, month.since.month, True)


def test_a_second_import_changes_nothing(committee):
    before = list(Term.objects.order_by("pk").values())

    assert import_roster(committee)[0] is None

    assert list(Term.objects.order_by("pk").values()) == before


def test_an_undo_takes_the_terms_away_with_their_bodies(db):
    committee = make_committee()
    record, _ = import_roster(committee)

    roster.undo(record, by=None)

    assert (Term.objects.count(), Branch.objects.count(), Organization.objects.count()) == (0, 0, 0)
    assert record.left_alone == []


# 市委办 elected anew, its first branch corrected by a day, its second unknown now.
LATER = (
    put(ORGANIZATIONS, 6, "本届任期起始", "2026.03.05"),
    put(BRANCHES, 5, "本届任期起始", "20210909"),
    put(BRANCHES, 6, "本届任期起始", "不详"),
)
NAMES = ("第一党支部", "第二党支部")


def test_a_roster_brings_the_next_term_corrects_and_forgets_and_its_undo_brings_all_back(committee):
    before = list(Term.objects.order_by("pk").values())
    record, _ = import_roster(committee, *LATER)
    unit = Organization.objects.get(short_name="市委办")
    old, new = unit.terms.filter(branch=None).order_by("pk")
    first, second = (Term.objects.current().get(branch__in=unit.branches.filter(name=name)) for name in NAMES)

    assert (old.closed_on, new.since, new.approval_document) == (date(2026, 3, 5), date(2026, 3, 5), "")
    assert (first.since, first.due_on) == (date(2021, 9, 9), date(2024, 9, 9))
    assert (second.since, second.due_on, second.said) == (None, None, "不详")

    roster.undo(record, by=None)

    assert list(Term.objects.order_by("pk").values()) == before
    assert record.left_alone == []


def test_what_people_entered_a_roster_does_not_take_back(committee):
    unit = Organization.objects.get(short_name="市委办")
    staff = make_staff(committee)
    facts = {"approval_document": "示例〔2026〕1号", "approved_on": date(2026, 5, 9), "today": TODAY}
    renew(unit.terms.get(branch=None), by=staff, since=date(2026, 5, 8), **facts)
    mended = Term.objects.unknown().first()
    mend(mended, by=staff, since=date(2024, 4, 1), today=TODAY)
    before = list(Term.objects.order_by("pk").values())

    record, plan = import_roster(committee)

    assert record is None
    assert list(Term.objects.order_by("pk").values()) == before
    assert [line for line in plan.warnings if "仍以登记的为准" in line] == [
        "党组织花名册 第6行 本届任期起始：市委办本届任期已登记为2026年5月8日起，仍以登记的为准。"
    ]


def test_reminders_do_not_stop_an_undo_but_what_a_unit_filled_in_keeps_its_term(db):
    committee = make_committee()
    defaults.create_steps(committee)
    record, _ = import_roster(committee)
    assert remind(TODAY)
    unknown = Term.objects.unknown().with_names().first()
    propose_mend(unknown, by=make_officer(unknown.organization), since=date(2024, 4, 1), today=TODAY)

    roster.undo(record, by=None)

    assert list(Term.objects.values_list("pk", flat=True)) == [unknown.pk]
    assert (Branch.objects.get(), TermReminder.objects.count()) == (unknown.branch, 0)
    assert record.left_alone[0] == f"任期“{unknown}”已有任期填报，保留。"


def test_a_renewed_unit_stays_when_the_import_that_made_it_is_undone(db):
    committee = make_committee()
    record, _ = import_roster(committee)
    term = Term.objects.filter(organization__short_name="市委办", branch=None).get()
    facts = {"approval_document": "示例〔2026〕1号", "approved_on": date(2026, 5, 9), "today": TODAY}
    renew(term, by=make_staff(committee), since=date(2026, 5, 8), **facts)

    roster.undo(record, by=None)

    assert [one.since for one in Term.objects.order_by("pk")] == [date(2021, 4, 7), date(2026, 5, 8)]
    assert Organization.objects.get().term_since == date(2026, 5, 8)


@pytest.mark.parametrize(
    ("since", "found"),
    [
        (date(2025, 11, 22), False),
        (date(2025, 11, 23), True),
        (date(2027, 1, 1), True),
        (date(2023, 11, 23), False),
        (date(2020, 1, 1), False),
        (None, False),
    ],
)
def test_a_later_day_is_the_next_term_only_near_the_end(world, term, since, found):
    assert is_next(term, since) is found


def test_a_changed_length_touches_no_running_term(world):
    unit = make_organization(committee=world.committee, kind="committee", term_since=date(2024, 1, 1))
    follow([unit], source=Term.Source.ROSTER)
    world.committee.term_lengths.filter(kind="committee").update(years=4)

    unit.term_since = date(2024, 1, 2)
    follow([unit], source=Term.Source.ROSTER)

    assert [(one.since, one.years) for one in unit.terms.all()] == [(date(2024, 1, 2), 5)]


def test_an_organizations_term_is_not_its_branches(world, term):
    branch = make_branch(world.unit)
    make_term(world.unit, branch, since=date(2025, 1, 1))

    assert Term.objects.current().filter(organization=world.unit).count() == 2
