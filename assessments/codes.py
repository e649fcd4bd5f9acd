"""The code printed on a paper sheet: eight signs that cannot be misread, the last one checks the others."""

import secrets
import unicodedata

SIGNS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # without 0 O, 1 I L
LENGTH = 8


def make():
    body = "".join(secrets.choice(SIGNS) for _ in range(LENGTH - 1))
    return body + _check(body)


def read(text):
    """A code as somebody typed it, brought to its form; "" when a sign is wrong or has changed places."""
    text = unicodedata.normalize("NFKC", str(text)[:40]).upper()
    text = "".join(sign for sign in text if sign not in " -—－\t")
    if len(text) != LENGTH or not set(text) <= set(SIGNS):
        return ""
    return text if _check(text[:-1]) == text[-1] else ""


def spaced(code):
    """As it is printed: K7PQ 3MXW."""
    return f"{code[:4]} {code[4:]}"


def _check(body):
    # Thirty-one signs and weights below it: one wrong sign or two neighbours swapped never give the same check.
    return SIGNS[sum(place * SIGNS.index(sign) for place, sign in enumerate(body, start=2)) % len(SIGNS)]
