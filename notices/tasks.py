from celery import shared_task

from notices import ledger

TOGETHER = 25  # deliveries of one task: its way through the broker costs as much as several of them


@shared_task(repeatable=True)
def send_due():
    """Every minute, from each beat: a row that is queued twice is claimed once."""
    pks = ledger.due()
    for first in range(0, len(pks), TOGETHER):
        send_deliveries.delay(pks[first : first + TOGETHER])


@shared_task(repeatable=True)
def send_deliveries(pks):
    """One after the other, each claimed by itself: who is killed leaves the rest to the next minute."""
    for pk in ledger.still_due(pks):
        ledger.deliver(pk)
