"""Why PostgreSQL cannot be reached: the real server's own words for each cause, understood."""

import psycopg2
import pytest
from django.db import connection

from portal.database_faults import explain

CASES = [
    ({"HOST": "nowhere.invalid"}, "找不到数据库服务器 nowhere.invalid。"),
    ({"PORT": "1"}, "数据库服务器 127.0.0.1:1 没有应答：PostgreSQL 没有启动，或者地址、端口不对。"),
    ({"HOST": "/nowhere"}, "数据库服务器 /nowhere 没有应答：PostgreSQL 没有启动，或者地址、端口不对。"),
]
if connection.vendor == "postgresql":
    CASES += [
        ({}, None),
        ({"PASSWORD": "wrong"}, "数据库用户 guarded 的密码不对。"),
        ({"PASSWORD": ""}, "数据库用户 guarded 的密码不对。"),
        ({"USER": "stranger"}, "数据库里没有用户 stranger。"),
        ({"NAME": "absent"}, "没有名为 absent 的数据库。"),
    ]

# All processes of the run share the server, and so this role.
CREATE_GUARDED = """
    DO $$ BEGIN
        CREATE ROLE guarded LOGIN PASSWORD 'right';
    EXCEPTION WHEN duplicate_object OR unique_violation THEN
    END $$
"""


@pytest.fixture
def address(transactional_db):
    """Of this run's PostgreSQL, for a role that needs a password; on SQLite of one that is not there."""
    if connection.vendor == "sqlite":
        return {"HOST": "127.0.0.1", "PORT": "1", "USER": "portal", "PASSWORD": "", "NAME": "portal"}
    with connection.cursor() as cursor:
        cursor.execute(CREATE_GUARDED)
    return {**connection.settings_dict, "USER": "guarded", "PASSWORD": "right"}


@pytest.mark.parametrize(("changed", "expected"), CASES)
def test_each_reason_is_told_apart(address, changed, expected):
    database = {**address, **changed}

    assert cause_of_refusal(database) == expected


def cause_of_refusal(database):
    words = {"host": "HOST", "port": "PORT", "user": "USER", "password": "PASSWORD", "dbname": "NAME"}
    try:
        psycopg2.connect(**{word: str(database[name]) for word, name in words.items()}).close()
    except psycopg2.OperationalError as error:
        return explain(error, database).cause
    return None
