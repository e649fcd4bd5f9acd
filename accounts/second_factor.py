"""The code of an authenticator app beside the password. Whose account needs one, and who may give it up?

allauth keeps the secrets and checks the codes; this module says what holds here.
"""

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import generate_totp_secret
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef

from accounts import sealing, sessions

FEW_CODES = 3  # recovery codes left when the page asks for new ones

HAS_SECOND_FACTOR = Exists(Authenticator.objects.filter(user=OuterRef("pk"), type=Authenticator.Type.TOTP))


def must_have_second_factor(user):
    return settings.SECOND_FACTOR_REQUIRED and user.is_staff


class SecondFactorAdapter(DefaultMFAAdapter):
    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "cannot_delete_authenticator": "工委工作人员的账号须有二次验证，不能停用；换手机请联系另一位工委工作人员重置。",
        "cannot_generate_recovery_codes": "请先设置二次验证，再生成备用码。",
        "incorrect_code": "验证码不对，或者已经用过。请等应用里换出下一个再输。",
    }

    def get_totp_label(self, user):
        return user.username

    def encrypt(self, text):
        return sealing.seal(text)

    def decrypt(self, encrypted_text):
        """Of what cannot be read no code is right: in its place stands a secret that nobody knows, never none."""
        try:
            return sealing.unseal(encrypted_text)
        except sealing.Unreadable:
            return generate_totp_secret()

    def can_delete_authenticator(self, authenticator):
        return not must_have_second_factor(authenticator.user)


@transaction.atomic
def reset(user, *, by):
    """For a lost phone: the account is back at the password alone, and where one is required the next page asks
    for it anew; every log-in ends. Returns whether there was one."""
    removed, _ = Authenticator.objects.filter(user=user).delete()
    if removed:
        sessions.end(UserSession.objects.filter(user=user))  # the lost phone may be logged in
        user._history_user = by
        user._change_reason = "重置二次验证"
        user.save(update_fields=["date_joined"])  # a line in the history, and nothing overwritten
    return bool(removed)
