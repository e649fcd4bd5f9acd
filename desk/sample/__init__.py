"""The sample (示例数据): the real-shaped workbooks of sample/, seven accounts, a few activities in
mid-life, brands, a contest that is being judged, and rounds of assessment.

load(day)          into an empty database only; all or nothing
play(say)          the panel's part in the sample's contest
ACCOUNTS, PASSWORD what people sign in with; they exist only here
"""

from desk.sample.accounts import ACCOUNTS, PASSWORD
from desk.sample.loading import load
from desk.sample.playing import play

__all__ = ["ACCOUNTS", "PASSWORD", "load", "play"]
