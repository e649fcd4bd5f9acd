"""Two ways to be told no: this person may not (403), or not in this state (a sentence to show)."""

from django.core.exceptions import PermissionDenied


class WrongState(Exception):
    """A step that is refused; its text is Chinese and written for the person who clicked."""


class EditConflict(WrongState):
    """Somebody else saved first; nothing was overwritten."""


def require(allowed: bool) -> None:
    """`require(permissions.can_publish(user, activity))`: 403 unless allowed."""
    if not allowed:
        raise PermissionDenied
