"""A round of assessment for the world of these tests: one row of everything that the admin shows of it."""

from datetime import date

from assessments.models import Appeal, Score
from tests.factories import make_assessment, make_indicator, make_round, make_scheme


def round_rows(name, committee, unit, officer):
    """By model name."""
    scheme = make_scheme(committee=committee, title=f"{name}已启用的办法")
    leaf = make_indicator(scheme, name=f"{name}指标项")
    round = make_round(scheme, state="publicity")
    assessment = make_assessment(round, organization=unit, state="reviewed")
    return {
        "round": round,
        "assessment": assessment,
        "score": Score.objects.create(assessment=assessment, indicator=leaf, stage="final", value=3, by=officer),
        "appeal": Appeal.objects.create(
            assessment=assessment, indicator=leaf, text=f"{name}申诉", by=officer, due_on=date(2026, 12, 31)
        ),
    }


VIEW_ONLY = {"round", "assessment", "score", "appeal"}
