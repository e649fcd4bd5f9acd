"""The roster import (花名册导入): three tables of one workbook become organizations, seats and branches.

It lives in this app and not among the alliances because it writes Branch rows, and imports go only downwards.

    plan = plan_roster(committee, file, on=None, name="", new_alliances=False)   # reads, compares, writes nothing
    plan.faults  plan.warnings  plan.on  plan.parts  plan.counts()  plan.is_empty
    record = keep(plan, file, by=user)                # for a second look
    apply(record, by=user)                            # WrongState: somebody was quicker, rows changed since
    undo(record, by=user)                             # what was edited since stays and is listed in record.left_alone
    record, plan = import_now(committee, file, by=None, …)   # for commands; raises Faults, WrongState

The sheets are known by their headers, not by their names or order; any of them may be missing. A row that is missing is
never deleted, only listed. With one fault anywhere nothing is written.
"""

from branches.roster.applying import apply, import_now, keep
from branches.roster.planning import Plan, plan_roster
from branches.roster.undoing import undo

__all__ = ["Plan", "apply", "import_now", "keep", "plan_roster", "undo"]
