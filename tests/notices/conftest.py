import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest


class RobotServer(ThreadingHTTPServer):
    """A chat group's robot: `received` keeps (path, message), `answer` is what it says next."""

    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), RobotHandler)
        self.received = []
        self.answer = (200, b'{"errcode": 0, "errmsg": "ok"}')

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server_port}"


class RobotHandler(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.received.append((self.path, json.loads(body)))
        status, answer = self.server.answer
        self.send_response(status)
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *_):
        pass


@pytest.fixture
def robot_server(settings):
    settings.ROBOT_INTRANET_HOSTS = ["127.0.0.1"]
    server = RobotServer()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()
