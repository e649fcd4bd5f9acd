from celery import shared_task

from notices import ledger


@shared_task(repeatable=True)
def send_due():
    """Every minute, from each beat: a row that is queued twice is claimed once."""
    for pk in ledger.due():
        send_delivery.delay(pk)


@shared_task(repeatable=True)
def send_delivery(pk):
    ledger.deliver(pk)
