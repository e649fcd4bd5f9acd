from django.utils import timezone

from notices.models import Channel, Delivery, Notice
from notices.outbox import Message, notify, notify_each, post_to_group
from tests.factories import make_alliance, make_committee, make_member, make_officer, make_organization


def make_channel(committee, **fields):
    fields.setdefault("kind", Channel.Kind.EMAIL)
    fields.setdefault("name", "邮件")
    fields.setdefault("is_active", True)
    return Channel.objects.create(committee=committee, **fields)


def make_reader(committee, email="reader@example.org", **fields):
    return make_officer(make_organization(committee=committee), email=email, **fields)


def test_notify_tells_each_person_once_by_key(db):
    anna, ben = make_member(), make_member()

    first = notify([anna, anna], title="公示", key="news-1")
    second = notify([anna, ben], title="公示", key="news-1")

    assert [notice.recipient for notice in first] == [anna]
    assert [notice.recipient for notice in second] == [ben]
    assert Notice.objects.count() == 2


def test_notify_without_key_tells_every_time(db):
    reader = make_member()

    notify([reader], title="一")
    notify([reader], title="二")

    assert [notice.title for notice in Notice.objects.visible_to(reader)] == ["二", "一"]


def test_notify_leaves_out_people_who_have_left(db):
    assert notify([make_member(is_active=False)], title="公示") == []


def test_notify_shortens_a_title_that_is_too_long(db):
    (notice,) = notify([make_member()], title="长" * 200)

    assert notice.title == "长" * 120


def test_notify_queues_a_mail_for_people_with_an_address(db, settings):
    settings.PORTAL_URL = "https://portal.example.org"
    committee = make_committee(quiet_from="00:00", quiet_until="00:00")
    channel = make_channel(committee)
    reader, silent = make_reader(committee), make_reader(committee, email="")
    stranger = make_reader(make_committee(), email="stranger@example.org")

    notify([reader, silent, stranger], title="活动改期", body="改到周五。", link="/activities/7/", key="moved-7")
    notify([reader, silent, stranger], title="活动改期", body="改到周五。", link="/activities/7/", key="moved-7")

    (mail,) = Delivery.objects.all()
    assert (mail.channel, mail.address, mail.title) == (channel, "reader@example.org", "活动改期")
    assert mail.body == "改到周五。\nhttps://portal.example.org/activities/7/"
    assert mail.due_at <= timezone.now()


def test_notify_queues_nothing_when_no_channel_is_on(db):
    committee = make_committee()
    make_channel(committee, is_active=False)

    notify([make_reader(committee)], title="公示")

    assert not Delivery.objects.exists()


def test_todo_waits_for_the_mail_of_the_day_and_news_do_not(db):
    committee = make_committee(quiet_from="00:00", quiet_until="00:00")
    make_channel(committee)
    reader = make_reader(committee)

    notify([reader], kind=Notice.Kind.NEWS, title="消息")
    notify([reader], kind=Notice.Kind.TODO, title="待办")

    assert list(Delivery.objects.due(timezone.now()).values_list("title", flat=True)) == ["消息"]


def test_reminders_beyond_the_weekly_limit_stand_only_in_the_inbox(db):
    committee = make_committee(weekly_limit=2)
    make_channel(committee)
    reader = make_reader(committee)

    for number in range(4):
        notify([reader], kind=Notice.Kind.REMINDER, title=f"提醒{number}")
    notify([reader], kind=Notice.Kind.TODO, title="待办")

    assert Notice.objects.count() == 5
    assert sorted(Delivery.objects.values_list("title", flat=True)) == ["待办", "提醒0", "提醒1"]


def test_notify_takes_the_same_number_of_queries_for_many_people(db, django_assert_max_num_queries):
    committee = make_committee()
    make_channel(committee)
    readers = [make_reader(committee) for _ in range(30)]

    with django_assert_max_num_queries(8):
        notify(readers, kind=Notice.Kind.REMINDER, title="提醒", key="r-1")

    assert Delivery.objects.count() == 30


def test_many_messages_keep_the_weekly_limit_in_the_queries_of_one(db, django_assert_max_num_queries):
    committee = make_committee(weekly_limit=2)
    make_channel(committee)
    anna, ben = make_reader(committee, email="a@example.org"), make_reader(committee, email="b@example.org")
    notify([anna], kind=Notice.Kind.REMINDER, title="提醒0", key="r-0")
    messages = [Message([anna, ben], Notice.Kind.REMINDER, f"提醒{number}", key=f"r-{number}") for number in range(4)]

    with django_assert_max_num_queries(8):
        made = notify_each(messages)

    told = [(notice.recipient, notice.title) for notice in made]
    first, *others = (message.title for message in messages)
    assert told == [(ben, first), *((reader, title) for title in others for reader in (anna, ben))]
    mails = sorted(Delivery.objects.values_list("address", "title"))
    assert mails == [(f"{reader}@example.org", f"提醒{number}") for reader in "ab" for number in (0, 1)]


def test_post_to_group_reaches_the_alliance_and_the_common_group_only(db):
    alliance = make_alliance()
    committee = alliance.committee
    robot = {"kind": Channel.Kind.WECOM, "webhook": "https://robot.example.org/?key=secret"}
    make_channel(committee, name="本联盟群", alliance=alliance, **robot)
    make_channel(committee, name="片长群", **robot)
    make_channel(committee, name="别的联盟群", alliance=make_alliance(committee=committee), **robot)
    make_channel(committee, name="停用的群", is_active=False, **robot)
    make_channel(make_committee(), name="别的工委", **robot)
    make_channel(committee, name="邮件")

    post_to_group(committee, alliance, "提醒", "请安排", "/duties/", "reminder-1")
    post_to_group(committee, alliance, "提醒", "请安排", "/duties/", "reminder-1")

    assert sorted(Delivery.objects.values_list("address", flat=True)) == ["本联盟群", "片长群"]
