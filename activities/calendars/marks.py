"""What marks an entry at this moment: past, or clashing with another."""

from activities.calendars.entries import PAST
from activities.clashes import unit_clashes


def mark_past(entries, now):
    for entry in entries:
        if entry.ends_at <= now:
            entry.past = PAST


def mark_clashes(entries, now):
    """Sentences about units that are asked to two places at once, each pair said once; only what is still to come."""
    coming = [entry for entry in entries if entry.ends_at > now and entry.is_timed]
    sentences = []
    for pk, clashes in unit_clashes(coming).items():
        entry = next(each for each in coming if each.pk == pk)
        entry.clashes = True
        sentences += [
            f"{entry.begins.month}月{entry.begins.day}日 {entry.clock} “{entry}”：{clash.text}"
            for clash in clashes
            if (entry.starts_at, entry.pk) < (clash.activity.starts_at, clash.activity.pk)
        ]
    return sentences
