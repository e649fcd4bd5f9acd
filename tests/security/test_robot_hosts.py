"""A web hook makes our server send a request: only to hosts that its administrator named."""

import socket
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from django.core.exceptions import ValidationError

from notices import robot_hosts
from notices.models import Channel

PUBLIC = "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=1"


class Recorder(HTTPServer):
    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.asked, self.leads_to = [], ""


class Handler(BaseHTTPRequestHandler):
    def do_POST(self):
        self.server.asked.append(self.path)
        self.send_response(307 if self.server.leads_to else 200)
        if self.server.leads_to:
            self.send_header("Location", self.server.leads_to)
        self.end_headers()

    do_GET = do_POST

    def log_message(self, *_):
        pass


@pytest.fixture
def server():
    server = Recorder()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


def send(address):
    return robot_hosts.post(address, b"{}", {}, 2)


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1/",
        "http://localhost/",
        "http://[::1]/",
        "http://[::ffff:127.0.0.1]/",
        "http://2130706433/",
        "http://0x7f.1/",
        "http://169.254.169.254/latest/meta-data/",
        "http://qyapi.weixin.qq.com.evil.example/",
        "http://evil.example/qyapi.weixin.qq.com",
        "http://qyapi.weixin.qq.com@evil.example/",
        "http://user:word@qyapi.weixin.qq.com/",
        "http://evil.example\\@qyapi.weixin.qq.com/",
        "https://qyapi.weixin.qq.com/a b",
        "https://qyapi.weixin.qq.com/\r\nX-Header: 1",
        "https://qyapi.weixin.qq.com:0/",
        "https://qyapi.weixin.qq.com:99999/",
        "https://qyapi．weixin.qq.com/",
        "http://[::1",
        "file:///etc/passwd",
        "gopher://qyapi.weixin.qq.com/",
        "//qyapi.weixin.qq.com/",
        "",
    ],
)
def test_address_of_any_other_host_is_refused_in_words(address):
    channel = Channel(kind=Channel.Kind.WECOM, name="群", webhook=address)

    with pytest.raises(robot_hosts.Refused):
        send(address)
    with pytest.raises(ValidationError) as refusal:
        channel.clean()
    assert list(refusal.value.message_dict) == ["webhook"]


@pytest.mark.parametrize(
    "address", [PUBLIC, "https://oapi.dingtalk.com/robot/send?access_token=x", PUBLIC.upper()[:28]]
)
def test_robots_of_the_two_platforms_are_allowed(address):
    Channel(kind=Channel.Kind.WECOM, name="群", webhook=address).clean()


def test_redirect_is_not_followed(server, settings):
    settings.ROBOT_INTRANET_HOSTS = ["127.0.0.1"]
    server.leads_to = f"http://127.0.0.1:{server.server_port}/inside"

    status, _ = send(f"http://127.0.0.1:{server.server_port}/hook")

    assert (status, server.asked) == (307, ["/hook"])


def test_name_of_the_internet_that_leads_into_the_house_is_not_spoken_to(server, settings, monkeypatch):
    settings.ROBOT_HOSTS = ["robot.example.org"]
    answers = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", server.server_port))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: answers)

    with pytest.raises(robot_hosts.Refused, match="内部网络"):
        send("http://robot.example.org/hook")

    assert server.asked == []


def test_proxy_of_the_environment_is_not_asked(server, settings, monkeypatch):
    settings.ROBOT_INTRANET_HOSTS = ["127.0.0.1"]
    monkeypatch.setenv("http_proxy", f"http://127.0.0.1:{server.server_port}")

    with pytest.raises(OSError):
        send("http://127.0.0.1:9/hook")

    assert server.asked == []
