"""The ledger import (活动台账导入): each row of an old ledger becomes an archived activity with units and outcomes.

    plan = plan_ledger(committee, file, name="")    # reads and compares; Faults when it cannot be opened
    plan.new  plan.there  plan.differing  plan.faults  plan.warnings  plan.counts()
    apply(plan, by=None)                            # all rows or none; returns the activities made; Faults

A row is known by its date as written, its alliance, type and title (`Activity.source_key`), so running it twice changes
nothing. A row that is there already and says something else now is listed, never overwritten: people may have mended
the record since. Ledgers are older than the seats: a unit without a seat in that alliance on that day is a warning.
"""

from activities.ledger.applying import apply
from activities.ledger.planning import Plan, plan_ledger

__all__ = ["Plan", "apply", "plan_ledger"]
