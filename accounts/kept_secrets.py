"""The secrets of second factors as they are kept: which cannot be read any more; all sealed anew with the first key."""

from allauth.mfa.models import Authenticator

from accounts.sealing import Unreadable, is_current, seal, unseal
from portal.production import Fault


def secrets_of(authenticator):
    """(place in `data`, what is kept there)"""
    for name in ("secret", "seed"):  # of an app's codes, of recovery codes
        if name in authenticator.data:
            yield name, authenticator.data[name]


def is_readable(authenticator):
    try:
        for _, kept in secrets_of(authenticator):
            unseal(kept)
    except Unreadable:
        return False
    return True


def unreadable():
    rows = Authenticator.objects.select_related("user").order_by("user__username", "pk")
    return [row for row in rows.iterator() if not is_readable(row)]


def seal_anew(authenticators):
    """Those in the clear or sealed with a former key; what cannot be read stays as it is. Returns how many."""
    count = 0
    for row in authenticators:
        old = [(name, kept) for name, kept in secrets_of(row) if not is_current(kept)]
        if old and is_readable(row):
            row.data = row.data | {name: seal(unseal(kept)) for name, kept in old}
            row.save(update_fields=["data"])
            count += 1
    return count


def fault():
    """For the start: under another SECRET_KEY nobody with a second factor could log in."""
    names = dict.fromkeys(row.user.username for row in unreadable())
    if not names:
        return None
    return Fault(
        f"有 {len(names)} 个账号的二次验证读不出来（{'、'.join(list(names)[:5])}）：SECRET_KEY 和写入时的不是同一个。",
        "把原来的密钥写进环境文件的 SECRET_KEY_FALLBACKS；找不回来的，"
        "运行 portal-manage second_factors --reset-unreadable，这些人凭密码登录后重新设置。",
    )
