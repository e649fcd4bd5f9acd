"""A round at each of its stages (tests/assessments/rounds/made.py), built once for a run of the tests."""

import pytest

from tests.assessments.rounds.made import Made


@pytest.fixture
def made(snapshot, db, media):
    """Opened, nothing filled in."""
    return snapshot("round", lambda: Made().open()).restore()


@pytest.fixture
def reviewed(snapshot, db, media):
    """Everybody's is 已复核."""
    return snapshot("reviewed-round", lambda: Made().open().review_all()).restore()


@pytest.fixture
def public(snapshot, db, media):
    """公示 begins today."""
    return snapshot("public-round", lambda: Made().open().review_all().publicize()).restore()
