"""The files in deploy/ are what they should be: units that systemd reads, limits that fit each other."""

import configparser
import re

import pytest
from django.conf import settings

DEPLOY = settings.BASE_DIR / "deploy"
COMMANDS = {
    "portal-web": "gunicorn --config deploy/gunicorn.conf.py portal.wsgi",
    "portal-worker": "celery --quiet --app=portal worker",
    "portal-beat": "celery --quiet --app=portal beat",
}


def unit(name):
    parser = configparser.ConfigParser(interpolation=None, strict=False)
    parser.optionxform = str
    parser.read(DEPLOY / f"{name}.service", "utf-8")
    return parser


@pytest.mark.parametrize("name", COMMANDS)
def test_unit_runs_the_program_confined_and_tries_again_only_where_that_helps(name):
    service = unit(name)["Service"]

    assert service["ExecStart"].startswith(f"/srv/portal/current/.venv/bin/{COMMANDS[name]}")
    wanted = {
        "User": "portal",
        "EnvironmentFile": "/etc/portal.env",
        "WorkingDirectory": "/srv/portal/current",
        "Restart": "on-failure",
        "RestartPreventExitStatus": "78",
        "StateDirectory": "portal",
        "ProtectSystem": "strict",
        "NoNewPrivileges": "true",
    }
    assert {key: service[key] for key in wanted} == wanted
    assert unit(name)["Install"]["WantedBy"] == "multi-user.target"


def test_nginx_lets_in_no_more_than_gunicorn_takes_and_waits_as_long():
    nginx = (DEPLOY / "nginx.conf").read_text("utf-8")
    gunicorn = {}
    exec((DEPLOY / "gunicorn.conf.py").read_text("utf-8"), gunicorn)  # noqa: S102  its own configuration

    def number(directive):
        return int(re.search(rf"^\s*{directive}\s+(\d+)", nginx, re.MULTILINE)[1])

    assert number("large_client_header_buffers 4") * 1024 >= gunicorn["limit_request_line"]
    assert number("proxy_read_timeout") >= gunicorn["timeout"]
    assert number("keepalive_timeout") < gunicorn["keepalive"]
    assert nginx.count("{") == nginx.count("}")


def test_nginx_passes_on_nothing_that_a_client_claims_about_itself():
    nginx = (DEPLOY / "nginx.conf").read_text("utf-8")

    assert "proxy_set_header X-Forwarded-For $remote_addr;" in nginx
    assert "$proxy_add_x_forwarded_for" not in nginx


def test_page_of_a_restart_needs_nothing_from_the_portal():
    page = (DEPLOY / "portal-is-away.html").read_text("utf-8")

    assert not re.search(r"\b(src|href|style)=|<script|<style", page)


def test_compose_runs_the_same_commands_as_the_units():
    compose = (DEPLOY / "compose.yaml").read_text("utf-8")
    words = {name: re.findall(r"[\w./=-]+", unit(name)["Service"]["ExecStart"].split("/bin/")[1]) for name in COMMANDS}
    listed = [re.findall(r"[\w./=-]+", line) for line in re.findall(r"command: \[(.*)\]", compose)]

    assert words["portal-worker"] in listed and words["portal-beat"] in listed
