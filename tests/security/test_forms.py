"""Every form, through the door that takes it: odd values never break it, and names it does not have change nothing.

The doors come from the permission matrix, the fields and what they hold from the page that shows the form.
With PORTAL_TESTS_LONG set many more values are tried.
"""

import os

import pytest
from django.apps import apps
from django.db import connection, transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.crawl.links import Page
from tests.security.doors import doors, signed_in_client, url_of

pytestmark = pytest.mark.django_db
LONG = "PORTAL_TESTS_LONG" in os.environ
DOORS = [door for door in doors("POST") if door[0] not in {"logout", "login"}]
TAKES_A_NUMBER = {"ballot-codes"}  # from a form on the page of the meeting
ODD = [  # Hypothesis begins with the first
    *("\x00", "", "-1", "0", "2", "9" * 30, "1e999", "NaN", "0.0000001", "²", "示例\x00", "字" * 5000),
    *("<script>", "9999-12-31", "0000-00-00", "2026-13-45", "25:61", "on", "None", "__class__", "a,b；c（d=1"),
    *("../..", "'\"--", "%s%n{}"),
]
TRIES = settings(
    max_examples=15 if LONG else 2,
    phases=[Phase.generate],  # which form broke is said below; no need to look for the shortest words
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=HealthCheck,
)
VALUES = st.sampled_from(ODD) | st.text(max_size=40) | st.integers(-5, 10**12).map(str) | st.dates().map(str)

# What somebody might add to a form to have more than it offers.
GREEDY = {
    "is_superuser": "1",
    "is_staff": "1",
    "is_active": "0",
    "post": "staff",
    "must_change_password": "0",
    "committee": "2",
    "committee_id": "2",
    "organization": "1",
    "organization_id": "1",
    "state": "published",
    "by": "1",
    "by_id": "1",
    "approved_by": "1",
    "issued_by": "1",
    "user": "1",
    "status": "published",
    "total": "100",
    "number": "999",
    "final_total": "100",
    "review_total": "100",
    "is_for_unit": "1",
    "is_shown": "1",
}


def offered(client, url):
    """[(name, value)] as the page holds them, and all its names; nothing where the door shows no page."""
    answer = client.get(url)
    if answer.status_code != 200 or not answer["Content-Type"].startswith("text/html"):
        return [], set()
    forms = [form for form in Page(url, answer.content.decode()).forms if form.method == "post"]
    own = [form for form in forms if form.action.partition("?")[0] == url.partition("?")[0]]
    return [pair for form in own for pair in form.values], {name for form in own for name in form.names}


@pytest.mark.servers  # PostgreSQL takes less than SQLite
def test_no_value_of_a_form_breaks_it(world):
    broken, fields = [], {}
    for name, thing, role in DOORS:
        with transaction.atomic():
            fields[name, thing, role] = sorted(offered(signed_in_client(world, role), url_of(world, name, thing))[1])
            transaction.set_rollback(True)

    @TRIES
    @given(st.data())
    def try_all(data):
        for (name, thing, role), names in fields.items():
            client, url = signed_in_client(world, role), url_of(world, name, thing)
            client.raise_request_exception = False
            sent = {each: data.draw(VALUES, label=each) for each in names}
            with transaction.atomic():
                if client.post(url, sent).status_code >= 500:
                    broken.append((url, sent))
                transaction.set_rollback(True)

    try_all()

    assert broken == []


@pytest.mark.once
def test_names_a_form_does_not_have_change_nothing(world):
    greedy, moved, untouched = {}, 0, held()
    for name, thing, role in DOORS:
        client, url = signed_in_client(world, role), url_of(world, name, thing)
        with transaction.atomic():
            values, names = offered(client, url)
            transaction.set_rollback(True)
        sent = {}
        for each, value in values:
            sent.setdefault(each, []).append(value)
        known = names | ({"number"} if name in TAKES_A_NUMBER else set())
        more = {each: value for each, value in GREEDY.items() if each not in known}
        outcomes = []
        for posted in (sent, sent | more):
            with transaction.atomic():
                client.post(url, posted)
                outcomes.append(held())
                transaction.set_rollback(True)
        moved += outcomes[0] != untouched
        if outcomes[0] != outcomes[1]:
            greedy[url] = outcomes[1] ^ outcomes[0]

    assert greedy == {}
    assert moved > 50  # so many doors do something when they are sent just what they hold


def held():
    """{(table, row)} of all tables: each row's key and what it holds in the columns that are asked for."""
    found = set()
    with connection.cursor() as cursor:
        for table, columns in COLUMNS:
            cursor.execute(f"SELECT {columns} FROM {table}")  # noqa: S608  our own names, quoted below
            found.update((table, row) for row in cursor.fetchall())
    return found


def protected():
    wanted, quoted = set(GREEDY), connection.ops.quote_name
    for model in apps.get_models():
        fields = [field for field in model._meta.concrete_fields if {field.name, field.column} & wanted]
        if fields and not model._meta.proxy:
            yield quoted(model._meta.db_table), ", ".join(quoted(each.column) for each in (model._meta.pk, *fields))


COLUMNS = sorted(protected())
