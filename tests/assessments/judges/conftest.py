import pytest

from tests.assessments.judges.panel import Panel


@pytest.fixture
def panel(db):
    """An open stage with three judges and three entries."""
    return Panel()
