from decimal import Decimal

import pytest

from portal.numerals import about


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "0"),
        (32, "32"),
        (Decimal("32.50"), "32.5"),
        (100, "100"),
        (999, "999"),
        (1000, "1000"),
        (1126, "1100余"),
        (9999, "9900余"),
        (10_000, "1万"),
        (Decimal("10000.01"), "1万余"),
        (283_600, "28万余"),
        (280_000, "28万"),
        (99_999_999, "9999万余"),
        (100_000_000, "1亿"),
        (1_234_567_890, "12.3亿余"),
        (-283_600, "-28万余"),
    ],
)
def test_figure_in_prose(number, words):
    assert about(number) == words
