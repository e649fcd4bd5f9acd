"""One-time codes. They are drawn from a hat: the database never knew whose a code is, keeps only a keyed digest of it
while it is unused, and deletes the row when it is used."""

import secrets

from django.conf import settings
from django.db import transaction
from django.utils.crypto import salted_hmac

from assessments.models import BallotCode, VoterGroup
from portal.access import WrongState

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # nothing that reads like something else
LENGTH = 10
MOST = 2000


def issue(group, number, *, by):
    """New codes for a group, to be printed now: they cannot be shown again. Those not yet used lose their force."""
    if not 1 <= number <= MOST:
        raise WrongState(f"一次可印 1 到 {MOST} 个投票码。")
    with transaction.atomic():
        meeting = group.meeting
        meeting.hold()
        if meeting.state not in (meeting.State.SETUP, meeting.State.OPEN):
            raise WrongState(f"“{meeting}”{meeting.get_state_display()}，不能再印投票码。")
        dropped, _ = BallotCode.objects.filter(group=group).delete()
        codes = [_new_code() for _ in range(number)]
        # In the order of the digests, so that the order of the rows says nothing about the order of the slips.
        digests = sorted(digest(code) for code in codes)
        BallotCode.objects.bulk_create(BallotCode(digest=one, group=group) for one in digests)
        VoterGroup.objects.filter(pk=group.pk).update(issued=used(group, dropped) + number)
        words = f"{group.name}{number}个" + (f"，原有未用的{dropped}个作废" if dropped else "")
        meeting.record("印制投票码", by=by, reason=words)
    return codes


def used(group, unused=None):
    """How many ballots of the group were cast with a code."""
    group.refresh_from_db(fields=["issued"])
    return group.issued - (BallotCode.objects.filter(group=group).count() if unused is None else unused)


def digest(text):
    """The keyed digest by which a code is found, whatever spaces, case or dashes it was typed with."""
    plain = "".join(character for character in str(text).upper() if character.isalnum())[:40]
    return salted_hmac("assessments.ballot", plain, secret=settings.SECRET_KEY, algorithm="sha256").hexdigest()


def printed(code):
    """ABCDE-FGHJK, as it stands on the slip."""
    return f"{code[:5]}-{code[5:]}"


def _new_code():
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
