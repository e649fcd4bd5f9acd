"""The chain over the audit trail: sealed once, never changed, and every way of tampering is named."""

import threading
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, connections, transaction

from portal.audit import Act, AuditEntry, AuditHead, chain, guards, record

pytestmark = pytest.mark.django_db


def written(count):
    for number in range(1, count + 1):
        record(Act.EXPORTED, name=f"示例{number}", after={"行数": number})


def sealed(count=5):
    written(count)
    chain.seal()
    return chain.last()


def run(*words):
    out = StringIO()
    call_command("audit_verify", *words, stdout=out, stderr=out)
    return out.getvalue()


def tamper(*statements):
    """What somebody does who may drop the guards and puts them back."""
    guards.remove(connection)
    with connection.cursor() as cursor:
        for statement, values in statements:
            cursor.execute(statement, values)
    guards.install(connection, [field.column for field in AuditEntry._meta.concrete_fields])


def test_chain_numbers_lines_in_their_order():
    written(1201)  # more than two batches

    assert (chain.seal(), chain.seal()) == (1201, 0)
    names = list(AuditEntry.objects.order_by("number").values_list("number", "name"))
    assert names == [(number, f"示例{number}") for number in range(1, 1202)]
    verdict = chain.verify()
    assert (verdict.count, verdict.unsealed, verdict.fault, verdict.remarks) == (1201, 0, "", [])
    assert str(chain.last()) == f"{verdict.head}@1201"


def test_verify_of_an_empty_trail_is_whole():
    assert "完好：共0条" in run()


def test_verify_command_seals_and_says_that_all_is_well():
    written(3)

    said = run()

    assert f"审计记录完好：共3条，链头 {chain.last()}。\n" in said


@pytest.mark.parametrize(
    ("statement", "values"),
    [
        ("UPDATE portal_auditentry SET reason = 'x' WHERE number = 3", []),
        ("UPDATE portal_auditentry SET number = NULL, hash = '' WHERE number = 5", []),
        ("UPDATE portal_auditentry SET reason = 'x' WHERE number IS NULL", []),
        ("DELETE FROM portal_auditentry WHERE number = 3", []),
        ("DELETE FROM portal_auditentry WHERE number IS NULL", []),
        ("DELETE FROM portal_audithead", []),
        ("UPDATE portal_audithead SET number = 2", []),
    ],
)
def test_database_refuses_what_is_no_sealing(statement, values):
    sealed()
    written(1)

    refused = pytest.raises(DatabaseError, match="audit lines are never")
    with refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)

    assert chain.verify().is_whole


@pytest.mark.servers  # SQLite has no TRUNCATE
def test_database_refuses_truncate():
    sealed()

    refused = pytest.raises(DatabaseError, match="audit lines are never")
    with refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("TRUNCATE portal_auditentry")


def test_models_have_no_door_to_change_or_delete():
    sealed(2)
    entry = AuditEntry.objects.first()

    for attempt in (
        entry.save,
        entry.delete,
        AuditEntry.objects.all().delete,
        lambda: AuditEntry.objects.update(reason="x"),
        lambda: AuditEntry.objects.bulk_update([entry], ["reason"]),
    ):
        with pytest.raises(TypeError, match="never"):
            attempt()


@pytest.mark.parametrize(
    ("statements", "named"),
    [
        ([("UPDATE portal_auditentry SET reason = 'x' WHERE number = 3", [])], "第3条的内容或次序"),
        ([("UPDATE portal_auditentry SET after = '{}' WHERE number = 2", [])], "第2条的内容或次序"),
        ([("UPDATE portal_auditentry SET actor_name = '别人', hash = 'ff' WHERE number = 4", [])], "第4条的内容或次序"),
        ([("DELETE FROM portal_auditentry WHERE number = 2", [])], "第2条缺失"),
        ([("DELETE FROM portal_auditentry WHERE number = 1", [])], "第1条缺失"),
        ([("DELETE FROM portal_auditentry WHERE number >= 4", [])], "第4条起缺失"),
        ([("DELETE FROM portal_auditentry", [])], "第1条起缺失"),
        (
            [
                ("UPDATE portal_auditentry SET number = 99 WHERE number = 2", []),
                ("UPDATE portal_auditentry SET number = 2 WHERE number = 3", []),
                ("UPDATE portal_auditentry SET number = 3 WHERE number = 99", []),
            ],
            "第2条的内容或次序",
        ),
        (
            [
                ("UPDATE portal_auditentry SET number = 7 WHERE number = 5", []),
                ("UPDATE portal_auditentry SET number = 5 WHERE number = 4", []),
                ("UPDATE portal_auditentry SET number = 4, hash = 'ab' WHERE number IS NULL", []),
                ("UPDATE portal_auditentry SET number = 6 WHERE number = 7", []),
            ],
            "第4条的内容或次序",
        ),
        ([("UPDATE portal_auditentry SET number = 6, hash = 'ab' WHERE number IS NULL", [])], "第6条起多出"),
        ([("UPDATE portal_auditentry SET number = 0 WHERE number = 5", [])], "第0条多出"),
        ([("UPDATE portal_audithead SET hash = 'ab'", [])], "第5条与链头不符"),
    ],
    ids=[
        "changed", "value changed", "hash changed too", "deleted", "first deleted", "tail deleted", "all deleted",
        "order changed", "inserted", "added behind", "added before", "head changed",
    ],
)  # fmt: skip
def test_verify_names_the_first_broken_line(statements, named):
    sealed()
    written(1)

    tamper(*statements)

    verdict = chain.verify()
    assert verdict.fault.startswith(named)
    assert f"第{verdict.broken}条" in named
    if "head" not in statements[0][0] and verdict.broken < 6:
        with pytest.raises(CommandError, match=f"第{verdict.broken}条"):
            run()


def test_verify_finds_a_cut_tail_against_a_kept_head_even_if_the_head_went_with_it():
    kept = sealed()
    fourth = AuditEntry.objects.get(number=4)

    tamper(
        ("DELETE FROM portal_auditentry WHERE number = 5", []),
        ("UPDATE portal_audithead SET number = 4, hash = %s", [fourth.hash]),
    )

    assert chain.verify().is_whole  # nothing left here can tell
    with pytest.raises(CommandError, match="第5条起缺失：链应到第5条"):
        run("--head", str(kept))


def test_verify_finds_a_chain_computed_anew_against_a_kept_head():
    kept = sealed()
    tamper(
        ("UPDATE portal_auditentry SET reason = 'x' WHERE number = 2", []),
        ("UPDATE portal_auditentry SET number = NULL, hash = ''", []),
        ("DELETE FROM portal_audithead", []),
    )
    chain.seal()

    assert chain.verify().is_whole
    with pytest.raises(CommandError, match="第5条与留存的链头不符"):
        run("--head", str(kept))


def test_verify_says_that_the_guards_are_gone():
    sealed(1)
    guards.remove(connection)

    with pytest.raises(CommandError, match="缺少保护审计记录的触发器：portal_auditentry_no_delete"):
        run()


@pytest.mark.once  # PostgreSQL holds no JSON that is none
def test_verify_names_a_line_that_cannot_be_read():
    sealed(3)
    tamper(
        ("PRAGMA ignore_check_constraints = ON", []),
        ("UPDATE portal_auditentry SET before = '{' WHERE number = 2", []),
    )

    assert chain.verify().fault.startswith("第2条的内容")


def test_nothing_is_sealed_when_the_head_is_gone():
    sealed(3)
    tamper(("DELETE FROM portal_audithead", []))
    written(1)

    with pytest.raises(chain.BrokenChain):
        chain.seal()
    with pytest.raises(CommandError, match="第1条起多出"):
        run()


@pytest.mark.parametrize("head", ["x", "12@ab", "0" * 64, "0" * 64 + "@0", "0" * 64 + "@" + "9" * 30])
def test_verify_refuses_what_is_no_head(head):
    with pytest.raises(CommandError, match="64 位校验值"):
        run("--head", head)


def test_head_command_prints_number_hash_and_day():
    written(2)
    out = StringIO()

    call_command("audit_head", stdout=out)

    head = AuditHead.objects.get()
    assert out.getvalue().startswith(f"{head.hash}@2\n20")
    assert "封存，共2条。" in out.getvalue()


@pytest.mark.django_db(transaction=True)
def test_two_sealers_at_once_make_one_chain():
    written(900)
    done = []

    def run_sealer():
        try:
            done.append(chain.seal())
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run_sealer) for _ in range(3)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()

    assert sum(done) == 900
    verdict = chain.verify()
    assert (verdict.count, verdict.unsealed, verdict.is_whole) == (900, 0, True)


@pytest.mark.django_db(transaction=True)
def test_sealer_that_dies_midway_leaves_whole_batches(monkeypatch):
    written(700)
    batches = []

    def dies(entry, number, before):
        if number > 600:
            raise SystemExit
        batches.append(number)
        return hash_of(entry, number, before)

    hash_of = chain.hash_of
    monkeypatch.setattr(chain, "hash_of", dies)
    with pytest.raises(SystemExit):
        chain.seal()
    monkeypatch.undo()

    assert (AuditEntry.objects.sealed().count(), chain.verify().is_whole) == (500, True)
    assert (chain.seal(), chain.verify().count) == (200, 700)
