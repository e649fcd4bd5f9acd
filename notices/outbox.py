"""The one way to tell people something: it stands in their inbox, and leaves by the channels of their committee.

    notify(users, kind=Notice.Kind.TODO, title="有计划待审定", body="…", link="/activities/7/", key="activity-7-2")
    post_to_group(committee, alliance, "…", "…", "/duties/", "reminder-12")     robots in chat groups
    notify_each(messages), post_each(committee, messages)                       many at once, in a few statements

All only write rows, so they belong inside the transaction of the act they tell of; `notices.ledger` sends. The same
key tells the same person once, whoever says it again, on both databases and from two workers at once.
"""

from collections import Counter
from itertools import islice
from typing import Any, NamedTuple

from django.conf import settings
from django.db import transaction
from django.db.models import Count
from django.utils import timezone

from notices.models import Channel, Delivery, Notice
from notices.timing import after_quiet, next_digest, start_of_week

BATCH = 500  # people in one statement
TITLE_LENGTH = 120


class Message(NamedTuple):
    users: Any  # whom it is for, of a message to people
    kind: str
    title: str
    body: str = ""
    link: str = ""
    key: str = ""
    alliance: Any = None  # whose group it is for, of a message to robots


def notify(users, *, kind=Notice.Kind.NEWS, title, body="", link="", key=""):
    """The notices that are new; people who have one with this key already are left out."""
    return notify_each([Message(users, kind, title, body, link, key)])


@transaction.atomic
def notify_each(messages):
    """The new notices of several messages: all with keys, each with its own, or all without."""
    notices = _addressed(messages)
    made = []
    while batch := list(islice(notices, BATCH)):
        made += _notify_batch(batch)
    return made


def post_to_group(committee, alliance, title, body="", link="", key=""):
    """One message to each robot of the committee that speaks to all, or to this alliance's group."""
    return post_each(committee, [Message((), Notice.Kind.NEWS, title, body, link, key, alliance)])


def post_each(committee, messages):
    """The same for several messages of a committee."""
    robots = Channel.objects.robots().in_use().filter(committee=committee).select_related("committee")
    robots, now = list(robots) if messages else [], timezone.now()
    return Delivery.objects.bulk_create(
        [
            Delivery(
                channel=channel,
                address=channel.name,  # never the web hook: it carries the robot's key
                title=message.title[:TITLE_LENGTH],
                body=with_link(message.body, message.link),
                key=message.key or f"group-{now.timestamp()}",
                due_at=_due_at(now, channel.committee, Notice.Kind.NEWS),
            )
            for message in messages
            for channel in robots
            if channel.alliance_id in (None, message.alliance and message.alliance.pk)
        ],
        ignore_conflicts=True,
    )


def with_link(body, link):
    """The text as it leaves the house, where a link needs its host."""
    address = f"{settings.PORTAL_URL}{link}" if link.startswith("/") else link
    return "\n".join(filter(None, [body, address]))


def _addressed(messages):
    """A notice for each person of each message, not stored yet."""
    for message in messages:
        words = {"kind": message.kind, "title": message.title[:TITLE_LENGTH], "body": message.body}
        for person in {user.pk: user for user in message.users if user.is_active}.values():
            yield Notice(recipient=person, link=message.link, key=message.key, **words)


def _notify_batch(notices):
    people = {notice.recipient_id: notice.recipient for notice in notices}
    if not notices[0].key:
        made = Notice.objects.bulk_create(notices)
    else:
        told = {_person_and_key(notice) for notice in _with_keys_of(notices)}
        notices = [notice for notice in notices if _person_and_key(notice) not in told]
        # Somebody may say the same at this very moment: the database keeps one, and both go on with that one.
        Notice.objects.bulk_create(notices, ignore_conflicts=True)
        stored = {_person_and_key(notice): notice for notice in _with_keys_of(notices)}
        made = [stored[_person_and_key(notice)] for notice in notices]
    _queue_mails(people, made)
    return made


def _with_keys_of(notices):
    """What is stored for these people under these keys, perhaps with more of the same."""
    people, keys = ({getattr(notice, name) for notice in notices} for name in ("recipient_id", "key"))
    return Notice.objects.filter(recipient__in=people, key__in=keys) if notices else []


def _person_and_key(notice):
    return notice.recipient_id, notice.key


def _queue_mails(people, notices):
    channels = _mail_channels({person.committee_id for person in people.values()})
    reachable = [
        notice
        for notice in notices
        if people[notice.recipient_id].email and people[notice.recipient_id].committee_id in channels
    ]
    if not reachable:
        return
    now = timezone.now()
    reminded = _reminded_this_week(reachable, now)
    mails = []
    for notice in reachable:
        person = people[notice.recipient_id]
        channel = channels[person.committee_id]
        if notice.kind == Notice.Kind.REMINDER:
            reminded[person.pk] += 1
            if reminded[person.pk] > channel.committee.weekly_limit:
                continue  # more than a few a week only stand in the inbox
        mails.append(
            Delivery(
                notice=notice,
                channel=channel,
                address=person.email,
                title=notice.title,
                body=with_link(notice.body, notice.link),
                key=f"notice-{notice.pk}",
                due_at=_due_at(now, channel.committee, notice.kind),
            )
        )
    Delivery.objects.bulk_create(mails, ignore_conflicts=True)


def _mail_channels(committees):
    """The mail channel of each committee that has one switched on."""
    channels = Channel.objects.in_use().filter(kind=Channel.Kind.EMAIL, alliance=None, committee__in=committees)
    return {channel.committee_id: channel for channel in channels.select_related("committee")}


def _reminded_this_week(notices, now):
    people = {notice.recipient_id for notice in notices if notice.kind == Notice.Kind.REMINDER}
    if not people:
        return Counter()
    mails = Delivery.objects.filter(
        notice__recipient__in=people,
        notice__kind=Notice.Kind.REMINDER,
        notice__created_at__gte=start_of_week(now),
    )
    return Counter(dict(mails.values_list("notice__recipient").annotate(Count("pk")).order_by()))


def _due_at(now, committee, kind):
    moment = next_digest(now) if committee.digest and kind in Notice.DIGESTED else now
    return after_quiet(moment, committee.quiet_from, committee.quiet_until)
