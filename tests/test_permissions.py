"""Who reaches what: every URL × every kind of person × another committee.

A column each, in the order of ROLES:
anonymous staff leader lead deputy unit outsider member judge other_staff other_lead.
Y let in (also when the step or the input is then refused in words), L sent to the log-in, F 403, N 404.
"""

from http.cookies import SimpleCookie

import pytest
from django.db import transaction
from django.test import Client, override_settings
from django.urls import URLResolver, get_resolver, reverse

from tests.permissions_assessment import REVIEW_ROWS, ROUND_ROWS, SCHEME_ROWS
from tests.permissions_exhibits import BRAND_ROWS, CONTEST_ROWS
from tests.permissions_world import ROLES, build
from tests.permissions_writing import (
    AUDIT_ROWS,
    LETTER_ROWS,
    PROMPT_ROWS,
    REPORT_ROWS,
    STATISTICS_ROWS,
    TASK_ROWS,
    TERM_ROWS,
)
from tests.security.policy import assert_strict

pytestmark = pytest.mark.once

EVERYBODY, SIGNED_IN, STAFF = "Y" * 11, "L" + "Y" * 10, "LYFFFFFFFYF"

ROWS = (
    # method, URL name, thing, who
    ("GET", "healthz", "", EVERYBODY),
    ("GET", "favicon", "", EVERYBODY),
    ("GET", "login", "", EVERYBODY),
    ("GET", "manual", "", EVERYBODY),
    ("GET", "account_inactive", "", "F" * 11),
    ("POST", "text-size", "", EVERYBODY),
    ("POST", "logout", "", EVERYBODY),
    ("GET", "home", "", SIGNED_IN),
    ("GET", "search", "", SIGNED_IN),
    ("GET", "account", "", SIGNED_IN),
    ("GET", "password-change", "", SIGNED_IN),
    ("GET", "session-list", "", SIGNED_IN),
    ("POST", "session-list", "", SIGNED_IN),
    ("GET", "mfa_authenticate", "", "LYYYYYYYYYY"),  # half-way through a log-in only: others are led away
    ("GET", "account_reauthenticate", "", SIGNED_IN),
    ("GET", "mfa_reauthenticate", "", SIGNED_IN),
    ("GET", "mfa_index", "", SIGNED_IN),
    ("GET", "mfa_activate_totp", "", SIGNED_IN),
    ("POST", "mfa_activate_totp", "", SIGNED_IN),
    ("GET", "mfa_deactivate_totp", "", "L" + "N" * 10),  # nobody here has one to remove
    ("GET", "mfa_view_recovery_codes", "", "L" + "N" * 10),
    ("GET", "mfa_generate_recovery_codes", "", SIGNED_IN),
    ("POST", "mfa_generate_recovery_codes", "", SIGNED_IN),
    ("GET", "feedback", "", SIGNED_IN),
    ("GET", "inbox", "", SIGNED_IN),
    ("POST", "inbox-read", "", SIGNED_IN),
    ("GET", "notice-open", "notice", "LNNYNNNNNNN"),
    ("POST", "feedback-answer", "feedback", "LYNNNFNNNNN"),
    ("GET", "officer-list", "", STAFF),
    ("POST", "officer-open", "", STAFF),
    ("POST", "officer-renew", "officer", "LYFFFFFFFNF"),
    ("GET", "alliance-list", "", SIGNED_IN),
    ("GET", "seat-history", "", SIGNED_IN),
    ("GET", "composition", "", SIGNED_IN),
    ("GET", "alliance-detail", "alliance", "LYYYYYYYYNN"),
    ("GET", "alliance-change-lead", "alliance", "LYFFFFFFFNN"),
    ("POST", "alliance-change-lead", "alliance", "LYFFFFFFFNN"),
    ("POST", "waiver-save", "alliance-rule", "LYFFFFFFFNN"),
    ("POST", "waiver-withdraw", "waiver", "LYFFFFFFFNN"),
    ("GET", "organization-list", "", SIGNED_IN),
    ("GET", "organization-detail", "organization", "LYYYYYYYYNN"),
    ("GET", "branch-list", "", SIGNED_IN),
    ("GET", "roster-import", "", STAFF),
    ("POST", "roster-import", "", STAFF),
    ("GET", "roster-import-detail", "roster_import", "LYFFFFFFFNF"),
    ("POST", "roster-import-apply", "roster_import", "LYFFFFFFFNF"),
    ("GET", "roster-import-undo", "roster_import", "LYFFFFFFFNF"),
    ("POST", "roster-import-undo", "roster_import", "LYFFFFFFFNF"),
    ("GET", "activity-import", "", STAFF),
    ("POST", "activity-import", "", STAFF),
    ("POST", "activity-import-apply", "", STAFF),
    ("GET", "activity-list", "", SIGNED_IN),
    ("GET", "activity-export", "", SIGNED_IN),
    ("GET", "activity-create", "", "LYFYYYFFFYY"),
    ("POST", "activity-create", "", "LYFYYYFFFYY"),
    ("POST", "activity-autosave", "", "LYFYYYFFFYY"),
    ("POST", "activity-clashes", "", "LYFYYYFFFYY"),
    ("GET", "activity-detail", "draft", "LYNYYNNNNNN"),
    ("GET", "activity-detail", "proposed", "LYYYYYNNNNN"),
    ("GET", "activity-detail", "submitted", "LYYYYNNNNNN"),
    ("GET", "activity-detail", "published", "LYYYYYYYYNN"),
    ("GET", "activity-detail", "reported", "LYYYYYYYYNN"),
    ("GET", "activity-edit", "draft", "LYNYYNNNNNN"),
    ("POST", "activity-edit", "draft", "LYNYYNNNNNN"),
    ("POST", "activity-edit", "published", "LYFYYFFFFNN"),
    ("POST", "activity-autosave", "draft", "LYFYYNFFFNN"),
    ("POST", "activity-submit", "draft", "LYNYYNNNNNN"),
    ("POST", "activity-withdraw", "submitted", "LYFYYNNNNNN"),
    ("POST", "activity-review", "proposed", "LYFYFFNNNNN"),
    ("POST", "activity-publish", "submitted", "LYFFFNNNNNN"),
    ("POST", "activity-return", "proposed", "LYFYFFNNNNN"),
    ("POST", "activity-return", "submitted", "LYFFFNNNNNN"),
    ("POST", "activity-postpone", "published", "LYFYYFFFFNN"),
    ("POST", "activity-cancel", "published", "LYFYYFFFFNN"),
    ("POST", "activity-report", "held", "LYFYYFFFFNN"),
    ("POST", "activity-return-report", "reported", "LYFFFFFFFNN"),
    ("POST", "activity-accept", "reported", "LYFFFFFFFNN"),
    ("POST", "activity-comment", "published", "LYYYYFFFFNN"),
    ("GET", "participation-answer", "published", "LNNNNYNFNNN"),  # only the invited unit has an answer of its own
    ("GET", "participation-answer", "published?unit", "LYFYYYFFFNN"),  # 代录 for that unit
    ("POST", "participation-answer", "published?unit", "LYFYYYFFFNN"),
    ("POST", "signup", "published", "LFFYYYYYFNN"),
    ("POST", "signup-withdraw", "published", "LFFYYYYYFNN"),
    ("GET", "roll-call", "held", "LYFYYFFFFNN"),
    ("POST", "roll-call", "held", "LYFYYFFFFNN"),
    ("GET", "sign-in-sheet", "published", "LYFYYFFFFNN"),
    ("GET", "report-edit", "held", "LYFYYFFFFNN"),
    ("POST", "report-edit", "held", "LYFYYFFFFNN"),
    ("POST", "report-autosave", "held", "LYFYYFFFFNN"),
    ("GET", "report-compare", "reported", "LNFNNFFFFNN"),  # no earlier draft to compare with
    ("GET", "picture-image", "picture", "LYYYYYNNNNN"),
    ("GET", "picture-thumbnail", "picture", "LYYYYYNNNNN"),
    ("GET", "attachment-download", "attachment", "LYYYYYNNNNN"),
    ("GET", "activity-ics", "published", "LYYYYYYYYNN"),
    ("GET", "calendar-month", "", SIGNED_IN),
    ("GET", "calendar-agenda", "", SIGNED_IN),
    ("GET", "calendar-year", "", SIGNED_IN),
    ("GET", "feed-list", "", SIGNED_IN),
    ("POST", "feed-list", "", SIGNED_IN),
    ("GET", "feed-revoke", "feed", "LNNYNNNNNNN"),
    ("POST", "feed-revoke", "feed", "LNNYNNNNNNN"),
    ("GET", "feed-ics", "feed-token", EVERYBODY),
    ("GET", "duty-matrix", "", SIGNED_IN),
    ("GET", "duty-export", "", SIGNED_IN),
    ("GET", "duty-remind", "", STAFF),
    ("POST", "duty-remind", "", STAFF),
    ("GET", "system", "", "L" + "N" * 10),  # the administrator's alone: tests/desk/test_system.py
    ("POST", "failed-task-seen", "failed_task", "L" + "N" * 10),
    ("POST", "failed-task-retry", "failed_task", "L" + "N" * 10),
    *BRAND_ROWS,
    *CONTEST_ROWS,
    *REVIEW_ROWS,
    *SCHEME_ROWS,
    *LETTER_ROWS,
    *TERM_ROWS,
    *TASK_ROWS,
    *PROMPT_ROWS,
    *AUDIT_ROWS,
    *STATISTICS_ROWS,
    *REPORT_ROWS,
    *ROUND_ROWS,
)
SAME_AS = {"account_login": "login", "account_logout": "logout"}


def answer(world, method, name, thing, role):
    client, cookies = world.clients[role]
    client.cookies = SimpleCookie(cookies)  # as right after the log-in
    url = address(world, name, thing)
    response = client.generic(method, url, b"", "application/x-www-form-urlencoded")
    assert_strict(response)
    if response.status_code in (301, 302):
        return "L" if response.url.startswith(reverse("login")) and name != "logout" else "Y"
    return {403: "F", 404: "N", 405: "M"}.get(response.status_code, "Y")


def address(world, name, thing):
    if thing == "":
        return reverse(name)
    if thing == "alliance-rule":
        return reverse(name, args=[world.alliance.pk, "size"])
    if thing.endswith("-leaf"):
        return reverse(name, args=[getattr(world, thing.removesuffix("-leaf")).pk, world.leaf.pk])
    if thing == "feed-token":
        return reverse(name, args=[world.feed.token])
    if thing == "contest-stage":
        return reverse(name, args=[world.contest.pk, world.stage.number])
    if thing == "shown-entry":
        return reverse(name, args=[world.shown.pk, world.shown_turn.entry_id])
    if thing == "entry-picture":
        return reverse(name, args=[world.entry.pk, world.brand_picture.pk])
    if thing.endswith("?unit"):
        return f"{address(world, name, thing.removesuffix('?unit'))}?unit={world.organization.pk}"
    thing, mark, query = thing.partition("?")
    return reverse(name, args=[getattr(world, thing).pk] if thing else []) + mark + query


def signed_in(user):
    """The browser of this person, and the cookies of the log-in."""
    client = Client()
    if user:
        client.force_login(user)
    return client, {key: morsel.value for key, morsel in client.cookies.items()}


@pytest.fixture(scope="module")
def world(snapshot, django_db_blocker, tmp_path_factory):
    """Built once for a run, everybody signed in once; every request is rolled back, its session too."""
    built = snapshot("permissions", build)
    media = override_settings(MEDIA_ROOT=str(tmp_path_factory.mktemp("media")))
    with django_db_blocker.unblock(), media, transaction.atomic():
        world = built.restore()
        world.clients = {role: signed_in(user) for role, user in world.people.items()}
        yield world
        transaction.set_rollback(True)


@pytest.mark.django_db
@pytest.mark.parametrize(("method", "name", "thing", "who"), ROWS, ids=lambda part: str(part))
def test_each_url_for_each_kind_of_person(world, method, name, thing, who):
    found = ""
    for role in ROLES:
        with transaction.atomic():
            found += answer(world, method, name, thing, role)
            transaction.set_rollback(True)

    assert dict(zip(ROLES, found, strict=True)) == dict(zip(ROLES, who, strict=True))


def test_no_url_is_forgotten():
    tried = {name for _, name, _, _ in ROWS}

    assert {SAME_AS.get(name, name) for name in url_names(get_resolver().url_patterns)} == tried


def url_names(patterns):
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            if str(pattern.pattern) != "admin/":  # tests/admin tries each of its pages
                yield from url_names(pattern.url_patterns)
        else:
            yield pattern.name
