"""Whatever anybody can click opens: no fault, no dead link, nothing inline that the policy forbids.

They walk from the home page through a committee with a thing in every state. One address of each kind is opened;
CRAWL_EACH=5 opens five.
"""

import os
from http.cookies import SimpleCookie

import pytest
from django.db import transaction

from assessments.models import Round
from tests.crawl.walking import Walk

pytestmark = [pytest.mark.django_db, pytest.mark.once]
EACH = int(os.environ.get("CRAWL_EACH", "1"))
WHO = ["leader", "lead", "deputy", "outsider"]  # those whom tests/browser/test_crawl.py does not follow


@pytest.mark.parametrize("who", WHO)
def test_whatever_one_can_click_opens(world, who):
    client, cookies = world.clients[who]
    client.cookies = SimpleCookie(cookies)

    with transaction.atomic():
        walk = Walk(client, each=EACH).run(["/"])
        transaction.set_rollback(True)

    assert not walk.faults, "\n".join(walk.faults)
    assert walk.opened.total() > 10


def test_round_whose_facts_were_never_taken_opens(world):
    round = Round.objects.filter(facts_since=None).first()
    client, cookies = world.clients["staff"]
    client.cookies = SimpleCookie(cookies)

    assert client.get(round.get_absolute_url()).status_code == 200
