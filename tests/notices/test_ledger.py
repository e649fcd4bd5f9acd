from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from notices import ledger
from notices.models import Channel, Delivery, Notice
from notices.tasks import TOGETHER, send_due
from portal.access import WrongState
from tests.factories import at, make_committee, make_member, make_staff

NOON = at(2026, 11, 20, 12)
MINUTE = timedelta(minutes=1)
State = Delivery.State


def make_channel(committee=None, kind=Channel.Kind.EMAIL, **fields):
    fields.setdefault("is_active", True)
    return Channel.objects.create(committee=committee or make_committee(), kind=kind, name="渠道", **fields)


def make_delivery(channel=None, kind=Notice.Kind.NEWS, address="reader@example.org", **fields):
    channel = channel or make_channel()
    number = Delivery.objects.count() + 1
    if channel.kind == Channel.Kind.EMAIL:
        fields["notice"] = Notice.objects.create(recipient=make_member(), kind=kind, title="题")
    fields = {"title": f"题{number}", "body": "文", "key": str(number), "due_at": NOON} | fields
    return Delivery.objects.create(channel=channel, address=address, **fields)


def facts(delivery):
    delivery.refresh_from_db()
    return delivery.state, delivery.tries


def test_deliver_sends_once(db, mailoutbox):
    delivery = make_delivery()

    assert [ledger.deliver(delivery.pk, NOON), ledger.deliver(delivery.pk, NOON)] == [1, 0]

    (mail,) = mailoutbox
    assert (mail.subject, mail.body, mail.to) == ("题1", "文\n", ["reader@example.org"])
    assert facts(delivery) == (State.SENT, 1)
    assert delivery.sent_at is not None


def test_deliver_leaves_what_is_not_due(db, mailoutbox):
    delivery = make_delivery(due_at=NOON + MINUTE)

    assert ledger.deliver(delivery.pk, NOON) == 0
    assert ledger.due(NOON) == []
    assert mailoutbox == []


def test_deliver_leaves_a_channel_that_was_switched_off(db, mailoutbox):
    delivery = make_delivery(make_channel(is_active=False))

    assert ledger.deliver(delivery.pk, NOON) == 0
    assert ledger.due(NOON) == []


def test_deliver_of_a_row_that_is_gone_does_nothing(db):
    assert ledger.deliver(404, NOON) == 0


def test_claim_that_another_worker_holds_is_left_alone(db, mailoutbox):
    delivery = make_delivery(state=State.CLAIMED, claimed_at=NOON - 9 * MINUTE, tries=1)

    assert ledger.due(NOON) == []
    assert ledger.deliver(delivery.pk, NOON) == 0
    assert facts(delivery) == (State.CLAIMED, 1)


def test_claim_of_a_killed_worker_is_put_back_after_the_lease_and_sent_once(db, mailoutbox):
    delivery = make_delivery(state=State.CLAIMED, claimed_at=NOON - 11 * MINUTE, tries=1)

    assert ledger.due(NOON) == [delivery.pk]
    ledger.deliver(delivery.pk, NOON)

    assert len(mailoutbox) == 1
    assert facts(delivery) == (State.SENT, 2)


def test_claim_lost_five_times_is_given_up(db):
    delivery = make_delivery(state=State.CLAIMED, claimed_at=NOON - 11 * MINUTE, tries=5)

    assert ledger.due(NOON) == []
    assert facts(delivery) == (State.FAILED, 5)


def test_failure_is_tried_again_ever_later_and_given_up_with_its_reason(db, robot_server):
    robot_server.answer = (200, b'{"errcode": 93000, "errmsg": "invalid webhook"}')
    delivery = make_delivery(make_channel(kind=Channel.Kind.WECOM, webhook=robot_server.url))

    waits, now = [], NOON
    for _ in range(4):
        ledger.deliver(delivery.pk, now)
        delivery.refresh_from_db()
        waits.append((delivery.due_at - now) / MINUTE)
        now = delivery.due_at
    ledger.deliver(delivery.pk, now)
    ledger.deliver(delivery.pk, now)

    assert waits == [2, 4, 8, 16]
    assert facts(delivery) == (State.FAILED, 5)
    assert "invalid webhook" in delivery.error
    assert len(robot_server.received) == 5


def test_failure_late_at_night_is_tried_again_in_the_morning(db, robot_server):
    robot_server.answer = (500, b"")
    night = at(2026, 11, 20, 20, 59)
    delivery = make_delivery(make_channel(kind=Channel.Kind.WECOM, webhook=robot_server.url), due_at=night)

    ledger.deliver(delivery.pk, night)

    delivery.refresh_from_db()
    assert delivery.due_at == at(2026, 11, 21, 8)


def test_error_does_not_tell_the_key_of_the_robot(db, robot_server):
    robot_server.answer = (403, b"")
    delivery = make_delivery(
        make_channel(kind=Channel.Kind.DINGTALK, webhook=f"{robot_server.url}/?access_token=secret")
    )

    ledger.deliver(delivery.pk, NOON)

    delivery.refresh_from_db()
    assert delivery.error == "Refused: 机器人没有收下，回答为 403。"


def test_digest_is_one_mail_and_every_delivery_is_marked(db, mailoutbox):
    channel = make_channel()
    todo, reminder = (make_delivery(channel, kind) for kind in Notice.DIGESTED)
    news = make_delivery(channel, Notice.Kind.NEWS)
    later = make_delivery(channel, Notice.Kind.TODO, due_at=NOON + MINUTE)
    other = make_delivery(channel, Notice.Kind.TODO, address="other@example.org")

    for pk in ledger.due(NOON):
        ledger.deliver(pk, NOON)

    assert sorted((mail.subject, mail.to[0]) for mail in mailoutbox) == [
        ("您有 2 项待办与提醒", "reader@example.org"),
        ("题3", "reader@example.org"),
        ("题5", "other@example.org"),
    ]
    states = [facts(delivery)[0] for delivery in (todo, reminder, news, later, other)]
    assert states == [State.SENT, State.SENT, State.SENT, State.WAITING, State.SENT]


def test_without_digest_every_delivery_is_its_own_mail(db, mailoutbox):
    channel = make_channel(make_committee(digest=False))
    for _ in range(2):
        make_delivery(channel, Notice.Kind.TODO)

    for pk in ledger.due(NOON):
        ledger.deliver(pk, NOON)

    assert [mail.subject for mail in mailoutbox] == ["题1", "题2"]


def test_message_id_is_the_same_at_every_try(db, mailoutbox, settings):
    settings.PORTAL_URL = "https://portal.example.org"
    delivery = make_delivery()

    ledger.deliver(delivery.pk, NOON)

    assert mailoutbox[0].message()["Message-ID"] == f"<delivery-{delivery.pk}@portal.example.org>"


def test_mail_with_a_line_break_in_its_title_still_leaves(db, mailoutbox):
    ledger.deliver(make_delivery(title="题\n目").pk, NOON)

    assert mailoutbox[0].subject == "题 目"


def test_what_could_not_leave_for_three_days_stays(db, mailoutbox):
    delivery = make_delivery(due_at=NOON - timedelta(days=3, minutes=1))

    assert ledger.due(NOON) == []
    assert facts(delivery) == (State.FAILED, 0)


@pytest.mark.parametrize("beats", [1, 2])
def test_send_due_sends_everything_once_however_many_beats(db, mailoutbox, beats):
    channel = make_channel()
    for _ in range(3):
        make_delivery(channel, due_at=timezone.now())

    for _ in range(beats):
        send_due()

    assert [mail.subject for mail in mailoutbox] == ["题1", "题2", "题3"]


def test_a_morning_of_a_province_is_queued_at_once_and_what_was_sent_meanwhile_is_not_asked_for(db, mailoutbox):
    channel = make_channel()
    made = [make_delivery(channel, due_at=timezone.now()) for _ in range(TOGETHER + 1)]

    ledger.deliver(made[0].pk)
    assert ledger.still_due([each.pk for each in made]) == [each.pk for each in made[1:]]
    send_due()

    assert len(mailoutbox) == TOGETHER + 1
    assert ledger.due() == []


def test_resend_gives_a_failed_message_all_its_tries_again(db, mailoutbox):
    delivery = make_delivery(state=State.FAILED, tries=5, error="SMTPException: 450")

    delivery.resend(by=make_staff(delivery.channel.committee))
    with pytest.raises(WrongState, match="没有失败"):
        delivery.resend(by=make_staff(delivery.channel.committee))

    assert facts(delivery) == (State.WAITING, 0)
    assert ledger.deliver(delivery.pk) == 1
    assert facts(delivery) == (State.SENT, 1)


def test_resend_is_not_for_another_committee(db):
    delivery = make_delivery(state=State.FAILED)

    with pytest.raises(WrongState):
        delivery.resend(by=make_staff())

    assert facts(delivery) == (State.FAILED, 0)


@pytest.mark.servers
def test_mail_that_left_is_noted_although_the_connection_was_cut(transactional_db, monkeypatch):
    delivery, left = make_delivery(), []

    def send_while_cut(deliveries):
        left.extend(deliveries)
        connection.connection.close()  # as when PostgreSQL is restarted at this moment

    monkeypatch.setattr(ledger, "_send", send_while_cut)

    assert ledger.deliver(delivery.pk, NOON) == 1
    assert left == [delivery]
    assert facts(delivery) == (State.SENT, 1)
