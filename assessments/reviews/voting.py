"""A vote: one code used up, counts raised, nothing else written: no row of its own, no time, no address, no account."""

from django.db import transaction
from django.db.models import Case, F, Q, When

from assessments.models import BallotCode, ReviewMeeting, Tally
from assessments.reviews.codes import digest
from portal.access import WrongState

UNKNOWN = "投票码不对，或者已经用过。请核对纸条上的字母和数字。"


def group_of(code):
    """The group a code is good for; refused when it is not good, or its meeting does not vote now."""
    found = BallotCode.objects.select_related("group__meeting").filter(digest=digest(code)).first()
    if found is None:
        raise WrongState(UNKNOWN)
    meeting = found.group.meeting
    if meeting.state != ReviewMeeting.State.OPEN:
        raise WrongState("投票还没有开始，请听会场通知。")
    return found.group


def cast(code, choices):
    """`choices`: speaker pk → level pk, or None (弃权). All speakers must be named; all or nothing is counted."""
    group = group_of(code)
    with transaction.atomic():
        # The state cannot change under the vote: closing waits for this row, or this waits and finds it closed.
        meeting = ReviewMeeting.objects.select_for_update(no_key=True).get(pk=group.meeting_id)
        if meeting.state != meeting.State.OPEN:
            raise WrongState("投票已经结束。")
        speakers = set(meeting.speakers.values_list("pk", flat=True))
        levels = set(meeting.levels.values_list("pk", flat=True))
        if set(choices) != speakers or not set(choices.values()) <= levels | {None}:
            raise WrongState("还有述职人没有评价，请逐一选择。")
        deleted, _ = BallotCode.objects.filter(digest=digest(code)).delete()
        if not deleted:
            raise WrongState(UNKNOWN)
        chosen = Q(pk__in=())
        for speaker, level in choices.items():
            chosen |= Q(speaker=speaker, level=level)
        # Every count of the group is written, so that no row shows by its age that it was the last to change.
        raised = Case(When(chosen, then=1), default=0)
        Tally.objects.filter(group=group).update(count=F("count") + raised)
