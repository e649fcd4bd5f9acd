"""A feed: a saved filter and a token that can be revoked."""

import pytest
from django.urls import reverse

from activities.models import Activity, Feed
from portal.access import WrongState
from tests.factories import (
    make_activity,
    make_alliance,
    make_committee,
    make_member,
    make_officer,
    make_participation,
    make_seat,
    make_staff,
    make_type,
)

pytestmark = pytest.mark.django_db
State = Activity.State


@pytest.fixture
def member():
    return make_member(make_seat().organization)


def publish(user, **fields):
    fields.setdefault("alliance", make_alliance(committee=user.committee))
    return make_activity(committee=user.committee, **{"state": State.PUBLISHED, **fields})


def feed_of(user, **fields):
    return Feed.subscribe(by=user, **{"name": "党建联盟活动", "filters": {}, **fields})


def uids(client, feed):
    text = client.get(feed.get_absolute_url()).content.decode()
    return {line.removeprefix("UID:") for line in text.split("\r\n") if line.startswith("UID:")}


def test_feed_holds_what_is_published_and_nothing_else(client, member):
    shown = [publish(member, state=state) for state in Activity.PUBLIC]
    for state in [*Activity.PLANNING, State.DROPPED]:
        publish(member, state=state)
    make_activity(state=State.PUBLISHED)  # of another committee

    assert uids(client, feed_of(member)) == {str(activity.uid) for activity in shown}


@pytest.mark.parametrize("make", [make_staff, make_officer, make_member])
def test_feed_is_what_its_owner_sees_published(client, make):
    user = make()
    publish(user, state=State.SUBMITTED, host=user.organization)
    publish(user)

    visible = Activity.objects.visible_to(user).published()
    assert uids(client, feed_of(user)) == {str(activity.uid) for activity in visible}
    assert visible.count() == 1


def test_feed_of_a_superuser_stays_in_the_own_committee(client):
    user = make_staff(is_superuser=True)
    own = publish(user)
    make_activity(state=State.PUBLISHED)

    assert uids(client, feed_of(user)) == {str(own.uid)}


def test_feed_applies_its_filter(client, member):
    alliance, other = (make_alliance(committee=member.committee) for _ in range(2))
    kind = make_type(member.committee, "品牌大比武")
    led = publish(member, alliance=alliance)
    joined = publish(member, alliance=other, type=kind)
    joined.partners.add(alliance)
    own = publish(member, alliance=None)
    make_participation(activity=own, organization=member.organization)
    publish(member, alliance=other)

    found = {
        name: uids(client, feed_of(member, filters=filters))
        for name, filters in {
            "alliance": {"alliance": alliance.pk},
            "committee": {"alliance": 0},
            "type": {"type": kind.pk},
            "mine": {"mine": "1"},
            "broken": {"alliance": "x", "type": [], "mine": None},
        }.items()
    }

    everything = {str(uid) for uid in Activity.objects.values_list("uid", flat=True)}
    assert found == {
        "alliance": {str(led.uid), str(joined.uid)},
        "committee": {str(own.uid)},
        "type": {str(joined.uid)},
        "mine": {str(own.uid)},
        "broken": everything,
    }


def test_revoked_unknown_and_inactive_are_all_not_found(client, member):
    revoked, orphan = feed_of(member), feed_of(make_member(is_active=False))
    revoked.revoke(by=member)

    for token in (revoked.token, orphan.token, "x" * 32, "-"):
        assert client.get(reverse("feed-ics", args=[token])).status_code == 404
    assert client.post(feed_of(member).get_absolute_url()).status_code == 405


def test_unchanged_feed_is_answered_with_304(client, member, django_assert_max_num_queries):
    publish(member)
    feed = feed_of(member)
    first = client.get(feed.get_absolute_url())

    with django_assert_max_num_queries(2):
        again = client.get(feed.get_absolute_url(), headers={"If-None-Match": first["ETag"]})

    assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
    assert (first["Cache-Control"], first["Content-Type"]) == (
        "private, max-age=0, must-revalidate",
        "text/calendar; charset=utf-8",
    )
    by_date = client.get(feed.get_absolute_url(), headers={"If-Modified-Since": first["Last-Modified"]})
    assert by_date.status_code == 304


def test_every_change_gives_a_new_etag(client, member):
    staff = make_staff(member.committee)
    feed = feed_of(member)
    plan = publish(member, state=State.SUBMITTED)
    seen = []

    def changed():
        response = client.get(feed.get_absolute_url(), headers={"If-None-Match": ", ".join(seen) or '"none"'})
        seen.append(response["ETag"])
        return response.status_code == 200

    assert changed() and not changed()
    plan.publish(by=staff)
    assert changed() and not changed()
    plan.postpone(by=staff, starts_at=plan.starts_at, ends_at=plan.ends_at.replace(hour=23), reason="有雨")
    assert changed() and not changed()
    plan.cancel(by=staff, reason="停办")
    assert changed() and not changed()


def test_new_publish_stands_in_the_feed_at_once(client, member):
    feed = feed_of(member)
    plan = publish(member, state=State.SUBMITTED)
    assert uids(client, feed) == set()

    plan.publish(by=make_staff(member.committee))

    assert uids(client, feed) == {str(plan.uid)}


@pytest.mark.parametrize("count", [1, 3])
def test_feed_takes_the_same_queries_at_any_size(client, member, count, django_assert_num_queries):
    for _ in range(count):
        publish(member).partners.add(make_alliance(committee=member.committee))
    feed = feed_of(member)

    with django_assert_num_queries(4):
        client.get(feed.get_absolute_url())


def test_form_is_filled_from_the_filter_and_makes_a_feed(client, member):
    alliance = make_alliance(committee=member.committee, name="文化园党建联盟")
    client.force_login(member)

    page = client.get(reverse("feed-list"), {"alliance": alliance.pk, "mine": "1"}).content.decode()
    said = {"name": "文化园", "alliance": alliance.pk, "type": "", "mine": "on", "with_alarm": "on"}
    client.post(reverse("feed-list"), said)

    assert 'value="党建联盟活动 文化园 本单位"' in page
    feed = Feed.objects.get()
    assert (feed.user, feed.name, feed.filters, feed.with_alarm) == (
        member,
        "文化园",
        {"alliance": alliance.pk, "mine": "1"},
        True,
    )
    page = client.get(reverse("feed-list")).content.decode()
    assert feed.address in page and feed.webcal in page and "文化园，全部类型，只看本单位，提前一天提醒" in page


@pytest.mark.parametrize(
    "said", [{}, {"name": "x" * 41}, {"name": "好", "alliance": "x"}, {"name": "好", "type": "9999"}]
)
def test_form_refuses_what_nobody_can_choose(client, member, said):
    client.force_login(member)

    response = client.post(reverse("feed-list"), said)

    assert (response.status_code, Feed.objects.count()) == (200, 0)


def test_alliance_of_another_committee_cannot_be_chosen(client, member):
    foreign = make_alliance(committee=make_committee())
    client.force_login(member)

    response = client.post(reverse("feed-list"), {"name": "好", "alliance": foreign.pk})

    assert (response.status_code, Feed.objects.count()) == (200, 0)


def test_owner_revokes_after_confirming(client, member):
    feed = feed_of(member)
    address = reverse("feed-revoke", args=[feed.pk])
    client.force_login(member)

    asked = client.get(address)
    assert "立即失效" in asked.content.decode() and Feed.objects.live().count() == 1

    client.post(address)
    assert Feed.objects.live().count() == 0
    with pytest.raises(WrongState, match="已经停用"):
        feed.revoke(by=member)


def test_nobody_else_reaches_a_feed(client, member):
    feed = feed_of(member)
    client.force_login(make_staff(member.committee))

    response = client.post(reverse("feed-revoke", args=[feed.pk]))

    assert (response.status_code, Feed.objects.live().count()) == (404, 1)
    assert feed.token not in client.get(reverse("feed-list")).content.decode()


def test_feeds_of_one_person_are_limited(client, member):
    for _ in range(Feed.LIMIT):
        feed_of(member)
    client.force_login(member)

    with pytest.raises(WrongState, match="最多"):
        feed_of(member)
    page = client.post(reverse("feed-list"), {"name": "再来一个"}, follow=True).content.decode()
    assert "最多同时保留 20 个订阅" in page and Feed.objects.count() == Feed.LIMIT
