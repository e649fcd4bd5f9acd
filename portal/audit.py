"""One audit trail for all models: who, when, from where, before and after, and the reason given.

django-simple-history writes one row for each save; this module adds the address the request came from. Steps that
change rows by a conditional UPDATE leave their own line (activities.Step), for UPDATE is not seen by the history.
"""

from ipaddress import ip_address

from django.conf import settings
from django.db import models
from simple_history.models import HistoricalRecords


def request_address():
    """The address of the browser behind the change being written now, or None for a command or task."""
    request = getattr(HistoricalRecords.context, "request", None)
    return address_of(request) if request else None


def address_of(request):
    """Behind our own proxies the one that the outermost of them saw; what stands before it anybody may have written."""
    proxies = settings.ALLAUTH_TRUSTED_PROXY_COUNT
    hops = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if proxies else []
    written = hops[-proxies] if len(hops) >= proxies > 0 else ""
    try:
        return str(ip_address(written.strip() or request.META.get("REMOTE_ADDR", "")))
    except ValueError:
        return None


class AuditLine(models.Model):
    address = models.GenericIPAddressField("来源地址", null=True, default=request_address)

    class Meta:
        abstract = True


def audited(**options):
    """The `history` of a model: `history = audited()`."""
    return HistoricalRecords(bases=[AuditLine], **options)
