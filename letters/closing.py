"""The matter is settled: a new term is entered, a task is done. Its letters need not be answered any more."""

from django.db import transaction

from letters.models import Letter, Recipient


@transaction.atomic
def close_case(key, *, by, evidence):
    """How many open parts of the case's letters were closed with this evidence. Letters that are not out yet stay for a
    person to decide, with a line that says it is settled."""
    if not key:
        return 0
    parts = Recipient.objects.filter(letter__case=key).open().select_related("letter", "organization")
    closed = 0
    for part in parts.order_by("letter", "pk"):
        part.close(evidence, by=by)
        closed += 1
    for letter in Letter.objects.of_case(key).unissued():
        letter.record("settled", by=by, reason=evidence)
    return closed
