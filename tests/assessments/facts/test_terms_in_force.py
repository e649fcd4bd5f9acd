"""An assessment judges by the term that was in force on its last day, with the extensions decided by then."""

from datetime import date

import pytest

from branches.terms.entering import renew
from branches.terms.extending import extend
from tests.assessments.facts.test_standing import ask, branch_of
from tests.branches.terms.world import make_term
from tests.factories import make_staff

pytestmark = pytest.mark.django_db
TODAY = date(2027, 6, 1)  # the period of `ask` ends on 2026-12-31


@pytest.fixture
def branch(unit):
    return branch_of(unit, term_since=date(2023, 6, 1))


@pytest.fixture
def term(branch):
    return make_term(branch.organization, branch, since=date(2023, 6, 1))


def text_of(branch):
    facts = ask("terms_on_time", branch)
    return facts.items[0].text, facts.total


def _renew(term, since):
    facts = {"approval_document": "示例〔2026〕1号", "approved_on": since, "today": TODAY}
    return renew(term, by=make_staff(term.committee), since=since, **facts)


def _extend(term, decided_on):
    facts = {"document": "示例〔2026〕2号", "decided_on": decided_on, "today": TODAY}
    return extend(term, by=make_staff(term.committee), until=date(2027, 6, 1), **facts)


def test_a_term_without_anything_is_over(branch, term):
    assert text_of(branch) == ("第一党支部，2023年6月1日起任期3年，2026年6月1日前应换届，逾期未换届", 0)


@pytest.mark.parametrize(
    ("since", "text", "total"),
    [
        (date(2026, 12, 31), "第一党支部，2026年12月31日起任期3年，2029年12月31日前应换届，未到期", 1),
        (date(2027, 1, 1), "第一党支部，2023年6月1日起任期3年，2026年6月1日前应换届，逾期未换届", 0),
    ],
)
def test_a_renewal_counts_from_its_day_on(branch, term, since, text, total):
    _renew(term, since)

    assert text_of(branch) == (text, total)


@pytest.mark.parametrize(
    ("decided_on", "text", "total"),
    [
        (date(2026, 12, 31), "第一党支部，2023年6月1日起任期3年，延期，2027年6月1日前应换届，未到期", 1),
        (date(2027, 1, 1), "第一党支部，2023年6月1日起任期3年，2026年6月1日前应换届，逾期未换届", 0),
    ],
)
def test_an_extension_counts_from_its_decision_on(branch, term, decided_on, text, total):
    _extend(term, decided_on)

    assert text_of(branch) == (text, total)


def test_a_branchs_terms_do_not_stand_for_its_organization(unit, branch, term):
    make_term(unit, since=date(2026, 2, 1), years=5)

    facts = ask("terms_on_time", unit)

    assert [(item.text.partition("起")[0], item.counts) for item in facts.items] == [
        (f"{unit}，2026年2月1日", True),
        ("第一党支部，2023年6月1日", False),
    ]
