"""allauth's views of the second factor, in the portal's pages and words."""

from allauth.account.adapter import get_adapter
from allauth.account.views import ReauthenticateView as ByPassword
from allauth.mfa.base.views import AuthenticateView, ReauthenticateView
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.views import GenerateRecoveryCodesView, ViewRecoveryCodesView
from allauth.mfa.totp.views import ActivateTOTPView, DeactivateTOTPView
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache

from accounts.kept_secrets import is_readable
from accounts.second_factor import FEW_CODES, must_have_second_factor
from accounts.second_factor_forms import CodeForm, ConfirmByCodeForm, PasswordForm, SetUpForm


class SetUp(ActivateTOTPView):
    form_class = SetUpForm

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        secret = context["form"].secret
        groups = " ".join(secret[start : start + 4] for start in range(0, len(secret), 4))
        return {**context, "secret": groups, "required": must_have_second_factor(self.request.user)}


@login_required
def index(request):
    kept = {row.type: row for row in Authenticator.objects.filter(user=request.user)}
    codes = kept.get(Authenticator.Type.RECOVERY_CODES)
    left = len(codes.wrap().get_unused_codes()) if codes else 0
    words = {"factor": kept.get(Authenticator.Type.TOTP), "left": left, "few": left <= FEW_CODES}
    words["unreadable"] = not all(is_readable(row) for row in kept.values())
    return render(request, "accounts/second_factor.html", words | {"required": must_have_second_factor(request.user)})


def _page(view, template):
    return never_cache(view.as_view(template_name=f"accounts/second_factor_{template}.html"))


def _own(view, template):
    return login_required(_page(view, template))


class LogIn(AuthenticateView):
    form_class = CodeForm

    def get_context_data(self, **kwargs):
        kept = Authenticator.objects.filter(user=self.stage.login.user)
        return super().get_context_data(**kwargs) | {"unreadable": not all(is_readable(row) for row in kept)}

    def form_valid(self, form):
        response = super().form_valid(form)
        used = form.authenticator
        if used.type == Authenticator.Type.RECOVERY_CODES:
            used.refresh_from_db()  # it was marked under a lock of its own
            left = {"left": len(used.wrap().get_unused_codes())}
            get_adapter(self.request).send_notification_mail("mfa/email/recovery_code_used", used.user, left)
        return response


class Codes(ViewRecoveryCodesView):
    def dispatch(self, request, *args, **kwargs):
        kept = Authenticator.objects.filter(user=request.user, type=Authenticator.Type.RECOVERY_CODES)
        if not all(is_readable(row) for row in kept):
            return redirect("mfa_index")  # which says why; there are no codes to show
        return super().dispatch(request, *args, **kwargs)


class ConfirmByCode(ReauthenticateView):
    form_class = ConfirmByCodeForm


class ConfirmByPassword(ByPassword):
    form_class = PasswordForm


log_in = _page(LogIn, "login")
confirm_by_code = _own(ConfirmByCode, "confirm")
confirm_by_password = _own(ConfirmByPassword, "confirm")
set_up = _own(SetUp, "set_up")
remove = _own(DeactivateTOTPView, "remove")
codes = _own(Codes, "codes")
new_codes = _own(GenerateRecoveryCodesView, "new_codes")
