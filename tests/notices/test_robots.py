"""The robots are posted to over real HTTP, to a server that keeps what it was sent."""

import base64
import hashlib
import hmac
import json
from urllib.parse import parse_qs, urlsplit

import pytest

from notices import robots
from notices.models import Channel


def test_wecom_gets_one_text(robot_server):
    channel = Channel(kind=Channel.Kind.WECOM, webhook=f"{robot_server.url}/cgi-bin/webhook/send?key=k1")

    robots.post(channel, "首次提醒", "请安排。")

    ((path, message),) = robot_server.received
    assert path == "/cgi-bin/webhook/send?key=k1"
    assert message == {"msgtype": "text", "text": {"content": "首次提醒\n请安排。"}}


def test_wecom_text_is_cut_at_the_limit_of_bytes_and_never_inside_a_character(robot_server):
    robots.post(Channel(kind=Channel.Kind.WECOM, webhook=robot_server.url), "题", "长" * 2000)

    content = robot_server.received[0][1]["text"]["content"]
    assert content == "题\n" + "长" * 681
    assert len(content.encode()) <= robots.WECOM_BYTES


def test_dingtalk_signs_time_and_secret(robot_server):
    channel = Channel(
        kind=Channel.Kind.DINGTALK, webhook=f"{robot_server.url}/robot/send?access_token=t", secret="SEC1"
    )

    robots.post(channel, "首次提醒", "请安排。")

    ((path, message),) = robot_server.received
    query = parse_qs(urlsplit(path).query)
    stamp = query["timestamp"][0]
    expected = hmac.new(b"SEC1", f"{stamp}\nSEC1".encode(), hashlib.sha256).digest()
    assert query["access_token"] == ["t"]
    assert base64.b64decode(query["sign"][0]) == expected
    assert message == {"msgtype": "text", "text": {"content": "首次提醒\n请安排。"}}


def test_dingtalk_without_secret_is_not_signed():
    assert robots.signed("https://robot.example.org/send", "", 0) == "https://robot.example.org/send"


@pytest.mark.parametrize(
    ("status", "answer"), [(200, {"errcode": 310000, "errmsg": "sign not match"}), (200, ["?"]), (500, {"errcode": 0})]
)
def test_robot_that_does_not_take_it_is_an_error(robot_server, status, answer):
    robot_server.answer = (status, json.dumps(answer).encode())

    with pytest.raises((robots.Refused, OSError)):
        robots.post(Channel(kind=Channel.Kind.WECOM, webhook=robot_server.url), "题", "文")


def test_robot_address_of_another_scheme_is_refused(tmp_path):
    with pytest.raises(robots.Refused):
        robots.post(Channel(kind=Channel.Kind.WECOM, webhook=f"file://{tmp_path}/x"), "题", "文")
