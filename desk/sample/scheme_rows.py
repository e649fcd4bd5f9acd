"""A scheme of the sample from rows as one would write them down, saved as an imported workbook is."""

from dataclasses import dataclass
from decimal import Decimal

from assessments.models import Grade, Indicator, Scheme
from assessments.schemes.workbook import Draft
from assessments.scoring import notation
from portal.quarters import period_of


@dataclass(frozen=True)
class Row:
    level: int
    name: str
    points: int
    rule: str = ""  # "": the indicators below it are added up
    standard: str = ""
    source: str = ""  # "": entered by people
    params: dict | None = None
    weight: int = 100
    is_extra: bool = False
    takes_claims: bool = False


def title_of(period_key, what):
    """2026年度党建联盟考核（示例）, 2026年上半年党建联盟考核（示例）."""
    year = "度" if len(period_key) == 4 else ""
    return f"{period_of(period_key).label}{year}{what}（示例）"


def basis_of(period_key, what):
    """(title, number) of the document."""
    title = title_of(period_key, what).removesuffix("（示例）")
    return f"关于印发《{title}办法》的通知（示例）", f"黄直工〔{period_key[:4]}〕示例3号"


def draft(committee, period_key, what, **fields):
    """Not saved yet."""
    basis_title, basis_number = basis_of(period_key, what)
    return Scheme(
        committee=committee,
        title=title_of(period_key, what),
        period_key=period_key,
        basis_title=basis_title,
        basis_number=basis_number,
        **fields,
    )


def save(scheme, rows, grades, by):
    """`grades`: (name, minimum, quota, follow-up, stars), the best first."""
    above, indicators = {0: None}, []
    for line, row in enumerate(rows, start=1):
        above[row.level] = line
        points = Decimal(row.points)
        indicators.append(
            Indicator(
                pk=line,
                parent_id=above[row.level - 1],
                name=row.name,
                points=points,
                weight=Decimal(row.weight),
                is_extra=row.is_extra,
                standard=row.standard,
                rule=notation.read(row.rule, points).as_json() if row.rule else None,
                source=row.source,
                source_params=row.params or {},
                takes_claims=row.takes_claims,
            )
        )
    return Draft(scheme, indicators, [_grade(*grade) for grade in grades]).save(by=by)


def _grade(name, minimum, quota, follow_up, stars=None):
    return Grade(name=name, minimum=minimum, quota=quota, follow_up=follow_up, stars=stars)
