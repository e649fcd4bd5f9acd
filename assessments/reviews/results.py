"""What came of the votes, and how much of it may be said.

A group's mean is the mean of its ballots by the levels' points; a speaker's total the means by the groups' weights. A
group without any ballot for a speaker does not count there, and the other weights are taken for the whole.

A group with fewer ballots than `least_ballots` shows neither split nor mean, and so does one whose ballots by code are
that few beside counted paper, for whoever counted the paper could subtract it. What is hidden must not follow from the
total either: further groups, the smallest first, are hidden with it until they are two with that many ballots together.
Where all together are too few there is no total.
"""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from assessments.judging.exact import rounded
from assessments.models import ReviewMeeting, Speaker, Tally


@dataclass(frozen=True)
class GroupResult:
    group: object
    ballots: int
    is_hidden: bool
    counts: tuple  # of the levels in their order; empty when hidden
    mean: Decimal | None  # None when hidden, or without a ballot


@dataclass(frozen=True)
class SpeakerResult:
    speaker: object
    total: Decimal | None
    groups: tuple


def of(meeting):
    """[SpeakerResult] in the order of the speakers; empty until the votes are closed. A fixed number of queries."""
    if meeting.state != ReviewMeeting.State.CLOSED:
        return []
    levels, groups = list(meeting.levels.all()), list(meeting.groups.all())
    counts = _counts(Tally.objects.filter(speaker__meeting=meeting))
    return [
        _speaker(meeting, speaker, groups, levels, counts)
        for speaker in meeting.speakers.select_related("organization", "branch__organization")
    ]


def points_of(committee, since, until):
    """What meetings held within these days gave: {("branch", pk) | ("organization", pk): [(Speaker, total)]}."""
    meetings = ReviewMeeting.objects.filter(
        committee=committee, state=ReviewMeeting.State.CLOSED, held_on__range=(since, until)
    ).order_by("held_on", "pk")
    found = {}
    for meeting in meetings:
        for speaker, total in _totals(meeting):
            found.setdefault(subject_of(speaker), []).append((speaker, total))
    return found


def _totals(meeting):
    """(speaker, total) of all who got a vote: for thousands of speakers, so without the splits."""
    levels, groups = list(meeting.levels.all()), list(meeting.groups.all())
    counts = _counts(Tally.objects.filter(speaker__meeting=meeting))
    for speaker in meeting.speakers.all():
        means, ballots = {}, []
        for group in groups:
            split = [counts.get((speaker.pk, group.pk, level.pk), 0) for level in levels]
            ballots.append((group, sum(split)))
            if any(split):
                means[group.pk] = _mean(split, levels)
        _, too_few = _hidden(ballots, meeting.least_ballots)
        if not too_few and (total := _total(meeting, groups, means)) is not None:
            yield speaker, total


def subject_of(speaker: Speaker):
    return ("branch", speaker.branch_id) if speaker.branch_id else ("organization", speaker.organization_id)


def _counts(tallies):
    rows = tallies.values_list("speaker", "group", "level", "count")
    return {(speaker, group, level): count for speaker, group, level, count in rows}


def _speaker(meeting, speaker, groups, levels, counts):
    rows = []
    for group in groups:
        split = tuple(counts.get((speaker.pk, group.pk, level.pk), 0) for level in levels)
        rows.append((group, split, sum(split)))
    hidden, too_few = _hidden([(group, ballots) for group, _, ballots in rows], meeting.least_ballots)
    means = {group.pk: _mean(split, levels) for group, split, ballots in rows if ballots}
    return SpeakerResult(
        speaker,
        None if too_few else _total(meeting, groups, means),
        tuple(
            GroupResult(
                group,
                ballots,
                group.pk in hidden,
                () if group.pk in hidden else split,
                None if group.pk in hidden or not ballots else rounded(means[group.pk], meeting.decimals),
            )
            for group, split, ballots in rows
        ),
    )


def _total(meeting, groups, means):
    """Of the means of those groups that voted, by their weights; None where nobody did."""
    weights = {group.pk: Fraction(group.weight) for group in groups if group.pk in means}
    whole = sum(weights.values())
    if not whole:
        return None
    return rounded(sum(means[pk] * weight for pk, weight in weights.items()) / whole, meeting.decimals)


def _mean(split, levels):
    return sum(Fraction(level.points) * count for level, count in zip(levels, split, strict=True)) / sum(split)


def _hidden(groups, least):
    """(ids of the groups that are not shown, whether the total would give them away). Without ballots hides nothing."""
    voted = {group.pk: ballots for group, ballots in groups if ballots}
    hidden = {group.pk for group, ballots in groups if ballots and _secret(group, ballots) < least}
    if not hidden:
        return hidden, False
    for pk in sorted(voted.keys() - hidden, key=lambda pk: (voted[pk], pk)):
        if len(hidden) > 1 and sum(voted[one] for one in hidden) >= least:
            break
        hidden.add(pk)
    return hidden, len(hidden) == 1 or sum(voted[pk] for pk in hidden) < least


def _secret(group, ballots):
    """How many ballots nobody has counted by hand; all of them where there is only paper."""
    by_code = ballots - group.paper_ballots
    return by_code if by_code > 0 else ballots
