import pytest
from django.core.exceptions import PermissionDenied

from portal.access import EditConflict, WrongState, require


def test_require_lets_the_allowed_pass():
    assert require(True) is None


@pytest.mark.parametrize("allowed", [False, None])
def test_require_refuses_everybody_else(allowed):
    with pytest.raises(PermissionDenied):
        require(allowed)


def test_edit_conflict_is_shown_like_any_refusal():
    with pytest.raises(WrongState, match="已被他人修改"):
        raise EditConflict("已被他人修改")
