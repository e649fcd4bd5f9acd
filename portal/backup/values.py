"""A value of a backup (reading.py says how each kind is written) becomes what the database takes.

What does not fit its kind is refused here, for SQLite would take anything.
"""

import json
import math
from datetime import UTC, date, datetime, time
from decimal import Decimal, InvalidOperation
from ipaddress import ip_address
from uuid import UUID


class Unfit(ValueError):
    pass


def text(value):
    if not isinstance(value, str):
        raise Unfit
    return value


def integer(value):
    if not isinstance(value, int) or isinstance(value, bool):
        raise Unfit
    return value


def boolean(value):
    if value not in (0, 1):
        raise Unfit
    return bool(value)


def moment(value):
    found = datetime.fromisoformat(text(value))
    if found.tzinfo is None:
        raise Unfit
    return found.astimezone(UTC).replace(tzinfo=None)


def day(value):
    return date.fromisoformat(text(value))


def clock(value):
    return time.fromisoformat(text(value))


def decimal(value):
    if not Decimal(text(value)).is_finite():
        raise Unfit
    return value


def number(value):
    if not math.isfinite(float(text(value))):
        raise Unfit
    return value


def json_text(value):
    """As Django writes it, so that SQLite, which compares the text, finds equal ones equal."""
    return json.dumps(json.loads(text(value)))


def uuid(value):
    return UUID(text(value)).hex


def hexadecimal(value):
    return bytes.fromhex(text(value))


def address(value):
    ip_address(text(value))
    return value


KINDS = {
    "text": text,
    "file": text,
    "integer": integer,
    "boolean": boolean,
    "moment": moment,
    "day": day,
    "time": clock,
    "decimal": decimal,
    "float": number,
    "json": json_text,
    "uuid": uuid,
    "bytes": hexadecimal,
    "address": address,
}
# PostgreSQL reads JSON itself.
ON = {"sqlite": KINDS, "postgresql": {**KINDS, "json": text}}
BAD = (ValueError, TypeError, InvalidOperation, RecursionError, OverflowError)


def row_reader(table, vendor):
    """A function from a line of JSON to a list of values; Unfit tells the column."""
    columns = [(column.name, ON[vendor][column.kind]) for column in table.columns]

    def read(line):
        try:
            values = json.loads(line)
        except BAD as error:
            raise Unfit("不是一行数据") from error
        if not isinstance(values, list) or len(values) != len(columns):
            raise Unfit("列数不对")
        for place, (name, convert) in enumerate(columns):
            value = values[place]
            if value is not None:
                try:
                    values[place] = convert(value)
                except BAD as error:
                    raise Unfit(f"{name} 的值不对：{str(value)[:40]!r}") from error
        return values

    return read
