"""Keys of records guessed in forms and addresses: what no page offers to somebody cannot be sent by that person either.

Every POST door of the permission matrix is tried by the person with the most rights and by the one with the fewest. A
new URL has to be in the matrix, so it is tried too; a name that a view reads and no page offers has to be in one of the
lists below; a new field with rows to choose from has to be reached. With PORTAL_TESTS_LONG all who are let in try.
"""

import os
from http.cookies import SimpleCookie
from pathlib import Path

import pytest
from django import forms
from django.conf import settings
from django.db import transaction
from django.test import override_settings

from alliances.forms import FilterForm
from letters.forms.batches import BatchForm
from letters.models import LetterTemplate
from tests.permissions_world import ROLES
from tests.security.guessing import FAR, Keys, build_guessed
from tests.security.walking import FilterWalk, Walk
from tests.security.watching import is_of_records
from tests.test_permissions import ROWS, address, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.once]
LONG = "PORTAL_TESTS_LONG" in os.environ

# Read by a view and offered by no page of this world: what names a record, and the table it is in,
RECORDS = {
    "criterion": "assessments_criterion",
    "entry": "assessments_entry",
    "session": "usersessions_usersession",
    "term": "branches_term",
}
# and what does not: words, days, numbers, what is to be done.
WORDS = {
    *("answer", "note", "reason", "text", "title", "label", "document_number", "place_name", "plan", "guests"),
    *("date", "day", "ends", "granted_on", "last_date", "on", "signup_until", "since", "starts", "until", "year"),
    *("amount", "budget", "expected_count", "group", "number", "points", "seconds", "signup_limit", "version"),
    *("by", "confirm", "flag", "funding", "given", "meals", "seen", "size", "to", "transport"),
    *("table-N-grid", "table-N-title", "text_N"),
    *("austerity_confirmed", "file-clear", "is_late_record", "remove_logo", "signup_open"),  # ticked or not
    "ticket",  # of an uploaded workbook; only who uploaded it may go on: tests/activities
}
# The same of addresses: which page reads one is found out, of which table it is where no link tells.
ASKED_RECORDS = {
    "branch": "branches_branch",
    "category": "alliances_category",
    "copy": "activities_activity",
    "indicator": "assessments_indicator",
    "judge": "assessments_judge",
    "level": "branches_brandlevel",
    "measure": "activities_measure",
    "scheme": "assessments_scheme",
    "version": "branches_brandversion",
}
ASKED_WORDS = {
    *("q", "page", "after", "sort", "tab", "show", "print", "part", "format", "next", "code", "key", "trail", "who"),
    *("act", "audience", "district", "group", "kind", "owner", "role", "source", "star", "state"),
    *("date", "from", "month", "on", "period", "quarter", "since", "to", "until", "within", "year"),
    *("all", "before", "by", "list", "making", "mine", "moved", "open", "overdue", "workdays"),
    *("lists", "urlencode", "xlsx"),  # looked for by a template, see Django's way with dots
}


@pytest.fixture(scope="module")
def guessed(snapshot, django_db_blocker, tmp_path_factory):
    built = snapshot("guessed", build_guessed)
    media = override_settings(MEDIA_ROOT=str(tmp_path_factory.mktemp("media")))
    with django_db_blocker.unblock(), media, transaction.atomic():
        found = built.restore()
        found.clients = {role: signed_in(user) for role, user in found.world.people.items()}
        yield found
        transaction.set_rollback(True)


def records(guessed):
    far = guessed.far
    return RECORDS | {"uid": str(far.draft.uid), "key": f"activity:{far.reported.pk}"}


def test_no_guessed_key_is_taken(guessed, monkeypatch):
    walk = Walk(guessed, monkeypatch, read_records=records(guessed), everybody=LONG)

    walk.look_around()
    walk.try_doors()

    assert walk.leaks == []
    assert {name: doors for name, doors in walk.read_unknown.items() if name not in WORDS} == {}
    guessed_fields = {(base, field) for form, field in walk.guessed_fields for base in form.__mro__}
    assert (walk.fields | declared()) - guessed_fields == set()
    assert len(walk.moved) > 90  # so many doors do something when they are sent what they hold


def declared():
    """(form, field) of every form of the portal that is posted and has a field with rows to choose from."""
    found, waiting = set(), [forms.BaseForm]
    while waiting:
        form = waiting.pop()
        waiting += form.__subclasses__()
        if issubclass(form, FilterForm) or not is_ours(form):
            continue
        found |= {(form, name) for name, field in form.base_fields.items() if is_of_records(field)}
    return found


def is_ours(form):
    folder = form.__module__.partition(".")[0]
    return (
        (Path(settings.BASE_DIR) / folder / "__init__.py").exists()
        and folder != "tests"
        and "base_fields" in vars(form)
    )


def test_walk_notices_a_form_that_takes_anything(guessed, monkeypatch):
    asked = BatchForm.__init__

    def careless(form, *args, **kwargs):
        asked(form, *args, **kwargs)
        if form.is_bound:
            form.fields["template"].queryset = LetterTemplate.objects.all()

    monkeypatch.setattr(BatchForm, "__init__", careless)
    walk = Walk(guessed, monkeypatch, read_records={}, only="letter-batch-create")

    walk.look_around()
    walk.try_doors()

    assert {(name, fault) for _, _, name, _, *faults in walk.leaks for fault in faults} >= {
        ("template", "BatchForm.template takes it"),
        ("template", "letters_letter has it"),
    }


def test_no_guessed_key_in_an_address_shows_anything(guessed, monkeypatch):
    walk = FilterWalk(guessed, monkeypatch, read_records=ASKED_RECORDS, everybody=LONG)

    walk.look_around()
    walk.guess()

    assert walk.leaks == []
    assert set(walk.read) - walk.guessed == ASKED_WORDS  # nothing else is read from an address


def test_second_record_of_an_address_belongs_to_the_first(guessed):
    """/assessments/7/score/9/: neither of the two may be somebody else's."""
    keys, let_in = Keys(guessed.tables, guessed.keys), []
    tried = 0
    for method, name, thing, who in ROWS:
        url = address(guessed.world, name, thing)
        if "Y" not in who[1:] or len(own := keys.own(url)) < 2:
            continue
        client, cookies = guessed.clients[ROLES[who.index("Y")]]
        client.cookies = SimpleCookie(cookies)
        for key in own:
            for guess in keys.counterparts(key, owners=[FAR]):
                with transaction.atomic():
                    status = client.generic(method, url.replace(str(key), str(guess))).status_code
                    transaction.set_rollback(True)
                tried += 1
                if status != 404:
                    let_in.append((method, url, key, status))

    assert let_in == []
    assert tried >= 20
