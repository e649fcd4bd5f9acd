import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from notices.models import Notice
from notices.outbox import notify
from tests.factories import make_member


@pytest.fixture
def reader(client, db):
    user = make_member()
    client.force_login(user)
    return user


def make_notice(recipient, **fields):
    fields.setdefault("title", "活动改期")
    return Notice.objects.create(recipient=recipient, **fields)


def titles(response):
    return [notice.title for notice in response.context["page"]]


def test_inbox_shows_only_my_own(client, reader):
    make_notice(reader, title="给我的")
    make_notice(make_member(), title="给别人的")

    assert titles(client.get("/inbox/")) == ["给我的"]


def test_inbox_shows_unread_only_when_asked(client, reader):
    make_notice(reader, title="新")
    make_notice(reader, title="旧").mark_read()

    assert titles(client.get("/inbox/?show=unread")) == ["新"]
    assert titles(client.get("/inbox/")) == ["旧", "新"]


@pytest.mark.parametrize("query", ["page=0", "page=99", "page=x", "show=', '", "page=%00"])
def test_inbox_answers_any_query(client, reader, query):
    make_notice(reader)

    assert client.get(f"/inbox/?{query}").status_code == 200


def test_inbox_takes_the_same_number_of_queries_for_many(client, reader, django_assert_num_queries):
    make_notice(reader)
    with CaptureQueriesContext(connection) as queries:
        client.get("/inbox/")
    for _ in range(30):
        make_notice(reader)

    with django_assert_num_queries(len(queries)):
        client.get("/inbox/")


def test_inbox_is_for_those_who_signed_in(client, db):
    assert client.get("/inbox/").status_code == 302
    assert client.post("/inbox/read/").status_code == 302


def test_opening_a_notice_marks_it_read_and_leads_to_its_page(client, reader):
    notice = make_notice(reader, link="/duties/?year=2026")

    response = client.get(reverse("notice-open", args=[notice.pk]))

    assert response.url == "/duties/?year=2026"
    notice.refresh_from_db()
    assert notice.read_at is not None


def test_opening_it_again_keeps_the_first_time(client, reader):
    notice = make_notice(reader)
    client.get(reverse("notice-open", args=[notice.pk]))
    notice.refresh_from_db()
    first = notice.read_at

    client.get(reverse("notice-open", args=[notice.pk]))

    notice.refresh_from_db()
    assert notice.read_at == first


@pytest.mark.parametrize(
    "link", ["", "https://example.org/", "//example.org/", "/\\example.org", "javascript:alert(1)"]
)
def test_notice_never_leads_out_of_the_house(client, reader, link):
    notice = make_notice(reader, link=link)

    assert client.get(reverse("notice-open", args=[notice.pk])).url == "/inbox/"


def test_notice_of_somebody_else_is_not_found(client, reader):
    notice = make_notice(make_member())

    assert client.get(reverse("notice-open", args=[notice.pk])).status_code == 404
    notice.refresh_from_db()
    assert notice.read_at is None


def test_mark_all_read_touches_only_my_own(client, reader):
    other = make_member()
    notify([reader, other], title="公示")

    response = client.post("/inbox/read/", follow=True)

    assert "1 条消息已标为已读。" in response.content.decode()
    assert not Notice.objects.visible_to(reader).unread().exists()
    assert Notice.objects.visible_to(other).unread().count() == 1


def test_mark_all_read_refuses_get(client, reader):
    assert client.get("/inbox/read/").status_code == 405


def test_what_a_notice_says_is_escaped(client, reader):
    make_notice(reader, title="<script>alert(1)</script>", body="<b>粗</b>")

    page = client.get("/inbox/").content.decode()

    assert "<script>alert" not in page
    assert "<b>粗" not in page
