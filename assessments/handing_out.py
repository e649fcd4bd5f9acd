"""Which judge has a sheet for which entry: handed out when a stage opens, taken back (void), given back."""

import secrets

from django.apps import apps
from django.utils import timezone

from assessments import codes

NOT_SIGNED = "评分结束时未签交"
LEFT_PANEL = "评委退出"


def hand_out(stage):
    """A sheet for every serving judge and every entry that takes part, where the judge does not stand aside."""
    sheets = apps.get_model("assessments", "Sheet").objects
    aside = set(stage.contest.conflicts.values_list("judge", "entry"))
    there = set(sheets.of_stage(stage).values_list("judge", "turn"))
    judges = list(stage.judges.serving())
    missing = [
        (judge, turn)
        for turn in stage.turns.taking_part()
        for judge in judges
        if (judge.pk, turn.entry_id) not in aside and (judge.pk, turn.pk) not in there
    ]
    free = _fresh_codes(sheets, len(missing))
    return sheets.bulk_create(
        [sheets.model(judge=judge, turn=turn, code=code) for (judge, turn), code in zip(missing, free, strict=True)]
    )


def unsigned(stage):
    """Open sheets, locked: a score that is being saved is waited for, and no other comes in between."""
    sheets = apps.get_model("assessments", "Sheet").objects.of_stage(stage).unsigned()
    sheets = sheets.select_for_update(no_key=True, of=("self",))
    return list(sheets.select_related("judge__user", "turn__entry").order_by("judge__order_number", "pk"))


def take_back(sheets, *, by, reason):
    """These sheets become void; their marks stay to be read. Returns how many there were."""
    Sheet = apps.get_model("assessments", "Sheet")
    wanted = [sheet.pk for sheet in sheets]
    # In the order of their numbers, so that two who lock several never wait for each other.
    held = Sheet.objects.filter(pk__in=wanted).standing().order_by("pk").select_for_update(no_key=True)
    held = [sheet.pk for sheet in held]
    Sheet.objects.filter(pk__in=held).update(state="void", reason=reason[:200])
    _log(held, "void", by, reason)
    return len(held)


def give_back(stage, *, by, reason, judge=None):
    """What was void only because it was not signed in time, or because the judge had left, is open again."""
    Sheet = apps.get_model("assessments", "Sheet")
    aside = set(stage.contest.conflicts.values_list("judge", "entry"))
    because = LEFT_PANEL if judge else NOT_SIGNED
    void = Sheet.objects.of_stage(stage).filter(
        state="void", reason__startswith=because, judge__removed_at=None, turn__entry__state="accepted"
    )
    if judge:
        void = void.filter(judge=judge)
    back = [sheet.pk for sheet in void.select_related("turn") if (sheet.judge_id, sheet.turn.entry_id) not in aside]
    Sheet.objects.filter(pk__in=back).update(state="open", signed_at=None, reason="")
    _log(back, "restore", by, reason)
    return len(back)


def _log(sheets, act, by, reason):
    changes = apps.get_model("assessments", "MarkChange")
    now = timezone.now()
    changes.objects.bulk_create(
        [changes(sheet_id=sheet, act=act, by=by, reason=reason[:200], at=now) for sheet in sheets]
    )


def _fresh_codes(sheets, count):
    """So many codes that no sheet has. Random: a code says neither judge nor place in the order."""
    found = set()
    while len(found) < count:
        more = {codes.make() for _ in range(count - len(found))}
        found |= more - set(sheets.filter(code__in=more).values_list("code", flat=True))
    found = list(found)
    secrets.SystemRandom().shuffle(found)
    return found
