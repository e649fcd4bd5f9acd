"""Lines of the audit trail about coming and going. What was typed as a name is never kept: it may be a password."""

from django.utils import timezone

from accounts.models import User
from portal.audit import Act, address_of, record, record_once

NOBODY = "未登录者"
UNKNOWN = "未登记的账号"


def signed_in(request, user):
    record(Act.SIGNED_IN, actor=user, request=request)


def signed_out(request, user):
    record(Act.SIGNED_OUT, actor=user, request=request)


def failed(request, username):
    record(Act.FAILED, actor_name=NOBODY, request=request, **_account(username))


def locked(request, username):
    """Once an hour for an account and an address: who goes on trying fills no table."""
    hour = timezone.now().strftime("%Y%m%d%H")
    words = _account(username)
    key = ("locked", words.get("subject") and words["subject"].pk, address_of(request), hour)
    record_once(Act.LOCKED, key=key, actor_name=NOBODY, request=request, **words)


def _account(username):
    """The same number of queries whether there is such an account or not."""
    user = User.objects.filter(username__iexact=str(username).replace("\x00", "")[:60]).first()
    return {"subject": user, "committee_id": user.committee_id} if user else {"name": UNKNOWN}
