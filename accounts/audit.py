"""One audit trail for all models: who, when, from where, before and after, and the reason given.

django-simple-history writes one row for each save; this module adds the address the request came from. Steps that
change rows by a conditional UPDATE leave their own line (activities.Step), for UPDATE is not seen by the history.
"""

from django.db import models
from simple_history.models import HistoricalRecords


def request_address():
    """The address of the browser behind the change being written now, or None for a command or task."""
    request = getattr(HistoricalRecords.context, "request", None)
    return request.META.get("REMOTE_ADDR") or None if request else None


class AuditLine(models.Model):
    address = models.GenericIPAddressField("来源地址", null=True, default=request_address)

    class Meta:
        abstract = True


def audited(**options):
    """The `history` of a model: `history = audited()`."""
    return HistoricalRecords(bases=[AuditLine], **options)
