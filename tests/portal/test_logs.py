"""Real requests with people's names, numbers and keys; what is written down holds none of them."""

import json
import logging
from urllib.parse import quote

import pytest
from django.conf import settings as configured
from django.core.exceptions import ValidationError
from django.db import IntegrityError, OperationalError
from django.test import Client
from django.urls import reverse

from activities.models import Feed
from desk import views as desk_views
from portal.background import REQUEST, task_leaves
from portal.logs import context
from portal.logs.formatting import JsonFormatter, LineFormatter
from portal.logs.masking import describe, mask, says
from tests.factories import make_staff

PHONE, NAME, SECRET = "13900001234", "示例张三丰", "Correct-Horse-7"
FIELDS = {"url", "method", "status", "ms", "user", "committee"}


class Lines(logging.Handler):
    """What the console would show, in both forms."""

    def __init__(self):
        super().__init__()
        self.forms = [JsonFormatter(), LineFormatter()]
        self.json, self.text = [], ""

    def emit(self, record):
        line, words = (form.format(record) for form in self.forms)
        self.json.append(json.loads(line))
        self.text += f"{line}\n{words}\n"

    @property
    def requests(self):
        return [line for line in self.json if line["logger"] == "portal.request"]


@pytest.fixture
def lines():
    handler, root = Lines(), logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    yield handler
    root.removeHandler(handler)
    root.setLevel(level)


@pytest.fixture
def staff(client):
    person = make_staff(username="zhangsanfeng", name=NAME, phone=PHONE, email="zhang@example.cn", password=SECRET)
    client.force_login(person)
    return person


@pytest.mark.django_db
def test_request_is_one_line_with_its_page_and_whose_number(client, staff, lines):
    response = client.get(reverse("feedback"), headers={"X-Request-ID": "0123456789abcdef"})

    [line] = lines.requests
    assert {name: line[name] for name in FIELDS - {"ms"}} == {
        "url": "feedback",
        "method": "GET",
        "status": 200,
        "user": staff.pk,
        "committee": staff.committee_id,
    }
    assert line["ms"] > 0
    assert (line["request"], response["X-Request-ID"]) == ("0123456789abcdef",) * 2


@pytest.mark.django_db
@pytest.mark.parametrize("given", ["", "short", PHONE + " " + NAME, "a" * 65, "x\ny" * 5])
def test_request_number_that_could_carry_something_is_not_taken(client, lines, given):
    response = client.get("/manual/", headers={"X-Request-ID": given.encode().decode("latin-1")})

    assert response["X-Request-ID"] != given
    assert len(response["X-Request-ID"]) == 32
    assert context.current() == ""


@pytest.mark.django_db
def test_log_in_with_a_wrong_password_tells_nothing(client, staff, lines):
    client.logout()
    for login in (staff.username, PHONE):
        client.post(reverse("login"), {"login": login, "password": "Wrong-Horse-8"})
    client.post(reverse("login"), {"login": staff.username, "password": SECRET})

    assert [line["url"] for line in lines.requests] == ["login"] * 3
    assert_clean(lines, "Wrong-Horse-8", staff.username)


@pytest.mark.django_db
def test_search_for_a_person_tells_nothing(client, staff, lines):
    client.get(reverse("search"), {"q": NAME})
    client.get(f"/no-such-page/{NAME}/{PHONE}/", {"q": NAME})

    assert [line["url"] for line in lines.requests] == ["search", "unresolved"]
    assert lines.json[-1]["message"] == "Not Found: unresolved"
    assert lines.json[-1]["request"] == lines.requests[-1]["request"]
    assert_clean(lines)


@pytest.mark.django_db
def test_feed_and_its_key_tell_nothing(client, staff, lines):
    feed = Feed.objects.create(user=staff, name="日历")
    wrong = "Qx9" + feed.token[3:]

    client.get(reverse("feed-ics", args=[feed.token]))
    client.get(reverse("feed-ics", args=[wrong]))

    assert [(line["url"], line["status"]) for line in lines.requests] == [("feed-ics", 200), ("feed-ics", 404)]
    assert_clean(lines, feed.token, wrong)


@pytest.mark.django_db
def test_fault_of_the_portal_tells_where_and_nothing_of_whom(client, staff, lines, monkeypatch):
    def broken(*_):
        try:
            raise ValidationError(f"{NAME} {PHONE}")
        except ValidationError:
            raise KeyError(NAME) from None

    monkeypatch.setattr(desk_views, "search", broken)
    client.raise_request_exception = False

    response = client.post(f"{reverse('search')}?q={NAME}", {"password": SECRET, "phone": PHONE})

    [fault] = [line for line in lines.json if line["logger"] == "django.request"]
    assert response.status_code == 500
    assert fault["message"] == "Internal Server Error: search"
    assert fault["exception"].endswith("KeyError")
    assert 'test_logs.py", line' in fault["exception"]
    assert fault["request"] == lines.requests[0]["request"]
    assert_clean(lines)


@pytest.mark.django_db
def test_forged_form_and_strange_host_tell_nothing(staff, lines):
    client = Client(enforce_csrf_checks=True)

    client.post(f"{reverse('feedback')}?q={PHONE}", {"text": NAME})
    client.get("/", headers={"host": f"{PHONE}.example.cn"})

    assert_clean(lines)


@pytest.mark.parametrize(
    ("text", "written"),
    [
        (f"电话{PHONE}。", "电话***。"),
        ("+86 139-0000-1234 到", "*** 到"),
        ("证件 11010519491231002X 号", "证件 *** 号"),
        ("订单 20261123 共 12345678901234 元", "订单 20261123 共 12345678901234 元"),
        ("to zhang.san@mail.example.cn failed", "to ***@*** failed"),
        ("redis://:pa55word@10.0.0.1:6379/0", "redis://***@10.0.0.1:6379/0"),
        (f"{{'password': '{SECRET}', 'page': 3}}", "{'password': ***, 'page': 3}"),
        ("csrfmiddlewaretoken=abc&text=x", "csrfmiddlewaretoken=***&text=x"),
        ("Authorization: Bearer abc.def", "Authorization: ***"),
        (f"GET /search/?q={NAME}&page=2 HTTP/1.1", "GET /search/?*** HTTP/1.1"),
        ("Error handling request /feeds/9aB-cdEfGh_ijKlMnOpQrStUvWxYz012.ics", "Error handling request /feeds/***.ics"),
        ("Task x[3f2b8c9e-1d4a-4b6f-9c8e-2a1b3c4d5e6f] done", "Task x[3f2b8c9e-1d4a-4b6f-9c8e-2a1b3c4d5e6f] done"),
        ("tests.test_a_name_of_the_code_that_is_long", "tests.test_a_name_of_the_code_that_is_long"),
        (f"duplicate\nDETAIL:  Key (name)=({NAME}) exists.\n", "duplicate\nDETAIL: ***"),
    ],
)
def test_mask_strikes_out_what_is_somebodys(text, written):
    assert mask(text) == written


@pytest.mark.parametrize(
    ("fault", "written"),
    [
        (ValueError(NAME), "ValueError"),
        (IntegrityError(f"Key (name)=({NAME})"), "IntegrityError"),
        (OperationalError("could not connect to 10.0.0.1"), "OperationalError: could not connect to 10.0.0.1"),
        (TypeError("'NoneType' object is not iterable"), "TypeError: 'NoneType' object is not iterable"),
        (OSError(28, "No space left on device"), "OSError: [Errno 28] No space left on device"),
    ],
)
def test_exception_keeps_its_text_only_where_that_can_be_nobodys(fault, written):
    assert says(fault) == written


def test_traceback_names_causes_first_and_ends():
    one, two = ValueError(NAME), RuntimeError(NAME)
    one.__cause__, two.__cause__ = two, one  # a ring

    assert describe(one) == "RuntimeError\n\nValueError"


def test_message_that_repeats_the_exception_is_written_without_it(lines):
    try:
        raise ValueError(NAME)
    except ValueError as fault:
        logging.getLogger("celery.app.trace").exception("Task x raised unexpected: %r (%s)", fault, fault)

    assert lines.json[0]["message"] == "Task x raised unexpected: ValueError (***)"
    assert_clean(lines)


def test_task_takes_the_number_of_its_request_along(lines):
    headers, none = {}, {}
    context.begin("0123456789abcdef")
    task_leaves(headers=headers)
    context.end()
    task_leaves(headers=none)

    assert (headers, none) == ({REQUEST: "0123456789abcdef"}, {})


def test_every_handler_writes_in_a_form_that_strikes_out():
    assert set(configured.LOGGING["handlers"]) == {"console"}
    assert configured.LOGGING["handlers"]["console"]["formatter"] == "lines"
    assert {form["()"] for form in configured.LOGGING["formatters"].values()} == {
        "portal.logs.formatting.LineFormatter",
        "portal.logs.formatting.JsonFormatter",
    }


def assert_clean(lines, *more):
    assert lines.text
    escaped = NAME.encode("unicode_escape").decode("ascii")
    words = (PHONE, NAME, escaped, escaped.replace("\\", "\\\\"), quote(NAME), SECRET, "zhang@example.cn", *more)
    assert [word for word in words if word in lines.text] == []
