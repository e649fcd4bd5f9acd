from allauth.account.adapter import DefaultAccountAdapter
from django.core.exceptions import ValidationError

from accounts import signing

LOCKED = "登录失败次数过多，账号已锁定 15 分钟。请稍后再试，或请本单位党务干部、工委工作人员重发一次性登录码。"
MISMATCH = "手机号、用户名或密码不对。"


class AccountAdapter(DefaultAccountAdapter):
    """allauth guards the log-in (failures, lockout, constant time); accounts are opened by the committee only."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "too_many_login_attempts": LOCKED,
        "username_password_mismatch": MISMATCH,
    }

    def is_open_for_signup(self, request):
        return False

    def login(self, request, user):
        super().login(request, user)
        signing.signed_in(request, user)

    def pre_authenticate(self, request, **credentials):
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError:
            signing.locked(request, credentials.get("username", ""))
            raise

    def authentication_failed(self, request, **credentials):
        super().authentication_failed(request, **credentials)
        signing.failed(request, credentials.get("username", ""))
