"""等次 and places of a round, by its totals: settled when it is shown, and again when an appeal changed a total."""

from assessments.models import Assessment
from assessments.rounds.sums import sums_of
from assessments.schemes.trees import grade_rules
from assessments.scoring import grades

BATCH = 500
NO_GRADE = grades.Graded(grade=None, why="")


def settle(round):
    """Every unit that takes part gets its grade and place from its final total; a tie shares a place."""
    units = list(round.assessments.taking_part().only("pk", "round", "sums", "final_total"))
    entries = [
        grades.Standing(subject=unit.pk, total=unit.final_total, vetoes=sums.vetoes, values=sums.nodes)
        for unit in units
        if (sums := sums_of(unit, "final"))
    ]
    rules = grade_rules(round.scheme.grades.prefetch_related("needs"))
    awarded = grades.award(entries, rules, tie=round.scheme.quota_tie) if rules else {}
    places = grades.places({entry.subject: entry.total for entry in entries})
    for unit in units:
        graded = awarded.get(unit.pk, NO_GRADE)
        unit.grade_id, unit.grade_why, unit.place = graded.grade, graded.why[:200], places.get(unit.pk)
    Assessment.objects.bulk_update(units, ["grade", "grade_why", "place"], batch_size=BATCH)
