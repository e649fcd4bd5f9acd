from allauth.account.auth_backends import AuthenticationBackend as AllauthBackend

from accounts.models import User


class AuthenticationBackend(AllauthBackend):
    """Brings committee and organization along with the person: every page asks for them."""

    def get_user(self, user_id):
        return User.objects.active().select_related("committee", "organization").filter(pk=user_id).first()
