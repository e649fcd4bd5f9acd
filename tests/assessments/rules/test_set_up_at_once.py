"""The set-up is saved while something else happens: a first score, a step of somebody else, a second click."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest
from django.db import connection, transaction

from assessments import setup, sheets
from portal.access import WrongState
from tests.factories import make_open_stage, sheet_of

pytestmark = pytest.mark.django_db(transaction=True)
A_WHILE = 0.5  # long enough for who does not wait to be done


def test_awards_wait_for_the_first_score_that_is_being_saved_and_are_refused_after_it():
    stage = make_open_stage(judges=1, entries=1)
    sheet = sheet_of(stage.judges.get(), stage.turns.get().entry)
    written, looked = Event(), Event()

    def score():
        try:
            with transaction.atomic():
                sheets.put_mark(sheet, stage.criteria.first(), "50", by=sheet.judge.user)
                written.set()
                looked.wait(A_WHILE)
        finally:
            connection.close()

    def change_awards():
        try:
            written.wait()
            with transaction.atomic():
                setup.require_contest_changeable(stage.contest)
        except WrongState as refusal:
            return str(refusal)
        else:
            return "changed"
        finally:
            looked.set()
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        scoring, changing = pool.submit(score), pool.submit(change_awards)
        scoring.result()

    assert changing.result().startswith(f"“{stage.contest}”已开始打分，奖项、同分规则等不能再改。")
