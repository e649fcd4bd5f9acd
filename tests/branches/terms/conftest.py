import pytest
from django.utils import timezone

from tests.branches.terms.world import TODAY, make_term, make_world


@pytest.fixture
def world(db):
    return make_world()


@pytest.fixture
def term(world):
    """Over today."""
    return make_term(world.unit)


@pytest.fixture
def today(monkeypatch):
    """The pages' own day."""
    monkeypatch.setattr(timezone, "localdate", lambda value=None, zone=None: _day(value))
    return TODAY


def _day(value):
    return TODAY if value is None else value.astimezone(timezone.get_current_timezone()).date()
