"""The drill: sample data, backup, all is lost, restore; everything is as it was."""

from contextlib import closing

from django.core.management import call_command
from django.db.utils import ConnectionHandler

from portal.audit import Act, chain, record
from portal.backup import last, schema
from portal.backup.checking import create_tables
from portal.backup.loading import Loader
from portal.backup.opening import Rows, opened
from portal.backup.restoring import restore
from portal.backup.tables import tables_of
from portal.backup.taking import take
from tests.portal.backup.conftest import files, rows


def test_what_is_restored_is_what_was_backed_up_and_can_be_again(sample_backup, empty, tmp_path):
    restored = restore(sample_backup.path)

    assert rows() == sample_backup.rows
    assert files() == sample_backup.files != {}
    assert restored.rows == sample_backup.taken.rows
    assert (restored.files, restored.missing, restored.migrated) == (len(sample_backup.files), [], [])
    again = take(tmp_path / "again")
    assert again.rows == sample_backup.taken.rows
    assert last()["last"]["sha256"] == again.sha256


def test_the_sample_holds_what_must_not_be_lost(sample_backup):
    """Frozen results, snapshots and histories are among what the drill compares."""
    kept = {"assessments_score", "assessments_fact", "assessments_assessment", "desk_snapshotrow"}
    kept |= {"assessments_resultversion", "assessments_placing", "assessments_mark"}
    histories = {"alliances_historicalorganization", "assessments_historicalscore"}

    assert (kept | histories) <= set(sample_backup.rows)


def test_the_commands_say_what_they_did_and_a_check_touches_nothing(sample_backup, empty, capsys):
    before = rows()

    call_command("restore", str(sample_backup.path), check=True)
    untouched = (rows(), files(), list(empty.iterdir())) == (before, {}, [])
    call_command("restore", str(sample_backup.path))

    said = capsys.readouterr().out
    count = f"共 {sum(sample_backup.taken.rows.values()):,} 行"
    assert untouched
    assert [said.count("备份完好："), said.count("已恢复："), said.count(count)] == [1, 1, 2]
    assert said.count(sample_backup.taken.sha256) == 2


def test_from_one_database_to_the_other_and_back(sample_backup, empty, tmp_path):
    """On PostgreSQL: into SQLite and back into PostgreSQL, without losing a sign of any row."""
    handler = ConnectionHandler({"default": sqlite_at(tmp_path / "portal.sqlite3")})
    with closing(handler["default"]) as other:
        load_into(other, sample_backup.path)
        taken = take(tmp_path / "from-sqlite", database=other)

    restore(taken.path)

    assert rows() == sample_backup.rows
    assert_chain_goes_on()
    with opened(taken.path) as archive:
        assert archive.manifest["database"] == "sqlite"


def assert_chain_goes_on():
    """The audit trail is whole and guarded after its way through two databases, and takes the next line."""
    verdict = chain.verify()
    assert (verdict.count > 0, verdict.unsealed, verdict.fault, verdict.remarks) == (True, 0, "", [])
    record(Act.EXPORTED, name="恢复之后")
    assert chain.seal() == 1
    assert chain.verify().is_whole


def sqlite_at(path):
    options = {"init_command": "PRAGMA synchronous=OFF"}
    return {"ENGINE": "django.db.backends.sqlite3", "NAME": str(path), "OPTIONS": options}


def load_into(other, path):
    """The backup in a database of SQLite's that stands beside, with the migrations written down as done."""
    with opened(path) as archive:
        state = schema.state_at(archive.migrations)
        create_tables(other, state)
        loader = Loader(other, tables_of(state))
        for part in archive.parts():
            if isinstance(part, Rows):
                loader.load(part)
        loader.finish(archive.end)
        with other.cursor() as cursor:
            cursor.execute("CREATE TABLE django_migrations (id integer PRIMARY KEY, app text, name text)")
            cursor.executemany("INSERT INTO django_migrations (app, name) VALUES (%s, %s)", archive.migrations)
            cursor.execute("COMMIT")
