from datetime import time

import pytest

from notices.timing import after_quiet, next_digest, start_of_week
from tests.factories import at

NIGHT = (time(21), time(8))


@pytest.mark.parametrize(
    ("moment", "hours", "leaves"),
    [
        (at(2026, 11, 20, 12), NIGHT, at(2026, 11, 20, 12)),
        (at(2026, 11, 20, 21), NIGHT, at(2026, 11, 21, 8)),
        (at(2026, 11, 20, 23, 59), NIGHT, at(2026, 11, 21, 8)),
        (at(2026, 11, 21, 0), NIGHT, at(2026, 11, 21, 8)),
        (at(2026, 11, 21, 8), NIGHT, at(2026, 11, 21, 8)),
        (at(2026, 12, 31, 22), NIGHT, at(2027, 1, 1, 8)),
        (at(2026, 11, 20, 13), (time(12), time(14)), at(2026, 11, 20, 14)),
        (at(2026, 11, 20, 14), (time(12), time(14)), at(2026, 11, 20, 14)),
        (at(2026, 11, 20, 3), (time(8), time(8)), at(2026, 11, 20, 3)),
    ],
)
def test_after_quiet_moves_to_the_end_of_the_quiet_hours(moment, hours, leaves):
    assert after_quiet(moment, *hours) == leaves


@pytest.mark.parametrize(
    ("moment", "leaves"),
    [
        (at(2026, 11, 20, 8), at(2026, 11, 20, 9)),
        (at(2026, 11, 20, 9), at(2026, 11, 20, 9)),
        (at(2026, 11, 19, 9, 1), at(2026, 11, 20, 9)),
        (at(2026, 11, 20, 17), at(2026, 11, 23, 9)),  # Friday evening to Monday
        (at(2026, 9, 30, 17), at(2026, 10, 8, 9)),  # over the National Day
        (at(2026, 10, 9, 17), at(2026, 10, 10, 9)),  # a Saturday that is worked
    ],
)
def test_next_digest_is_the_next_workday_morning(moment, leaves):
    assert next_digest(moment) == leaves


def test_start_of_week_is_monday_in_the_office():
    assert start_of_week(at(2026, 11, 22, 23)) == at(2026, 11, 16, 0)
