"""A request that another site had a browser send does nothing: every address that takes a POST wants our token."""

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLResolver, get_resolver, reverse

from tests.security.doors import doors, signed_in_client, url_of

pytestmark = pytest.mark.once


FORGED = [({}, {}), ({"csrfmiddlewaretoken": "x" * 64}, {"X-Requested-With": "fetch", "HX-Request": "true"})]


@pytest.mark.django_db
def test_post_without_the_token_is_refused(world):
    let_in = []
    for name, thing, role in doors("POST"):
        client, url = signed_in_client(world, role, Client, enforce_csrf_checks=True), url_of(world, name, thing)
        for data, headers in FORGED:
            with transaction.atomic():
                if client.post(url, data, headers=headers).status_code != 403:
                    let_in.append((url, data))
                transaction.set_rollback(True)

    assert let_in == []


def test_no_view_is_exempt():
    assert [name for name, view in views(get_resolver().url_patterns) if getattr(view, "csrf_exempt", False)] == []


@pytest.mark.django_db
def test_form_of_another_site_is_refused_even_with_a_token(world):
    client = signed_in_client(world, "staff", Client, enforce_csrf_checks=True)
    client.get(reverse("account"), secure=True)
    token = client.cookies["csrftoken"].value

    answers = [
        client.post(
            reverse("text-size"), {"csrfmiddlewaretoken": token}, secure=True, headers={"origin": origin}
        ).status_code
        for origin in ("https://testserver", "https://evil.example", "null")
    ]

    assert answers == [302, 403, 403]


def views(patterns):
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from views(pattern.url_patterns)
        else:
            yield pattern.name, pattern.callback
