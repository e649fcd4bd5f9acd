from django.shortcuts import redirect
from django.urls import reverse

from accounts.second_factor import must_have_second_factor


class MustChangePassword:
    """A one-time code opens one door only: the page where the person chooses a password. Covers /admin/ too."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        user = request.user
        if user.is_authenticated and user.must_change_password and request.path not in self._open_paths():
            return redirect("password-change")
        return self.get_response(request)

    @staticmethod
    def _open_paths():
        return {reverse("password-change"), reverse("logout"), reverse("text-size"), reverse("healthz")}


class MustHaveSecondFactor:
    """Where staff need a second factor, a log-in without one opens only its set-up. Covers /admin/ too."""

    OPEN = ("mfa_activate_totp", "account_reauthenticate", "password-change", "logout", "text-size", "healthz")

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        user = request.user
        lacks = user.is_authenticated and must_have_second_factor(user) and not user.has_second_factor
        if lacks and request.path not in map(reverse, self.OPEN):
            return redirect("mfa_activate_totp")
        return self.get_response(request)
