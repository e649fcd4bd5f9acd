"""A snapshot as of 2023-07-31 with the figures of the ledger of that year, for tests that need no database."""

from datetime import date
from decimal import Decimal
from types import SimpleNamespace

from desk.reports.filling import Book

FIGURES = (  # key, name, unit, value, before
    ("held", "活动", "场次", "35", "20"),
    ("held:联合主题党日", "联合主题党日", "场次", "13", "13"),
    ("units", "参与单位次", "单位次", "120", "100"),
    ("measure:助农消费", "助农消费", "元", "283600.00", "100000"),
    ("measure:解决问题", "解决问题", "件", "32", "40"),
    ("measure:志愿服务", "志愿服务", "人次", "1126", "0"),
    ("measure:微心愿", "微心愿", "个", "0", "5"),
    ("measure:招商引资", "招商引资", "万元", "12000", "10000"),
)


def make_book(**fields):
    committee = SimpleNamespace(short_name="示例工委")
    snapshot = SimpleNamespace(since=date(2023, 1, 1), until=date(2023, 7, 31), committee=committee, **fields)
    figures = [
        SimpleNamespace(key=key, name=name, unit=unit, value=Decimal(value), before=Decimal(before))
        for key, name, unit, value, before in FIGURES
    ]
    return Book(snapshot, figures)
