"""What was held in a period and what came of it: every figure once, beside the same dates of last year.

    scope = Scope(committee, date(2023, 1, 1), date(2023, 7, 31))         also alliance=pk, organization=pk, type=pk
    figures(scope)  -> [Figure(key, name, unit, value, before, href)]

Keys: "held" 场次 · "held:联合主题党日" … · "units" 参与单位次 · "people" 人次 · "expense" 支出 · "alliances_active" ·
"measure:助农消费" …
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from alliances.models import Committee


@dataclass(frozen=True)
class Scope:
    """A period, whole days, of a committee; perhaps of one alliance (0: 工委本级), unit or type, by their pk."""

    committee: Committee
    since: date
    until: date
    alliance: int | None = None
    organization: int | None = None
    type: int | None = None


@dataclass(frozen=True)
class Figure:
    key: str
    name: str
    unit: str
    value: Decimal
    before: Decimal
    href: str
