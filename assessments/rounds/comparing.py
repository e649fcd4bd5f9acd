"""What the leaves that are compared with all units rest on: two queries for any number of units and leaves."""

import json

from django.db.models import CharField, DateField, DecimalField, FilteredRelation, Q, Value
from django.db.models.functions import Cast

from assessments.models import Claim, Fact, Score, Strike

TEXT, NUMBER = CharField(), DecimalField(max_digits=14, decimal_places=4)


def read(round, leaves, stages):
    """(keys of the units that take part, {facts, claims, strikes, scores}) as Board.put_together wants them."""
    units = round.assessments.taking_part().order_by()
    keys, facts = _facts(units, leaves)
    return keys, {"facts": facts, **_entered(units, leaves, [stage.value for stage in stages])}


def _facts(units, leaves):
    found = FilteredRelation("facts", condition=Q(facts__indicator__in=leaves))
    rows = units.annotate(found=found).values_list("pk", "found__indicator", "found__data", "found__taken_at")
    keys, facts = {}, []
    for pk, leaf, data, taken_at in rows:
        keys[pk] = True
        if leaf is not None:
            facts.append(Fact(assessment_id=pk, indicator_id=leaf, data=data, taken_at=taken_at))
    return list(keys), facts


def _entered(units, leaves, stages):
    """What people entered: claims, strikes and answers in one query, the columns that one has not are empty."""
    empty = Value("", output_field=TEXT)
    rows_of = {"assessment__in": units.values("pk"), "indicator__in": leaves, "stage__in": stages}
    same = ("pk", "assessment", "indicator", "stage")
    claims = Claim.objects.filter(**rows_of).order_by()
    strikes = Strike.objects.filter(**rows_of).order_by()
    scores = Score.objects.filter(**rows_of).order_by()
    no_day = Value(None, output_field=DateField())
    rows = claims.values_list(
        Value("claim", output_field=TEXT), *same, Cast("text", TEXT), "day", Cast("amount", NUMBER),
        "label", "group", "flag",
    ).union(
        strikes.values_list(
            Value("strike", output_field=TEXT), *same, Cast("reason", TEXT), no_day,
            Value(None, output_field=NUMBER), "key", empty, empty,
        ),
        scores.values_list(
            Value("score", output_field=TEXT), *same, Cast("answer", TEXT), no_day, Cast("given", NUMBER),
            empty, empty, empty,
        ),
        all=True,
    )  # fmt: skip
    made = {"claims": [], "strikes": [], "scores": []}
    for kind, pk, unit, leaf, stage, text, day, amount, label, group, flag in rows:
        owner = {"pk": pk, "assessment_id": unit, "indicator_id": leaf, "stage": stage}
        if kind == "claim":
            more = {"text": text, "day": day, "amount": amount, "label": label, "group": group, "flag": flag}
            made["claims"].append(Claim(**owner, **more))
        elif kind == "strike":
            made["strikes"].append(Strike(**owner, reason=text, key=label))
        else:
            made["scores"].append(Score(**owner, answer=json.loads(text), given=amount))
    return made
