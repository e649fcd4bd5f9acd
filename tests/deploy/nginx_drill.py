"""`make nginx-drill`: the real nginx with our deploy/nginx.conf, the real gunicorn behind it, PostgreSQL and Redis.

What only both together can show: the address of a person cannot be forged, files are sent by nginx to those who may
read them and to nobody else, and while the portal is away people are told so. nginx has to be installed.
"""

import gzip
import http.client
import os
import shutil
import signal
import ssl
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from http.cookies import SimpleCookie
from pathlib import Path
from urllib.parse import urlencode

from tests.servers import ending, free_port, postgres_server, redis_server

ROOT = Path(__file__).resolve().parent.parent.parent
HOST = "portal.example.cn"
BODY = b"%PDF-1.7 drill"
FRAME = """user root;
daemon off;
pid {folder}/nginx.pid;
error_log {folder}/error.log warn;
events {{}}
http {{
    include /etc/nginx/mime.types;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    include {folder}/portal.conf;
}}
"""


def main():
    if not shutil.which("nginx"):
        sys.exit("没有 nginx，请先安装（apt install nginx-light）。No nginx here: install nginx-light.")
    folder = tempfile.TemporaryDirectory(prefix="portal-nginx-")
    with folder as name, postgres_server() as database, redis_server() as redis:
        drill = Drill(Path(name), database, redis)
        drill.prepare()
        with drill.nginx():
            with drill.gunicorn():
                drill.passes_on()
                drill.sends_files()
                drill.is_not_fooled()
            drill.says_that_it_is_away()
    print("All as it should be.")


class Drill:
    def __init__(self, folder, database, redis):
        self.folder, self.ports = folder, {name: free_port() for name in ("http", "https", "gunicorn")}
        self.media = folder / "media"
        os.environ.update(
            DJANGO_SETTINGS_MODULE="portal.settings",
            PORTAL_ENV="production",
            SECRET_KEY="nVt3-Zq8_rLw0Yc5Hs7KpXe2Jd9Bf4Gm6Ta1Uv-iOkQxPzRyEbWh",
            DATABASE_URL=database,
            REDIS_URL=redis,
            ALLOWED_HOSTS=HOST,
            CSRF_TRUSTED_ORIGINS=f"https://{HOST}:{self.ports['https']}",
            PORTAL_VAR=str(folder / "var"),
            MEDIA_ROOT=str(self.media),
            STATIC_ROOT=str(folder / "static"),
            MEDIA_ACCEL="/stored/",
            LOG_LEVEL="ERROR",
            WEB_WORKERS="1",
            WEB_BIND=f"127.0.0.1:{self.ports['gunicorn']}",
        )

    def prepare(self):
        """A migrated portal with an activity's attachment, a member who may read it, and one of another committee."""
        import django  # noqa: PLC0415  the settings are only known now

        django.setup()
        from django.core.files.base import ContentFile  # noqa: PLC0415
        from django.core.management import call_command  # noqa: PLC0415

        from activities.models import Activity, Attachment  # noqa: PLC0415
        from tests import factories  # noqa: PLC0415

        print("… migrating, collecting static files", flush=True)
        call_command("migrate", verbosity=0)
        call_command("collectstatic", verbosity=0, interactive=False)
        report = factories.make_report(factories.make_held_activity(state=Activity.State.ACCEPTED))
        self.attachment = Attachment(report=report, name="示例.pdf", size=len(BODY))
        self.attachment.file.save("drill.pdf", ContentFile(BODY))
        organization = factories.make_organization(committee=report.activity.committee)
        self.member, self.stranger = factories.make_member(organization), factories.make_member()
        for person in (self.member, self.stranger):
            person.set_password("Drill-2026-enough")
            person.save()
        self._configure()

    def _configure(self):
        """deploy/nginx.conf as it is, but for ports and places."""
        words = ["-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", f"/CN={HOST}"]
        key, certificate = self.folder / "portal.key", self.folder / "portal.crt"
        subprocess.run(["openssl", "req", *words, "-keyout", key, "-out", certificate], check=True, capture_output=True)
        text = (ROOT / "deploy/nginx.conf").read_text()
        before, stored = text.split("    #location /stored/ {", 1)
        stored, after = stored.split("    #}\n", 1)
        stored = "location /stored/ {" + stored.replace("    #", "    ") + "}\n"
        places = {
            "127.0.0.1:8000": f"127.0.0.1:{self.ports['gunicorn']}",
            "listen 80;": f"listen 127.0.0.1:{self.ports['http']};",
            "listen 443 ssl http2;": f"listen 127.0.0.1:{self.ports['https']} ssl http2;",
            "/etc/ssl/portal.crt": certificate,
            "/etc/ssl/portal.key": key,
            "/srv/portal/current/deploy": ROOT / "deploy",
            "/var/lib/portal/media/": f"{self.media}/",
            "/var/log/nginx/portal.log": self.folder / "error.log",
        }
        text = before + stored + after
        for ours, here in places.items():
            expect(ours in text, True, f"{ours} is not in deploy/nginx.conf any more")
            text = text.replace(ours, str(here))
        (self.folder / "portal.conf").write_text(text)
        (self.folder / "nginx.conf").write_text(FRAME.format(folder=self.folder))

    def nginx(self):
        command = ["nginx", "-e", self.folder / "error.log", "-c", self.folder / "nginx.conf"]
        return ending(subprocess.Popen(command), by=signal.SIGTERM)

    @contextmanager
    def gunicorn(self):
        command = [Path(sys.executable).parent / "gunicorn", "--config=deploy/gunicorn.conf.py", "portal.wsgi"]
        with ending(subprocess.Popen(command, cwd=ROOT)) as process:
            deadline = time.monotonic() + 60
            while not self._answers():
                expect(process.poll(), None, "gunicorn ended")
                expect(time.monotonic() < deadline, True, "nothing answers")
                time.sleep(0.2)
            yield

    def _answers(self):
        try:
            return self.ask("/login/")[0] == 200
        except OSError:
            return False

    def ask(self, path, data=None, cookies=None, scheme="https", **headers):
        """(status, headers, body) from nginx."""
        port = self.ports[scheme]
        if scheme == "https":
            certificate = ssl._create_unverified_context()  # noqa: S323  made by this drill itself
            connection = http.client.HTTPSConnection("127.0.0.1", port, timeout=30, context=certificate)
        else:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        held = "; ".join(f"{name}={value}" for name, value in (cookies or {}).items())
        sent = {"Host": f"{HOST}:{port}", "Cookie": held, **headers}
        if data is not None:
            sent |= {"Content-Type": "application/x-www-form-urlencoded", "Referer": f"https://{HOST}:{port}/login/"}
        connection.request("GET" if data is None else "POST", path, data and urlencode(data), sent)
        answer = connection.getresponse()
        body, found = answer.read(), answer.headers
        if found["Content-Encoding"] == "gzip":
            body = gzip.decompress(body)
        for line in found.get_all("Set-Cookie", []):
            if cookies is not None:
                cookies.update({name: morsel.value for name, morsel in SimpleCookie(line).items()})
        return answer.status, found, body

    def sign_in(self, person, password="Drill-2026-enough", **headers):
        cookies = {}
        self.ask("/login/", cookies=cookies)
        token = {"csrfmiddlewaretoken": cookies["csrftoken"]}
        data = {"login": person.username, "password": password, **token}
        return cookies, self.ask("/login/", data, cookies, **headers)

    def passes_on(self):
        print("… pages, static files, limits", flush=True)
        status, headers, _ = self.ask("/login/", scheme="http")
        expect((status, headers["Location"]), (301, f"https://{HOST}/login/"))
        status, headers, body = self.ask("/login/", **{"Accept-Encoding": "gzip"})
        expect((status, headers["Content-Encoding"]), (200, "gzip"))
        expect("max-age=31536000" in headers["Strict-Transport-Security"], True)
        expect("script-src 'self'" in headers["Content-Security-Policy"], True)
        expect("nginx/" in str(headers), False, "nginx tells its version")
        sheet = body.split(b'href="/static/', 1)[1].split(b'"', 1)[0].decode()
        status, headers, _ = self.ask(f"/static/{sheet}", **{"Accept-Encoding": "gzip, br"})
        expect((status, "immutable" in headers["Cache-Control"]), (200, True))
        expect(headers["Content-Encoding"] in {"br", "gzip"}, True, "static files are not sent compressed")
        expect(self.ask("/metrics")[0], 404)
        expect(self.ask(f"/login/?q={'x' * 9_000}")[0], 414)
        expect(self.ask("/login/", Host="elsewhere.example.cn")[0], 400)
        expect(self.ask("/login/", data={}, **{"Content-Length": str(121 * 1024 * 1024)})[0], 413)

    def sends_files(self):
        print("… files", flush=True)
        address = self.attachment.get_absolute_url()
        cookies, _ = self.sign_in(self.member)
        status, headers, body = self.ask(address, cookies=cookies)
        expect((status, body, headers["Content-Type"]), (200, BODY, "application/pdf"))
        expect(headers.get_all("X-Content-Type-Options"), ["nosniff"])
        expect(headers.get_all("Content-Security-Policy"), ["default-src 'none'; sandbox"])
        expect((headers["Cache-Control"], "X-Accel-Redirect" in headers), ("private, no-cache", False))
        again = self.ask(address, cookies=cookies, **{"If-None-Match": headers["ETag"]})
        expect((again[0], again[2]), (304, b""))
        part = self.ask(address, cookies=cookies, Range="bytes=0-3")
        expect((part[0], part[2]), (206, BODY[:4]))
        expect(self.ask(f"/stored/{self.attachment.file.name}", cookies=cookies)[0], 404)
        expect(self.ask(address)[0], 302)
        expect(self.ask(address, cookies=self.sign_in(self.stranger)[0])[0], 404)

    def is_not_fooled(self):
        print("… forged addresses", flush=True)
        from allauth.usersessions.models import UserSession  # noqa: PLC0415

        for number in range(6):
            forged = {"X-Forwarded-For": f"10.9.8.{number}", "X-Real-IP": "10.9.8.7", "Forwarded": "for=10.9.8.7"}
            _, answer = self.sign_in(self.stranger, "wrong", **forged)
        expect("登录失败次数过多" in answer[2].decode(), True, "not locked after six wrong passwords")
        self.sign_in(self.member, **{"X-Forwarded-For": "10.9.8.7", "X-Forwarded-Proto": "http"})
        expect(set(UserSession.objects.values_list("ip", flat=True)), {"127.0.0.1"})

    def says_that_it_is_away(self):
        print("… portal away", flush=True)
        status, headers, body = self.ask("/calendar/")
        expect((status, headers["Retry-After"], headers["Cache-Control"]), (502, "30", "no-store"))
        expect(body, (ROOT / "deploy/portal-is-away.html").read_bytes())


def expect(found, wanted, words=""):
    if found != wanted:
        raise SystemExit(f"DRILL FAILED: {found!r} instead of {wanted!r}\n{words}")


if __name__ == "__main__":
    main()
