import pytest

from tests.branches.pages.house import House


@pytest.fixture
def house():
    return House()
