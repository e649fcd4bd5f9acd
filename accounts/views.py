from urllib.parse import urlsplit

from allauth.account.adapter import get_adapter
from allauth.account.views import LoginView as AllauthLoginView
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import LogoutView
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from accounts import signing
from accounts.forms import AccountForm, LoginForm, PasswordChangeForm
from accounts.models import User

login = AllauthLoginView.as_view(form_class=LoginForm, template_name="accounts/login.html")


class Logout(LogoutView):
    def post(self, request, *args, **kwargs):
        user = request.user
        response = super().post(request, *args, **kwargs)
        if user.is_authenticated:
            signing.signed_out(request, user)
        return response


logout = Logout.as_view()


def locked(request):
    """Where allauth sends a person whose account is closed."""
    return render(request, "accounts/inactive.html", status=403)


@login_required
def account(request):
    form = AccountForm(request.POST or None, instance=request.user)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, "已保存。")
        return redirect("account")
    return render(request, "accounts/account.html", {"form": form})


@sensitive_post_parameters()
@login_required
def password_change(request):
    form = PasswordChangeForm(request.user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        update_session_auth_hash(request, form.save())  # every other session ends
        UserSession.objects.create_from_request(request)
        get_adapter(request).send_notification_mail("account/email/password_changed", request.user)
        messages.success(request, "新密码已生效。")
        return redirect("home")
    return render(request, "accounts/password_change.html", {"form": form})


@require_POST
def text_size(request):
    """A signed-in person's choice is kept on the account, anybody else's in a cookie."""
    response = redirect(_page_before(request))
    size = request.POST.get("size", "")
    if size in User.TextSize.values:
        if request.user.is_authenticated:
            User.objects.filter(pk=request.user.pk).update(text_size=size)
        else:
            response.set_cookie("text_size", size, max_age=365 * 24 * 3600, httponly=True, samesite="Lax")
    return response


def _page_before(request):
    target = request.POST.get("next") or request.META.get("HTTP_REFERER", "")
    if url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure()):
        parts = urlsplit(target)
        return f"{parts.path}?{parts.query}" if parts.query else parts.path
    return "home"
