"""What is due is claimed, sent and marked: by one worker only, again after a failure, and not for ever.

    due(now)          ids of what should leave now, after what a killed worker left behind is put back
    deliver(pk, now)  claim it (with all that goes into the same mail), send, mark; the number sent

A claim is an UPDATE with the state in its condition, so of two workers one has it. Who is killed between claim and mark
leaves a claim older than the lease behind; then the row is put back, and a message that had not left leaves late rather
than never.
"""

import time
from datetime import timedelta

from django.db import InterfaceError, OperationalError, connection, transaction
from django.db.models import F
from django.utils import timezone

from notices import robots
from notices.mails import compose
from notices.models import Channel, Delivery, Notice
from notices.timing import after_quiet

LEASE = timedelta(minutes=10)  # far longer than any time-out of a send
STALE = timedelta(days=3)  # what could not leave for so long stays in the house: no storm after an outage
MAX_TRIES = 5
MARK_AGAIN_AFTER = [0.2, 1, 3, 5, 10, 20]  # seconds; a PostgreSQL that is restarted is back by then
BATCH = 5000  # rows in one round of the beat: a morning's reminders of a province are queued at once
STOPPED = "发送中途中断。"
TOO_OLD = "超过3天没有发出，不再发送。"

State = Delivery.State


def due(now=None):
    now = now or timezone.now()
    _put_back(now)
    rows = Delivery.objects.due(now).filter(channel__is_active=True).order_by("due_at", "pk")
    return list(rows.values_list("pk", flat=True)[:BATCH])


def still_due(pks, now=None):
    """Those of them that nobody has sent meanwhile: what was queued in each minute of a slow hour is asked for once."""
    left = set(Delivery.objects.due(now or timezone.now()).filter(pk__in=pks).values_list("pk", flat=True))
    return [pk for pk in pks if pk in left]


def deliver(pk, now=None):
    now = now or timezone.now()
    claimed = _claim(pk, now)
    if not claimed:
        return 0
    try:
        _send(claimed)
    except Exception as fault:  # whatever went wrong, the ledger must say so and go on
        for delivery in claimed:
            _try_again(delivery, fault, now)
        return 0
    _mark_sent(claimed)
    return len(claimed)


def _mark_sent(claimed):
    """It has left the house, so this must not be lost with the connection: a claim that stays is sent a second time."""
    sent_at = timezone.now()
    for wait in MARK_AGAIN_AFTER:
        try:
            _mine(claimed).update(state=State.SENT, sent_at=sent_at, claimed_at=None, error="")
        except (OperationalError, InterfaceError):
            if connection.in_atomic_block:
                raise
            connection.close()
            time.sleep(wait)
        else:
            return
    _mine(claimed).update(state=State.SENT, sent_at=sent_at, claimed_at=None, error="")


@transaction.atomic
def _claim(pk, now):
    """The rows that are now ours: this one, and those of the same person that go into the same mail."""
    rows = Delivery.objects.due(now).filter(channel__is_active=True).select_related("channel__committee", "notice")
    first = rows.filter(pk=pk).first()
    if first is None:
        return []
    together = list(_same_mail(rows, first)) if _is_digested(first) else [first]
    # Who wins the lowest row has them all; the transaction hides the others until that is settled.
    claimed = []
    for delivery in together:
        won = (
            Delivery.objects.due(now)
            .filter(pk=delivery.pk)
            .update(state=State.CLAIMED, claimed_at=now, tries=F("tries") + 1)
        )
        if won:
            delivery.tries, delivery.claimed_at = delivery.tries + 1, now
            claimed.append(delivery)
        elif not claimed:
            return []
    return claimed


def _is_digested(delivery):
    is_mail = delivery.channel.kind == Channel.Kind.EMAIL and delivery.channel.committee.digest
    return is_mail and delivery.notice is not None and delivery.notice.kind in Notice.DIGESTED


def _same_mail(rows, first):
    same_person = rows.filter(channel=first.channel, address=first.address)
    return same_person.filter(notice__kind__in=Notice.DIGESTED).order_by("pk")


def _send(deliveries):
    first = deliveries[0]
    if first.channel.kind == Channel.Kind.EMAIL:
        compose(deliveries).send()
    else:
        robots.post(first.channel, first.title, first.body)


def _try_again(delivery, fault, now):
    error = f"{type(fault).__name__}: {fault}"[:1000]
    if delivery.tries >= MAX_TRIES:
        _mine([delivery]).update(state=State.FAILED, claimed_at=None, error=error)
        return
    committee = delivery.channel.committee
    later = after_quiet(now + timedelta(minutes=2**delivery.tries), committee.quiet_from, committee.quiet_until)
    _mine([delivery]).update(state=State.WAITING, claimed_at=None, due_at=later, error=error)


def _mine(deliveries):
    """Only while the claim is still this one: a worker that slept past its lease changes nothing."""
    return Delivery.objects.filter(
        pk__in=[delivery.pk for delivery in deliveries], state=State.CLAIMED, claimed_at=deliveries[0].claimed_at
    )


def _put_back(now):
    left = Delivery.objects.filter(state=State.CLAIMED, claimed_at__lt=now - LEASE)
    left.filter(tries__gte=MAX_TRIES).update(state=State.FAILED, claimed_at=None, error=STOPPED)
    left.update(state=State.WAITING, claimed_at=None, error=STOPPED)
    Delivery.objects.due(now - STALE).update(state=State.FAILED, error=TOO_OLD)
