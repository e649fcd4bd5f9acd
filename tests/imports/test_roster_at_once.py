"""Two people confirm at the same moment, on real connections."""

from threading import Barrier, Thread

import pytest
from django.db import connection

from alliances.models import Organization
from branches import roster
from branches.models import RosterImport
from portal.access import WrongState
from tests.factories import make_staff
from tests.imports.workbooks import change_roster
from tests.imports.workbooks import roster as workbook


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("same", [True, False], ids=["one preview", "two previews"])
def test_of_two_who_confirm_at_once_one_is_refused(imported, same):
    people = [make_staff(imported), make_staff(imported)]
    records = []
    for person in people[: 1 if same else 2]:
        file = workbook(change_roster)
        records.append(roster.keep(roster.plan_roster(imported, file), file, by=person))
    barrier, refusals = Barrier(2), []

    def confirm(pk, person):
        try:
            record = RosterImport.objects.get(pk=pk)
            barrier.wait()
            roster.apply(record, by=person)
        except WrongState as refusal:
            refusals.append(str(refusal))
        finally:
            connection.close()

    threads = [Thread(target=confirm, args=(records[number % len(records)].pk, people[number])) for number in (0, 1)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(refusals) == 1
    assert RosterImport.objects.filter(state="applied").count() == 2
    assert Organization.objects.filter(short_name="示例集团").count() == 1
