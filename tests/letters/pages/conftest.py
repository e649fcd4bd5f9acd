import pytest

from tests.letters.pages.office import Office


@pytest.fixture
def office(db):
    return Office()
