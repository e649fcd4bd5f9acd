"""Two hundred judges at the same moment (PostgreSQL), and one judge on several telephones."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from assessments import sheets
from assessments.models import Mark, MarkChange, Sheet
from tests.assessments.judges.panel import Panel, client_of

pytestmark = pytest.mark.django_db(transaction=True)
JUDGES = 200 if connection.vendor == "postgresql" else 60  # SQLite writes one after the other
TELEPHONES = 8


def together(number, act):
    """act(0), act(1), … at once, each by a connection of its own."""

    def alone(place):
        try:
            return act(place)
        finally:
            connection.close()

    with ThreadPoolExecutor(number) as pool:
        return list(pool.map(alone, range(number)))


def threads():
    """SQLite writes one after the other; a queue as long as PostgreSQL's would only wait."""
    return 32 if connection.vendor == "postgresql" else 4


def test_many_judges_save_in_parallel_and_lose_none():
    panel = Panel(judges=JUDGES, entries=1)
    clients = [client_of(judge.user) for judge in panel.judges]
    papers = {sheet.judge_id: sheet for sheet in Sheet.objects.all()}
    number = threads()

    def save(place):
        found = []
        for judge in range(place, JUDGES, number):
            for criterion in (0, 1):
                sheet = papers[panel.judges[judge].pk]
                value = f"{judge % 40}.{criterion + 1}"
                found.append(panel.save(clients[judge], value, criterion=criterion, sheet=sheet).status_code)
        return found

    answers = [status for found in together(number, save) for status in found]

    assert answers == [200] * (2 * JUDGES)
    wanted = {
        (papers[judge.pk].pk, panel.criteria[criterion].pk, f"{place % 40}.{criterion + 1}")
        for place, judge in enumerate(panel.judges)
        for criterion in (0, 1)
    }
    kept = Mark.objects.values_list("sheet", "criterion", "value")
    assert {(sheet, criterion, f"{value:.1f}") for sheet, criterion, value in kept} == wanted
    assert MarkChange.objects.count() == 2 * JUDGES


def test_one_mark_changed_from_everywhere_at_once_ends_as_one_of_them_and_the_log_has_all():
    panel = Panel(judges=1, entries=1)
    sheet, judge, criterion = panel.sheet(), panel.judges[0].user, panel.criteria[0]
    start = Barrier(min(TELEPHONES, threads()))

    def change(place):
        start.wait()
        for step in range(3):
            sheets.put_mark(sheet, criterion, f"{10 + place}.{step}", by=judge)

    together(start.parties, change)

    changes = list(MarkChange.objects.order_by("pk"))
    assert len(changes) == 3 * start.parties
    assert [change.before for change in changes[1:]] == [change.after for change in changes[:-1]]
    assert Mark.objects.get().value == changes[-1].after


def test_of_several_telephones_that_enter_the_same_mark_first_one_is_kept_and_the_others_are_told():
    panel = Panel(judges=1, entries=1)
    sheet, number = panel.sheet(), min(TELEPHONES, threads())
    clients = [panel.client() for _ in range(number)]
    start = Barrier(number)

    def enter(place):
        start.wait()
        return panel.save(clients[place], f"{30 + place}", sheet=sheet, tried=[f"{30 + place}"]).status_code

    answers = together(number, enter)

    assert sorted(answers) == [200] + [409] * (number - 1)
    assert panel.marks() == [f"{30 + answers.index(200)}"]
    assert MarkChange.objects.count() == 1
