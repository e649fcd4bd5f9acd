"""A world in which every key is of one table and one owner only, so a number says whose record it is.

`world` is the committee whose people send forms. Beside it stand another alliance of that committee (the neighbour) and
another committee (far away), built alike: a record of one has its counterpart in the others.
"""

import re
from types import SimpleNamespace

from allauth.usersessions.models import UserSession
from django.apps import apps
from django.db import connection, models

from activities.models import ActivityForm
from tests.factories import make_alliance, make_duty, make_measure
from tests.permissions_world import build, build_alliance

FIRST, ROOM = 1_000_000, 10_000  # where the keys of the first table begin, and how far those of the next
KEY = re.compile(r"(?<!\d)\d{7}(?!\d)")
OWN, NEIGHBOUR, FAR = range(3)


def build_guessed():
    tables = sorted(model._meta.db_table for model in apps.get_models(include_auto_created=True) if _counts(model))
    _count_from(tables)
    world, ends = _with_more(build()), [_keys(tables)]
    _with_more(build_alliance(make_alliance(committee=world.alliance.committee)), committees_too=False)
    ends.append(_keys(tables))
    far = _with_more(build())
    ends.append(_keys(tables))
    owners = [now - before for now, before in zip(ends, [set(), *ends], strict=False)]
    return SimpleNamespace(world=world, far=far, tables=tables, keys=[sorted(keys) for keys in owners])


def _with_more(world, *, committees_too=True):
    """What forms name and the permission matrix does without."""
    if committees_too:
        make_duty(world.alliance.committee)
        ActivityForm.objects.create(committee=world.alliance.committee, name="志愿服务")
        make_measure(world.alliance.committee)
    for user in filter(None, world.people.values()):
        UserSession.objects.create(user=user, ip="127.0.0.1", session_key=f"key-{user.pk}", user_agent="")
    return world


def _counts(model):
    return isinstance(model._meta.pk, models.AutoField)


def _count_from(tables):
    with connection.cursor() as cursor:
        for number, table in enumerate(tables):
            cursor.execute("DELETE FROM sqlite_sequence WHERE name = %s", [table])
            cursor.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", [table, FIRST + number * ROOM])


def _keys(tables):
    found = set()
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f'SELECT id FROM "{table}" WHERE id >= %s', [FIRST])  # noqa: S608 -- ours
            found.update(key for (key,) in cursor.fetchall())
    return found


def keys_in(*values):
    return {int(number) for value in values for number in KEY.findall(str(value))}


class Keys:
    """Knows of every key whose it is, and what stands in its place elsewhere."""

    def __init__(self, tables, keys):
        self.tables = tables
        self.owner = {key: owner for owner, owned in enumerate(keys) for key in owned}
        self.of_table = [{} for _ in keys]
        for owner, owned in enumerate(keys):
            for key in owned:
                self.of_table[owner].setdefault(self.table(key), []).append(key)

    def table(self, key):
        return self.tables[(key - FIRST - 1) // ROOM]

    def own(self, *values):
        return sorted(key for key in keys_in(*values) if self.owner.get(key) == OWN)

    def far(self, *values):
        return {key for key in keys_in(*values) if self.owner.get(key) == FAR}

    def counterparts(self, key, *, owners):
        """Of each of these the record that was made at the same moment as this one."""
        place = self.of_table[OWN][self.table(key)].index(key)
        for owner in owners:
            if there := self.of_table[owner].get(self.table(key)):
                yield there[min(place, len(there) - 1)]

    def latest(self, table, *, owners):
        for owner in owners:
            yield from self.of_table[owner].get(table, [])[-1:]
