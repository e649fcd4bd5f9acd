"""The sample (示例数据): the real-shaped workbooks of sample/, seven accounts, and a few activities in mid-life.

load(day)          into an empty database only; all or nothing
ACCOUNTS, PASSWORD what people sign in with; they exist only here
"""

from desk.sample.accounts import ACCOUNTS, PASSWORD
from desk.sample.loading import load

__all__ = ["ACCOUNTS", "PASSWORD", "load"]
