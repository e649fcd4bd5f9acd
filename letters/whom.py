"""主送 in a line of a list: one unit by name, several by the letter's own words or as 市委宣传部等 12 家."""

from django.db.models import Count, OuterRef, Subquery

from letters.models import Recipient


def with_units(letters):
    """Each with `recipient_count` and `first_unit`, the first in official order."""
    parts = Recipient.objects.filter(letter=OuterRef("pk"))
    first = parts.order_by("organization__order_number", "organization").values("organization__short_name")[:1]
    count = parts.order_by().values("letter").values(count=Count("pk"))
    return letters.annotate(recipient_count=Subquery(count), first_unit=Subquery(first))


def say_units(letters):
    """Each gets `to_shown`."""
    for letter in letters:
        letter.to_shown = named(letter.first_unit or "", letter.recipient_count or 0, letter.to)
    return letters


def named(first, count, said=""):
    if count > 1:
        return f"{said}（{count} 家）" if said else f"{first}等 {count} 家"
    return first
