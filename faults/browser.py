"""A person's browser: signed in, sends forms to gunicorn, and remembers how each click was answered."""

import http.client
from urllib.parse import urlencode

from django.conf import settings
from django.test import Client

from faults.machine import HOST

TOKEN = "a" * 32
CLEAR = ("没有办成", "请稍", "过几分钟再试")  # a page of ours that says what to do
BOUNDARY = "faults-boundary-of-a-form"


class Browser:
    def __init__(self, person, port, seconds=20):
        client = Client()
        client.force_login(person, "accounts.backends.AuthenticationBackend")
        session = client.cookies[settings.SESSION_COOKIE_NAME].value
        self.port, self.seconds = port, seconds
        self.headers = {
            "Host": HOST,
            "Cookie": f"{settings.SESSION_COOKIE_NAME}={session}; csrftoken={TOKEN}",
            "Referer": f"https://{HOST}/",
            "X-Forwarded-Proto": "https",
            "X-Forwarded-For": "192.0.2.1",
        }
        self.unclear = []

    def get(self, path):
        return self._ask("GET", path)

    def post(self, path, data, files=None):
        """(status, body); status 0 when no answer came: nginx shows deploy/portal-is-away.html then."""
        data = {"csrfmiddlewaretoken": TOKEN, **data}
        if files is None:
            return self._ask("POST", path, urlencode(data, doseq=True).encode(), "application/x-www-form-urlencoded")
        return self._ask("POST", path, multipart(data, files), f"multipart/form-data; boundary={BOUNDARY}")

    def connection(self):
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=self.seconds)

    def _ask(self, method, path, body=None, kind=None):
        connection = self.connection()
        try:
            connection.request(method, path, body, self.headers | ({"Content-Type": kind} if kind else {}))
            answer = connection.getresponse()
            text = answer.read().decode(errors="replace")
        except (OSError, http.client.HTTPException):
            return 0, ""
        finally:
            connection.close()
        if answer.status >= 500 and not any(words in text for words in CLEAR):
            self.unclear.append((path, answer.status, text[:200]))
        return answer.status, text


def multipart(data, files):
    parts = [f'name="{name}"\r\n\r\n{value}'.encode() for name, value in data.items()]
    for name, (filename, content) in files.items():
        parts.append(f'name="{name}"; filename="{filename}"\r\nContent-Type: image/jpeg\r\n\r\n'.encode() + content)
    whole = b"".join(f"--{BOUNDARY}\r\nContent-Disposition: form-data; ".encode() + part + b"\r\n" for part in parts)
    return whole + f"--{BOUNDARY}--\r\n".encode()
