"""The one way to tell people something: it stands in their inbox, and leaves by the channels of their committee.

    notify(users, kind=Notice.Kind.TODO, title="有计划待审定", body="…", link="/activities/7/", key="activity-7-2")
    post_to_group(committee, alliance, "…", "…", "/duties/", "reminder-12")     robots in chat groups

Both only write rows, so they belong inside the transaction of the act they tell of; `notices.ledger` sends. The same
key tells the same person once, whoever says it again, on both databases and from two workers at once.
"""

from collections import Counter
from itertools import islice

from django.conf import settings
from django.db import transaction
from django.db.models import Count, Q
from django.utils import timezone

from notices.models import Channel, Delivery, Notice
from notices.timing import after_quiet, next_digest, start_of_week

BATCH = 500  # people in one statement
TITLE_LENGTH = 120


@transaction.atomic
def notify(users, *, kind=Notice.Kind.NEWS, title, body="", link="", key=""):
    """The notices that are new; people who have one with this key already are left out."""
    people = iter({user.pk: user for user in users if user.is_active}.values())
    made = []
    while batch := list(islice(people, BATCH)):
        made += _notify_batch(batch, kind=kind, title=title[:TITLE_LENGTH], body=body, link=link, key=key)
    return made


def post_to_group(committee, alliance, title, body="", link="", key=""):
    """One message to each robot of the committee that speaks to all, or to this alliance's group."""
    meant = Q(alliance=None) | Q(alliance=alliance) if alliance else Q(alliance=None)
    robots = Channel.objects.robots().in_use().filter(meant, committee=committee).select_related("committee")
    now = timezone.now()
    return Delivery.objects.bulk_create(
        [
            Delivery(
                channel=channel,
                address=channel.name,  # never the web hook: it carries the robot's key
                title=title[:TITLE_LENGTH],
                body=with_link(body, link),
                key=key or f"group-{now.timestamp()}",
                due_at=_due_at(now, channel.committee, Notice.Kind.NEWS),
            )
            for channel in robots
        ],
        ignore_conflicts=True,
    )


def with_link(body, link):
    """The text as it leaves the house, where a link needs its host."""
    address = f"{settings.PORTAL_URL}{link}" if link.startswith("/") else link
    return "\n".join(filter(None, [body, address]))


def _notify_batch(people, *, key, **words):
    if not key:
        made = Notice.objects.bulk_create([Notice(recipient=person, **words) for person in people])
    else:
        told = set(Notice.objects.filter(recipient__in=people, key=key).values_list("recipient", flat=True))
        people = [person for person in people if person.pk not in told]
        # Somebody may say the same at this very moment: the database keeps one, and both go on with that one.
        Notice.objects.bulk_create(
            [Notice(recipient=person, key=key, **words) for person in people], ignore_conflicts=True
        )
        made = list(Notice.objects.filter(recipient__in=people, key=key))
    _queue_mails({person.pk: person for person in people}, made)
    return made


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
        if notice.kind == Notice.Kind.REMINDER and reminded[person.pk] >= channel.committee.weekly_limit:
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
