"""Where the request behind the change being written now came from."""

from ipaddress import ip_address

from django.conf import settings
from simple_history.models import HistoricalRecords


def current_request():
    """The request being answered, or None in a command or task."""
    return getattr(HistoricalRecords.context, "request", None)


def request_address():
    """The address of the browser behind the change being written now, or None for a command or task."""
    request = current_request()
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
