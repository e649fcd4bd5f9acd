from django.shortcuts import redirect
from django.urls import reverse


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
