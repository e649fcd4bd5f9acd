"""What happened to an account, told to whom it belongs: an inbox notice, and a mail where the account has an address.

The log-in and its second factor say what happened (accounts, allauth); this adapter, named in the settings, tells it.
"""

from django.core.exceptions import ValidationError
from django.utils import timezone

from accounts.adapter import AccountAdapter
from accounts.devices import device_of
from accounts.models import User
from notices.outbox import notify
from portal.audit import Act, record

KNOWN = "known_browser"  # a cookie that says, signed, who logged in with this browser before
KNOWN_FOR = 400 * 24 * 3600  # seconds; as long as browsers keep a cookie
MOST_KNOWN = 20  # people who share a browser
SESSIONS, SECOND_FACTOR = "/account/sessions/", "/account/second-factor/"
NOT_YOU = "如果不是你本人操作的，请马上修改密码，并联系工委工作人员。"
EVENTS = {
    "account/email/password_changed": ("密码已修改", SESSIONS),
    "mfa/email/totp_activated": ("二次验证已启用", SECOND_FACTOR),
    "mfa/email/totp_deactivated": ("二次验证已停用", SECOND_FACTOR),
    "mfa/email/recovery_codes_generated": ("备用码已重新生成，旧的作废", SECOND_FACTOR),
    "mfa/email/recovery_code_used": ("登录用掉了一个备用码", SECOND_FACTOR),
}


class NotifyingAdapter(AccountAdapter):
    def send_notification_mail(self, template_prefix, user, context=None, email=None):
        """allauth's events by their names; `left` in the context is how many recovery codes there still are."""
        title, link = EVENTS[template_prefix]
        left = (context or {}).get("left")
        rest = "" if left is None else f"还剩{left}个。" if left else "已经用完，请重新生成。"
        notify([user], title=title, body=f"{self._when_and_where()}{rest}{NOT_YOU}", link=link)
        record(Act.STEP, actor=user, subject=user, request=self.request, verb=title)

    def post_login(self, request, user, **kwargs):
        """A browser in which this person never logged in is told of, but not a log-in by a one-time code."""
        response = super().post_login(request, user, **kwargs)
        known = request.get_signed_cookie(KNOWN, "", salt=KNOWN, max_age=KNOWN_FOR).split(".")
        if str(user.pk) not in known and not user.must_change_password:
            notify([user], title="新设备登录", body=f"{self._when_and_where()}{NOT_YOU}", link=SESSIONS)
        value = ".".join([str(user.pk), *(key for key in known if key not in ("", str(user.pk)))][:MOST_KNOWN])
        options = {"max_age": KNOWN_FOR, "httponly": True, "samesite": "Lax", "secure": request.is_secure()}
        response.set_signed_cookie(KNOWN, value, salt=KNOWN, **options)
        return response

    def pre_authenticate(self, request, **credentials):
        """Who is locked out is told once a day, however long somebody goes on guessing."""
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError:
            people = User.objects.active().filter(username__iexact=credentials.get("username", ""))
            day = timezone.localdate().isoformat()
            body = f"{self._when_and_where()}连续输错密码，账号锁定15分钟。{NOT_YOU}"
            notify(people, title="账号被锁定", body=body, link=SESSIONS, key=f"locked-{day}")
            raise

    def _when_and_where(self):
        device = device_of(self.get_http_user_agent(self.request))
        return f"{timezone.localtime():%Y-%m-%d %H:%M}，{device}，来自{self.get_client_ip(self.request)}。"
