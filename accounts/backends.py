from allauth.account.auth_backends import AuthenticationBackend as AllauthBackend

from accounts.models import User
from accounts.second_factor import HAS_SECOND_FACTOR


class AuthenticationBackend(AllauthBackend):
    """Brings committee and organization along with the person: every page asks for them."""

    def get_user(self, user_id):
        people = User.objects.active().select_related("committee", "organization")
        return people.annotate(has_second_factor=HAS_SECOND_FACTOR).filter(pk=user_id).first()
