"""Whatever stands behind the question mark of any page, the page or a polite refusal comes, never a crash.

The pages come from the permission matrix, which has every URL; the names from what each page's own links and forms use.
A string beyond measure is refused before anything is done, and a name that stands many times counts once.

With PORTAL_TESTS_LONG set every value is tried everywhere, otherwise each page and each list with some of them.
"""

import os
from urllib.parse import parse_qsl, quote, urlsplit

import pytest
from django.contrib import admin
from django.db import transaction
from django.urls import reverse

from tests.crawl.links import Page
from tests.security.doors import doors, signed_in_client, url_of

pytestmark = pytest.mark.django_db
COMMON = {"page", "q", "sort", "from", "to", "next", "year", "month", "alliance", "organization", "show", "state"}
HOSTILE = [
    "-1",
    "99999999999999999999999",
    "%00",
    "%FF%FE",
    "%ED%A0%80",  # half a character
    "²",
    "%27%22%3Cscript%3E",
    "0000-00-00",
    "9999-12-31",
    "1e999",
    "NaN",
    "%5B%5D",
    "_" * 300,
    "../../etc/passwd",
]
LONG = "PORTAL_TESTS_LONG" in os.environ
STARTS = range(len(HOSTILE)) if LONG else [0]
DOORS = [door for door in doors("GET") if door[0] != "healthz"]  # which rightly says 503 here, without workers


@pytest.mark.servers  # PostgreSQL takes less than SQLite: no zero bytes, no numbers too large
@pytest.mark.parametrize("start", STARTS)
def test_no_value_breaks_a_page(world, start):
    broken = []
    for place, (name, thing, role) in enumerate(DOORS):
        client = signed_in_client(world, role)
        client.raise_request_exception = False
        url, _, query = url_of(world, name, thing).partition("?")
        with transaction.atomic():
            names = sorted(asked_for(client, url, query))
            values = [HOSTILE[(start + place + step) % len(HOSTILE)] for step in range(len(names))]
            asked = "&".join(f"{each}={quote(value, safe='%')}" for each, value in zip(names, values, strict=True))
            if client.get(url, QUERY_STRING=asked).status_code >= 500:
                broken.append((url, asked))
            transaction.set_rollback(True)

    assert broken == []


@pytest.mark.servers
def test_no_value_breaks_a_list_of_the_admin(world):
    client = signed_in_client(world, "staff")
    client.raise_request_exception = False
    broken = []
    for number, model in enumerate(admin.site._registry):
        meta = model._meta
        url = reverse(f"admin:{meta.app_label}_{meta.model_name}_changelist")
        names = ["q", "o", "p", "_to_field", "_popup", *[field.name for field in meta.concrete_fields]]
        for place, each in enumerate(names if LONG else names[number % 5 :: 5]):
            asked = f"{each}={quote(HOSTILE[(number + place) % len(HOSTILE)], safe='%')}"
            with transaction.atomic():
                if client.get(url, QUERY_STRING=asked).status_code >= 500:
                    broken.append((url, asked))
                transaction.set_rollback(True)

    assert broken == []


@pytest.mark.once
@pytest.mark.parametrize(
    "query",
    ["q=" + "a" * 10_000_000, "&".join(f"a{number}=1" for number in range(100_000)), "q=" + "%" * 20_000],
    ids=["10 MB", "100,000 parameters", "20,000 percents"],
)
def test_query_too_long_is_refused_before_anything_is_done(world, query, django_assert_num_queries):
    client = signed_in_client(world, "staff")

    with django_assert_num_queries(0):
        answers = [client.get(url, QUERY_STRING=query).status_code for url in ("/activities/", "/search/", "/admin/")]

    assert answers == [414, 414, 414]


@pytest.mark.once
def test_one_name_many_times_counts_once(world):
    client = signed_in_client(world, "staff")

    answers = [
        client.get(url, QUERY_STRING="&".join(["page=1", "page=2", "q=a", "q=b"] * 100)).status_code
        for url in ("/activities/", "/organizations/", "/search/")
    ]

    assert answers == [200, 200, 200]


def asked_for(client, url, query):
    """The names that the page itself sends to its own address, and those that most lists know."""
    answer = client.get(url, QUERY_STRING=query)
    found = {name for name, _ in parse_qsl(query)} | COMMON
    if answer.status_code == 200 and answer["Content-Type"].startswith("text/html"):
        page = Page(url, answer.content.decode())
        for form in page.forms:
            found.update(form.names)
        for link in page.addresses():
            if urlsplit(link).path == url:
                found.update(name for name, _ in parse_qsl(urlsplit(link).query))
    return found
