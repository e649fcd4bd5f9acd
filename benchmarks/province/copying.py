"""Rows copied by the database itself: whole committees, or years of records, a statement for each table.

    copy(models, times, step)               every row of these models, so many times more
    copy(models, times, step, years=True)   each copy lies a year further back than the one before

Copy number k of a row has the key of the row plus k × step, and so have the keys that lead to models that are copied
too; so no key is ever looked up. What stands inside JSON keeps the numbers of the row that was copied.
"""

from django.apps import apps
from django.db import connection, models

from alliances.models import Committee

# Not a committee's records: sessions, rights, what people did in the admin, votes that are kept by their code alone.
LEFT_OUT = {"django_session", "django_admin_log", "django_content_type", "assessments_ballotcode"}
NUMBERED = ("case",)  # “term:17”: the key of a record behind a word


def of_committees():
    """All models that belong to a committee, each before none that it needs: keys are checked by nobody meanwhile."""
    found = {Committee}
    candidates = [
        model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy and model._meta.db_table not in LEFT_OUT
    ]
    while new := {
        model
        for model in candidates
        if model not in found and any(field.related_model in found for field in _keys(model))
    }:
        found |= new
    return sorted(found, key=lambda model: model._meta.db_table)


def copy(copied, times, step, *, years=False, where=None, say=lambda line: None):
    """`where`: model → condition of SQL, for those whose rows are not all copied."""
    copied = list(copied)
    _require_room(copied, step)
    total = 0
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")  # the copies' keys are right by construction
        cursor.execute("SET synchronous_commit = off")
        for model in copied:
            cursor.execute(_statement(model, copied, step, years, (where or {}).get(model)), [times])
            total += cursor.rowcount
            if cursor.rowcount > 100_000:
                say(f"{model._meta.db_table}: {cursor.rowcount:,} rows")
        cursor.execute("RESET session_replication_role")
        _settle_sequences(cursor, copied)
    return total


def _statement(model, copied, step, years, where):
    fields = model._meta.concrete_fields
    columns = ", ".join(f'"{field.column}"' for field in fields)
    values = ", ".join(_value(model, field, copied, step, years) for field in fields)
    condition = f" WHERE {where}" if where else ""
    return (
        f'INSERT INTO "{model._meta.db_table}" ({columns}) SELECT {values} '  # noqa: S608  names of our own columns
        f'FROM "{model._meta.db_table}" t CROSS JOIN generate_series(1, %s) k{condition}'
    )


def _value(model, field, copied, step, years):
    column = f't."{field.column}"'
    if field.primary_key or _original(model, field) in copied or (field.is_relation and field.related_model in copied):
        return f"{column} + k * {step}"
    if years and isinstance(field, models.DateField):  # of which DateTimeField is one
        return f"{column} - k * interval '1 year'" + ("" if isinstance(field, models.DateTimeField) else "::date")
    if isinstance(field, models.UUIDField):
        return "gen_random_uuid()"
    if field.name == "source_key":
        return "''" if years else column
    if field.name in NUMBERED:
        number = rf"substring({column} from '\d+$')::bigint"
        return rf"regexp_replace({column}, '\d+$', '') || COALESCE(({number} + k * {step})::text, '')"
    if field.unique and not field.is_relation:
        return _unlike(field, column)
    return column


def _unlike(field, column):
    if field.null:
        return "NULL"
    if field.max_length <= 12 or field.max_length == 64:  # codes and tokens
        return f"left(md5({column} || ':' || k) || md5({column}), {field.max_length})"
    return f"left({column}, {field.max_length - 4}) || '-' || k"


def _original(model, field):
    """Whose key a row of history holds as a plain number."""
    original = getattr(model, "instance_type", None)
    return original if original and field.name == original._meta.pk.name else None


def _keys(model):
    return [field for field in model._meta.concrete_fields if field.is_relation]


def _require_room(copied, step):
    with connection.cursor() as cursor:
        for model in copied:
            cursor.execute(f'SELECT MAX("{model._meta.pk.column}") FROM "{model._meta.db_table}"')  # noqa: S608  our own names
            if (cursor.fetchone()[0] or 0) >= step:
                raise SystemExit(f"{model._meta.db_table} has keys beyond {step}")


def _settle_sequences(cursor, copied):
    for model in copied:
        table, key = model._meta.db_table, model._meta.pk.column
        cursor.execute(
            f"SELECT setval(pg_get_serial_sequence('{table}', '{key}'), "  # noqa: S608  our own names
            f'(SELECT COALESCE(MAX("{key}"), 1) FROM "{table}"))'
        )
