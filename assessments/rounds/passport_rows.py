"""All rows of one passport, read in four queries: the tree with its facts, what people entered, scores."""

from django.db.models import CharField, DateField, DecimalField, OuterRef, Subquery, Value
from django.db.models.functions import Cast

from assessments.models import Claim, Fact, Score, Strike

TEXT = CharField()


def indicators_of(assessment):
    """The scheme's indicators, each with the fact of this unit: `fact`, `fact_at`, `fact_drift`."""
    facts = Fact.objects.filter(assessment=assessment, indicator=OuterRef("pk"))
    return list(
        assessment.round.scheme.indicators.annotate(
            fact=Subquery(facts.values("data")[:1]),
            fact_at=Subquery(facts.values("taken_at")[:1]),
            fact_drift=Subquery(facts.values("drift")[:1]),
        )
    )


def facts_of(assessment, indicators):
    return [
        Fact(
            assessment_id=assessment.pk, indicator_id=one.pk, data=one.fact, taken_at=one.fact_at, drift=one.fact_drift
        )
        for one in indicators
        if one.fact is not None
    ]


def scores_of(assessment, stages):
    return list(Score.objects.filter(assessment=assessment, stage__in=stages).select_related("by__organization"))


def entered(assessment, stages):
    """(claims, strikes) of these stages, in the order of their days: one query for both."""
    empty = Value("", output_field=TEXT)
    claims = Claim.objects.filter(assessment=assessment, stage__in=stages).order_by()
    strikes = Strike.objects.filter(assessment=assessment, stage__in=stages).order_by()
    rows = claims.values_list(
        Value("claim", output_field=TEXT), "pk", "indicator", "stage", Cast("text", TEXT), "day", "amount",
        "label", "group", "flag", Cast("file", TEXT), "file_name", "is_for_unit",
    ).union(
        strikes.values_list(
            Value("strike", output_field=TEXT), "pk", "indicator", "stage", Cast("reason", TEXT),
            Value(None, output_field=DateField()),
            Value(None, output_field=DecimalField(max_digits=10, decimal_places=2)),
            "key", empty, empty, empty, empty, "is_for_unit",
        ),
        all=True,
    )  # fmt: skip
    made = {"claim": [], "strike": []}
    for kind, pk, indicator, stage, text, day, amount, label, group, flag, file, file_name, is_for_unit in rows:
        owner = {"pk": pk, "assessment": assessment, "indicator_id": indicator, "stage": stage}
        if kind == "claim":
            more = {"text": text, "day": day, "amount": amount, "label": label, "group": group, "flag": flag}
            row = Claim(**owner, **more, file=file, file_name=file_name, is_for_unit=is_for_unit)
        else:
            row = Strike(**owner, reason=text, key=label, is_for_unit=is_for_unit)
        made[kind].append(row)
    return sorted(made["claim"], key=lambda claim: (str(claim.day or ""), claim.pk)), made["strike"]
