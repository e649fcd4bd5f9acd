"""Which assessments wait for an officer? The own unit's to fill in, the members' for the 片长单位 to review first.

lines_for and item_of make the lines of the list, rows_for the rows to count (see portal.todo).
"""

from datetime import date

from django.db.models import Case, CharField, IntegerField, Q, Value, When
from django.db.models.functions import Cast, Coalesce, Concat
from django.urls import reverse

from assessments.models import Assessment, Round
from assessments.round_querysets import Eyes
from portal.todo import line

PART = "assessment"
KINDS = {  # kind: what it is called, what the button says, how urgent beside the others' items
    "fill": ("考核自评", "自评", 1.7),
    "mend": ("考核退回", "修改", 1.1),
    "first": ("考核初评", "初评", 0.8),
}
GAP = "｜"  # between the round's title and the deadline


def lines_for(user, day=None):
    """As portal.todo.LINE. `owner`: the round's title and the deadline."""
    kind = Case(
        When(state="first", then=Value("first")),
        When(is_returned=True, then=Value("mend")),
        default=Value("fill"),
        output_field=CharField(),
    )
    title = Case(
        When(branch__isnull=False, then=Concat("organization__short_name", "branch__name")),
        When(organization__isnull=False, then="organization__short_name"),
        default="alliance__name",
        output_field=CharField(),
    )
    until = Case(
        When(state="first", then=Coalesce("round__first_until", "round__review_until")), default="round__self_until"
    )
    words = Concat("round__scheme__title", Value(GAP), Cast(until, CharField()), output_field=CharField())
    term = Value(0, output_field=IntegerField())
    rows = _assessments(user).order_by()
    return rows.values_list(Value(PART), Cast(kind, CharField()), "pk", title, words, "state_since", term)


def item_of(values, today):
    _, name, pk, title, words, since, _ = values
    kind, verb, urgency = KINDS[name]
    round, _, until = words.rpartition(GAP)
    return line(
        thing=None,
        title=title,
        alliance=None,
        kind=kind,
        verb=verb,
        href=reverse("assessment-fill", args=[pk]),
        whose=round,
        since=since,
        until=date.fromisoformat(until[:10]),
        urgency=urgency,
        today=today,
        plain=True,
    )


def rows_for(user, day=None):
    return [_assessments(user)]


def _assessments(user):
    if not user.is_officer or user.committee_id is None:
        return Assessment.objects.none()
    eyes = Eyes(user)
    waiting = eyes.own() & Q(state="self") | eyes.under_review() & Q(state="first")
    return Assessment.objects.filter(waiting, round__committee=user.committee_id, round__state=Round.State.SCORING)
