import pytest

from tests.factories import make_alliance, make_seat


@pytest.fixture
def alliance():
    return make_alliance()


@pytest.fixture
def lead(alliance):
    return make_seat(alliance=alliance, role="lead").organization


@pytest.fixture
def unit(alliance):
    return make_seat(alliance=alliance).organization
