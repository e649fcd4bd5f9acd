"""Every kind of value comes back as it was, whatever is in it."""

import uuid
from datetime import UTC, date, datetime, time
from decimal import Decimal

import pytest
from django.db import connection, models, transaction
from django.db.migrations.state import ModelState, ProjectState

from portal.backup.loading import Loader
from portal.backup.opening import Rows
from portal.backup.reading import one_moment, read_lines
from portal.backup.tables import tables_of

FIELDS = {
    "id": models.BigAutoField(primary_key=True),
    "text": models.TextField(null=True),
    "number": models.BigIntegerField(null=True),
    "flag": models.BooleanField(null=True),
    "moment": models.DateTimeField(null=True),
    "day": models.DateField(null=True),
    "clock": models.TimeField(null=True),
    "amount": models.DecimalField(null=True, max_digits=14, decimal_places=4),
    "ratio": models.FloatField(null=True),
    "data": models.JSONField(null=True),
    "code": models.UUIDField(null=True),
    "blob": models.BinaryField(null=True),
    "address": models.GenericIPAddressField(null=True),
    "above": models.ForeignKey("self", models.CASCADE, null=True),
}
NASTY = [
    "",
    " ",
    "\\N",
    "\\",
    "\\\\n",
    "a\tb\nc\r\nd",
    '"“党”"',
    "😀\u2028\u200b",
    "'; DROP TABLE x;--",
    "\x01\x1f\x7f",
    "null",
]
MOMENTS = [
    datetime(2026, 11, 23, 1, 2, 3, 45, UTC),
    datetime(1949, 10, 1, tzinfo=UTC),
    datetime(9999, 12, 31, 23, 59, tzinfo=UTC),
]
ROWS = [
    *({"text": text, "data": {text: [text, None]}} for text in NASTY),
    *({"moment": moment, "day": moment.date(), "clock": moment.time()} for moment in MOMENTS),
    *({"data": data} for data in [[], {}, 0, False, "文", 1.5e300, {"b": 1, "a": {"深": [[{}]]}}, 2**62]),
    {"number": -(2**63), "flag": True, "amount": Decimal("-9999999999.9999"), "ratio": 0.1 + 0.2},
    {"number": 2**63 - 1, "flag": False, "amount": Decimal("0.0001"), "ratio": 5e-324},
    {"code": uuid.UUID(int=7), "blob": bytes(range(256)), "address": "2001:db8::1"},
    {"blob": b"", "address": "10.0.0.1", "clock": time(23, 59, 59, 999999), "day": date(1, 1, 1)},
    {"above_id": 30},  # refers to a row that comes later
    {"data": models.Value(None, models.JSONField())},  # null in JSON, which is not NULL
    *[{}] * 5,
]


@pytest.fixture
def kinds(empty):
    """A table with a column of every kind, and its model."""
    state = ProjectState()
    state.add_model(ModelState("portal", "Kinds", list(FIELDS.items())))
    model = state.apps.get_model("portal", "Kinds")
    with connection.schema_editor() as editor:
        editor.create_model(model)
    return state.apps, model


def test_every_kind_of_value_survives(kinds):
    apps, model = kinds
    with transaction.atomic():
        for number, values in enumerate(ROWS, 1):
            model.objects.create(pk=number, **values)
    before = list(model.objects.order_by("pk").values())
    nulls = model.objects.filter(data__isnull=True).count()
    (table,) = tables_of(apps)

    lines = []
    with one_moment(connection) as reader:
        read_lines(reader, table, lines.append)
    model.objects.update(above=None)
    model.objects.all().delete()
    with transaction.atomic():
        loader = Loader(connection, [table])
        loader.load(Rows(table.name, lines))
        loader.finish({"rows": {table.name: len(ROWS)}, "counters": {table.name: 1000}})

    assert list(model.objects.order_by("pk").values()) == before
    assert model.objects.filter(data__isnull=True).count() == nulls
    assert model.objects.get(moment=MOMENTS[0]).day == MOMENTS[0].date()
    assert model.objects.filter(data={"b": 1, "a": {"深": [[{}]]}}).count() == 1
    assert model.objects.create().pk == 1001  # a key once given is not given again
