"""The portal as `make run` starts it: everything is up, the sample is in, and every sample account gets in."""

import re

import pytest

ACCOUNTS = ["staff", "liaison", "lead", "deputy", "unit", "member", "judge"]


def test_portal_is_well_and_shows_its_sample_accounts(people, portal):
    response = people().request.get("/healthz")

    assert response.json() == {"status": "ok", "database": "ok", "broker": "ok", "beat": "ok"}
    for name in ACCOUNTS:
        assert re.search(rf"^\s*{name}\b", portal.output(), re.MULTILINE)
    assert "sample-2026" in portal.output()


@pytest.mark.parametrize("account", ACCOUNTS)
def test_sample_account_signs_in(people, account):
    page = people(account)

    page.goto("/")
    assert page.locator("h1").count() == 1
