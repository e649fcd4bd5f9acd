"""What of a round waits for the committee's staff? Reviews, appeals, the next step. One line a round.

lines_for and item_of make the lines of the list, rows_for the rows to count (see portal.todo).
"""

from django.db.models import Case, CharField, Count, Exists, F, IntegerField, OuterRef, Q, Subquery, When
from django.db.models import Value as V
from django.db.models.functions import Cast, Coalesce, Concat
from django.urls import reverse
from django.utils import timezone

from assessments.models import Appeal, Assessment, Round
from portal.todo import end_of, line

PART = "round"
KINDS = {  # kind: what it is called, what the button says, how urgent beside the others' items, the page
    "appeal": ("考核申诉", "答复", 0.9, "appeal-list"),
    "review": ("考核复核", "复核", 1.3, "round-detail"),
    "publicize": ("考核公示", "办理", 1.5, "round-detail"),
    "finalize": ("考核定格", "办理", 1.6, "round-detail"),
}
State = Round.State


def lines_for(user, day=None):
    """As portal.todo.LINE. What stands under `owner` are the words beside the title."""
    waits = _waits(user, day)
    kind = Case(*(When(asked, then=V(name)) for name, asked in waits.items()), default=V(""), output_field=CharField())
    rows = _rounds(user, waits).annotate(waits_as=kind)
    words = Case(
        When(waits_as="appeal", then=_count(_open_appeals(), "assessment__round", "件待答复")),
        When(waits_as="review", then=_count(_to_review(), "round", "个待复核")),
        default="committee__short_name",
        output_field=CharField(),
    )
    term = V(0, output_field=IntegerField())
    return rows.order_by().values_list(
        V(PART), Cast("waits_as", CharField()), "pk", "scheme__title", words, "state_since", term
    )


def item_of(values, today):
    _, name, pk, title, words, since, _ = values
    kind, verb, urgency, page = KINDS[name]
    return line(
        thing=None,
        title=title,
        alliance=None,
        kind=kind,
        verb=verb,
        href=reverse(page, args=[pk]) + ("?state=review" if name == "review" else ""),
        whose=words,
        since=since,
        until=None,
        urgency=urgency,
        today=today,
        plain=True,
    )


def rows_for(user, day=None):
    return [_rounds(user, _waits(user, day))]


def _rounds(user, waits):
    if not waits:
        return Round.objects.none()
    asked = Q()
    for condition in waits.values():
        asked |= condition
    return Round.objects.filter(asked, committee=user.committee_id)


def _waits(user, day):
    """Kind: on which rounds it waits for this person; the first that fits is shown."""
    if user.committee_id is None or not user.is_staff:
        return {}
    today = timezone.localdate(end_of(day))
    units = Assessment.objects.filter(round=OuterRef("pk"))
    busy = Q(Exists(units.filter(state__in=["self", "first", "review"])))
    return {
        "appeal": Q(state=State.PUBLICITY) & Q(Exists(_open_appeals().filter(assessment__round=OuterRef("pk")))),
        "review": Q(state=State.SCORING) & Q(Exists(_to_review().filter(round=OuterRef("pk")))),
        "publicize": Q(state=State.SCORING) & ~busy,
        "finalize": Q(state=State.PUBLICITY, publicity_until__lt=today),
    }


def _to_review():
    return Assessment.objects.filter(state="review")


def _open_appeals():
    return Appeal.objects.filter(answered_at=None)


def _count(rows, owner, unit):
    counted = rows.filter(**{owner: OuterRef("pk")}).order_by().values(owner).annotate(n=Count(F("pk"))).values("n")
    number = Cast(Coalesce(Subquery(counted, output_field=IntegerField()), 0), CharField())
    return Concat(number, V(f" {unit}"), output_field=CharField())
