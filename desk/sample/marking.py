"""Marks as a panel might give them: an entry has its quality, a judge a hand, and both waver a little.

Seeded by what is on the sheet (participant's number, judge's seat, criterion), so the order of things changes nothing.
"""

from datetime import timedelta
from decimal import ROUND_HALF_UP, Decimal
from random import Random

from django.utils import timezone

from assessments import setup, sheets
from assessments.models import Mark, MarkChange, Sheet

SEED = 2026
TENTH = Decimal("0.1")


def plausible(sheet, criterion):
    """A mark on the criterion's scale, as Decimal."""
    entry, seat = sheet.turn.entry.number, sheet.judge.order_number
    quality = _wobble("entry", entry, criterion.name, spread=0.018)
    quality += _wobble("entry", entry, spread=0.045)
    hand = _wobble("judge", seat, spread=0.02)
    mood = _wobble("sheet", entry, seat, criterion.name, spread=0.02)
    share = min(max(0.86 + quality + hand + mood, 0.6), 0.995)
    scale = setup.scale_of(sheet.turn.stage, criterion)
    value = scale.low + (scale.high - scale.low) * Decimal(share)
    return value.quantize(TENTH, ROUND_HALF_UP)


def _wobble(*what, spread):
    return Random(f"{SEED}:{what}").gauss(0, spread)  # noqa: S311  a sample, not a lottery


def mark_in_bulk(stage, *, leave):
    """All sheets of an open stage marked and signed, but of one person (user, so many) the last in order of appearance:
    of those the first is begun, the others are empty. Rows as the verbs of assessments.sheets write them."""
    user, left = leave
    rows = Sheet.objects.of_stage(stage).select_related("judge__user", "turn__stage", "turn__entry")
    rows = list(rows.order_by("turn__order_number", "judge__order_number"))
    kept = [sheet for sheet in rows if sheet.judge.user_id == user.pk][-left:]
    criteria = list(stage.criteria.all())
    done = [sheet for sheet in rows if sheet not in kept]
    marks = [_mark(sheet, criterion) for sheet in done for criterion in criteria]
    marks += [_mark(kept[0], criterion) for criterion in criteria[:2]]
    Mark.objects.bulk_create(marks)
    now = timezone.now()
    for sheet in done:
        sheet.state, sheet.signed_at = Sheet.State.SIGNED, _when(sheet, now) + timedelta(minutes=3)
    Sheet.objects.bulk_update(done, ["state", "signed_at"], batch_size=200)
    changes = [_change(mark) for mark in marks]
    changes += [
        MarkChange(sheet=sheet, act=MarkChange.Act.SIGN, by=sheet.judge.user, at=sheet.signed_at) for sheet in done
    ]
    MarkChange.objects.bulk_create(changes)


def _mark(sheet, criterion):
    return Mark(
        sheet=sheet,
        criterion=criterion,
        value=plausible(sheet, criterion),
        changed_at=_when(sheet, timezone.now()) + timedelta(seconds=20 * criterion.order_number),
    )


def _change(mark):
    return MarkChange(
        sheet=mark.sheet, criterion=mark.criterion, after=mark.value, by=mark.sheet.judge.user, at=mark.changed_at
    )


def _when(sheet, now):
    """In the days before, one entry after another."""
    return now - timedelta(days=3) + timedelta(minutes=4 * (sheet.turn.order_number or 0), seconds=sheet.judge.pk % 60)


def mark_and_sign(stage):
    """Everybody who has not signed marks what is missing and signs, by the verbs; who, and how many sheets each."""
    found = {}
    open_ones = Sheet.objects.of_stage(stage).unsigned()
    for judge in stage.judges.serving().select_related("user"):
        mine = list(open_ones.filter(judge=judge).select_related("judge__user", "turn__stage", "turn__entry__version"))
        for sheet in mine:
            done = set(sheet.marks.values_list("criterion", flat=True))
            for criterion in stage.criteria.all():
                if criterion.pk not in done:
                    sheets.put_mark(sheet, criterion, str(plausible(sheet, criterion)), by=judge.user)
        if mine:
            found[judge] = sheets.sign_all(stage, judge, by=judge.user)
    return found
