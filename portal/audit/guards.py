"""Triggers in the database itself: a line is sealed once and never changed otherwise, no line is deleted.

They hold for whoever has the portal's password to the database, in raw SQL too; who may drop triggers is found by
`chain.verify`. SQLite loses them when a migration rebuilds a table, so such a migration calls `install` again.
"""

ENTRY, HEAD = "portal_auditentry", "portal_audithead"
REFUSAL = "audit lines are never changed or deleted"
FREE = {"number", "hash"}  # what sealing writes


def install(connection, columns):
    remove(connection)
    with connection.cursor() as cursor:
        for statement in _statements(connection.vendor, columns):
            cursor.execute(statement)


def remove(connection):
    with connection.cursor() as cursor:
        for table, trigger in _triggers(connection.vendor):
            on = f" ON {table}" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER IF EXISTS {trigger}{on}")


def missing(connection):
    """The names of triggers that are not there, or are switched off."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # A copy of the database may stand beside ours in another schema; ours is the one that names resolve to.
            cursor.execute(
                "SELECT tgname FROM pg_trigger WHERE tgenabled <> 'D' AND tgrelid IN (%s::regclass, %s::regclass)",
                [ENTRY, HEAD],
            )
        else:
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        found = {name for (name,) in cursor.fetchall()}
    return sorted({trigger for _, trigger in _triggers(connection.vendor)} - found)


def _triggers(vendor):
    ways = ["update", "delete"] + (["truncate"] if vendor == "postgresql" else [])
    return [(table, f"{table}_no_{way}") for table in (ENTRY, HEAD) for way in ways]


def _statements(vendor, columns):
    return _for_postgresql() if vendor == "postgresql" else _for_sqlite(columns)


def _for_sqlite(columns):
    kept = " OR ".join(f'NEW."{one}" IS NOT OLD."{one}"' for one in columns if one not in FREE)
    wrong = {
        ENTRY: f"OLD.number IS NOT NULL OR NEW.number IS NULL OR {kept}",
        HEAD: "NEW.id <> OLD.id OR NEW.number < OLD.number",
    }
    for table, condition in wrong.items():
        refuse = f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
        yield f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} WHEN {condition} {refuse}"
        yield f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} {refuse}"


def _for_postgresql():
    right = {
        ENTRY: "OLD.number IS NULL AND NEW.number IS NOT NULL "
        "AND to_jsonb(NEW) - '{number,hash}'::text[] = to_jsonb(OLD) - '{number,hash}'::text[]",
        HEAD: "NEW.id = OLD.id AND NEW.number >= OLD.number",
    }
    for table, condition in right.items():
        refuse = f"RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'restrict_violation'"
        yield (
            f"CREATE OR REPLACE FUNCTION {table}_guard() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            f"IF TG_OP = 'UPDATE' THEN IF {condition} THEN RETURN NEW; END IF; END IF; {refuse}; END $$"
        )
        for way in ("UPDATE", "DELETE"):
            yield (
                f"CREATE TRIGGER {table}_no_{way.lower()} BEFORE {way} ON {table} "
                f"FOR EACH ROW EXECUTE FUNCTION {table}_guard()"
            )
        yield (
            f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
            f"FOR EACH STATEMENT EXECUTE FUNCTION {table}_guard()"
        )
