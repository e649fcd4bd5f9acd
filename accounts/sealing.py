"""What must not be read out of a database or a backup is sealed with a key made of SECRET_KEY, which is in neither.

The first key seals, every key in SECRET_KEY_FALLBACKS still opens; what an earlier release kept in the clear is read.
"""

import base64
from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

PREFIX = "sealed:1:"  # no secret of an authenticator or seed of recovery codes has a colon
PURPOSE = b"accounts: second factor"


class Unreadable(Exception):
    """Sealed with a key that this portal does not have."""


def seal(text):
    return PREFIX + _box(settings.SECRET_KEY).encrypt(text.encode()).decode()


def unseal(kept):
    if not kept.startswith(PREFIX):
        return kept
    boxes = MultiFernet([_box(key) for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)])
    try:
        return boxes.decrypt(kept.removeprefix(PREFIX).encode()).decode()
    except InvalidToken:
        raise Unreadable from None


def is_current(kept):
    """Sealed, and with the first key?"""
    try:
        _box(settings.SECRET_KEY).decrypt(kept.removeprefix(PREFIX).encode())
    except InvalidToken:
        return False
    return kept.startswith(PREFIX)


@lru_cache(maxsize=8)
def _box(secret_key):
    made = HKDF(algorithm=SHA256(), length=32, salt=None, info=PURPOSE).derive(secret_key.encode())
    return Fernet(base64.urlsafe_b64encode(made))
