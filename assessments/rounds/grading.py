"""等次 and places of a round, by its totals: settled when it is shown, and again when an appeal changed a total."""

from assessments.models import Assessment
from assessments.rounds.sums import sums_of
from assessments.schemes.trees import grade_rules
from assessments.scoring import grades

BATCH = 500
NO_GRADE = grades.Graded(grade=None, why="")


def settle(round):
    """Every unit that takes part gets its grade and place from its final total; a tie shares a place."""
    rules = grade_rules(round.scheme.grades.prefetch_related("needs"))
    entries = list(_standings(round, {leaf for rule in rules for leaf in rule.needs}))
    awarded = grades.award(entries, rules, tie=round.scheme.quota_tie) if rules else {}
    places = grades.places({entry.subject: entry.total for entry in entries})
    graded = [_graded(entry.subject, awarded.get(entry.subject, NO_GRADE), places) for entry in entries]
    Assessment.objects.bulk_update(graded, ["grade", "grade_why", "place"], batch_size=BATCH)


def _standings(round, needed):
    """One for each unit; of its scores only those that a grade asks for are kept."""
    units = round.assessments.taking_part().order_by("pk").only("pk", "sums", "final_total")
    for unit in units.iterator(chunk_size=BATCH):
        if sums := sums_of(unit, "final"):
            values = {leaf: sums.nodes[leaf] for leaf in needed}
            yield grades.Standing(subject=unit.pk, total=unit.final_total, vetoes=sums.vetoes, values=values)


def _graded(pk, graded, places):
    return Assessment(pk=pk, grade_id=graded.grade, grade_why=graded.why[:200], place=places[pk])
