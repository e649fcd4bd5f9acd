"""Row, history and line of an act come together or not at all, whoever else writes and whatever is killed."""

import os
import signal
import threading

import pytest
from django.db import DatabaseError, connection, connections, transaction

from alliances.models import Organization
from portal.audit import Act, AuditEntry, chain, record, recording
from tests.factories import make_organization

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("past")]
WRITERS, ACTS = 3, 8


def names():
    return list(AuditEntry.objects.order_by("pk").values_list("name", flat=True))


def act(name):
    record(Act.EXPORTED, name=name)


@pytest.mark.parametrize("fault", [DatabaseError("disk full"), KeyboardInterrupt()])
def test_save_whose_line_cannot_be_written_is_not_saved(monkeypatch, fault):
    unit = make_organization(name="市气象局")

    def fails(lines):
        raise fault

    monkeypatch.setattr(recording, "write", fails)
    unit.name = "市气象台"
    with pytest.raises(type(fault)):
        unit.save()

    assert Organization.objects.get().name == "市气象局"
    assert unit.history.count() == 1


def test_many_writers_and_sealers_at_once_make_one_unbroken_chain():
    faults = []

    def run(work):
        try:
            work()
        except Exception as fault:
            faults.append(fault)
        finally:
            connections.close_all()

    def write():
        for number in range(ACTS):
            with transaction.atomic():
                act(f"一{number}")
                act(f"二{number}")

    def seal():
        for _ in range(5):
            chain.seal()

    threads = [threading.Thread(target=run, args=[work]) for work in [write] * WRITERS + [seal] * 2]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    chain.seal()

    verdict = chain.verify()
    assert faults == []
    assert (verdict.count, verdict.unsealed, verdict.is_whole) == (WRITERS * ACTS * 2, 0, True)


@pytest.mark.parametrize("when", ["acting", "sealing"])
def test_kill_in_the_middle_leaves_a_valid_chain(when):
    for number in range(3):
        act(f"示例{number}")
    connection.close()
    child = os.fork()
    if child == 0:
        try:
            _die(when)
        finally:
            os._exit(1)

    _, status = os.waitpid(child, 0)

    assert os.WTERMSIG(status) == signal.SIGKILL
    assert names() == ["示例0", "示例1", "示例2"]
    act("之后")
    chain.seal()
    assert (chain.verify().count, chain.verify().is_whole) == (4, True)


def _die(when):
    """Between the statements and the commit, in the process of the child."""

    def kill(*_):
        os.kill(os.getpid(), signal.SIGKILL)

    with transaction.atomic():
        act("没做完")
        if when == "sealing":
            chain.timezone.now = kill
            chain._seal_batch()
        kill()
