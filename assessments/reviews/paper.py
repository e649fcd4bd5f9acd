"""Counted paper ballots: one person enters the counts of a group, a second one counts anew, equal counts are taken."""

from django.db import transaction
from django.db.models import F

from assessments.models import PaperCount, Tally, VoterGroup
from portal.access import WrongState

MOST = 100_000


def enter(group, ballots, counts, *, by):
    """`counts`: {speaker pk: {level pk: number}}. Returns what differs from the other reading, [] when both agree (the
    counts are then added), None after the first. The same person may correct the own reading until both agree."""
    with transaction.atomic():
        meeting = group.meeting
        meeting.hold()
        if meeting.state != meeting.State.OPEN:
            raise WrongState(f"“{meeting}”{meeting.get_state_display()}，不能录入纸质票。")
        group = VoterGroup.objects.select_for_update(no_key=True).get(pk=group.pk)
        if group.paper_ballots:
            raise WrongState(f"“{group}”的纸质票已经两人核对并计入。")
        data = _checked(meeting, ballots, counts)
        reading = _reading_of(group, by)
        PaperCount.objects.update_or_create(
            group=group, reading=reading, defaults={"ballots": ballots, "data": data, "by": by}
        )
        both = {count.reading: count for count in group.paper_counts.all()}
        if len(both) < 2:
            meeting.record("录入纸质票（第一遍）", by=by, reason=f"{group}{ballots}张")
            return None
        if found := differences(both[1], both[2]):
            return found
        _add(group, both[2])
        meeting.record("纸质票两人核对一致，计入", by=by, reason=f"{group}{ballots}张")
        return []


def clear(group, *, by):
    """Both readings are thrown away, as long as they have not been counted."""
    with transaction.atomic():
        group.meeting.hold()
        if VoterGroup.objects.get(pk=group.pk).paper_ballots:
            raise WrongState(f"“{group}”的纸质票已经计入，不能清除。")
        PaperCount.objects.filter(group=group).delete()
        group.meeting.record("清除纸质票录入", by=by, reason=str(group))


def differences(first, second):
    """Where the two readings differ: [(speaker pk, level pk, first, second)], without pks for the number of ballots."""
    found = [] if first.ballots == second.ballots else [(None, None, first.ballots, second.ballots)]
    for speaker in sorted(set(first.data) | set(second.data), key=int):
        one, other = first.data.get(speaker, {}), second.data.get(speaker, {})
        levels = sorted(set(one) | set(other), key=int)
        pairs = [(int(speaker), int(level), one.get(level, 0), other.get(level, 0)) for level in levels]
        found += [pair for pair in pairs if pair[2] != pair[3]]
    return found


def _reading_of(group, by):
    mine = group.paper_counts.filter(by=by).first()
    if mine:
        return mine.reading
    taken = set(group.paper_counts.values_list("reading", flat=True))
    if len(taken) == 2:
        raise WrongState("已有两人录入，请由其中一人核对改正，或清除后重录。")
    return 2 if 1 in taken else 1


def _checked(meeting, ballots, counts):
    """The counts as they are kept; all faults at once, named by speaker."""
    if not 1 <= ballots <= MOST:
        raise WrongState(f"票数应在 1 到 {MOST} 之间。")
    levels = {level.pk for level in meeting.levels.all()}
    kept, faults = {}, []
    for speaker in meeting.speakers.select_related("organization", "branch__organization"):
        given = counts.get(speaker.pk, {})
        if set(given) - levels or any(not 0 <= number <= MOST for number in given.values()):
            faults.append(f"{speaker}：票数应为整数")
        elif sum(given.values()) > ballots:
            faults.append(f"{speaker}：各等次合计 {sum(given.values())} 票，多于收回的 {ballots} 张")
        kept[str(speaker.pk)] = {str(level): number for level, number in given.items()}
    if faults:
        raise WrongState("；".join(faults) + "。")
    return kept


def _add(group, count):
    for speaker, given in count.data.items():
        for level, number in given.items():
            if number:
                Tally.objects.filter(speaker=speaker, group=group, level=level).update(count=F("count") + number)
    VoterGroup.objects.filter(pk=group.pk).update(paper_ballots=count.ballots)
    PaperCount.objects.filter(group=group).delete()  # else whoever reads them could take them from the sums
