"""The board with many units, and with weighted parts."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assessments.models import Indicator
from assessments.rounds import passport
from assessments.rounds.board import Board
from tests.assessments.rounds.made import Made

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("members", [2, 5])
def test_comparing_asks_no_more_of_more_units(members):
    board = Board(Made(members=members).open().round)

    with CaptureQueriesContext(connection) as asked:
        board.compare("review")

    assert len(asked) == 2


def test_a_weighted_part_is_full_at_its_share():
    made = Made()
    Indicator.objects.filter(pk=made.work.pk).update(rule={"kind": "weighted_components"}, points=40)
    Indicator.objects.filter(parent=made.work).update(points=40, weight=Decimal("33.34"))
    Indicator.objects.filter(pk=made.deduct.pk).update(weight=Decimal("33.32"))
    Indicator.objects.filter(pk=made.compared.pk).update(points=60)
    made.open()

    page = passport.of(made.of(made.one), made.one)

    deduct = next(row for row in page.rows if row.indicator.pk == made.deduct.pk)
    assert [(cell.value, cell.is_cut) for cell in deduct.cells] == [(Decimal("13.33"), False)]
