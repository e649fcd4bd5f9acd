"""One audit trail for all models: who, when, from where, before and after, and the reason given.

    history = audited()                          on a model: each save is a row of its history and a line of the trail
    class Step(TrailLine): of = ["activity"]     each step taken is a line, with what it changed in the activity
    record(Act.EXPORTED, actor=user, …)          what is not a row: seen, exported, signed in

A line (`AuditEntry`) is written in the transaction of what it tells of and stays as it was written: `guards` refuse any
other change in the database itself, `chain` gives it a number and a hash over itself and the line before.
"""

from portal.audit.addresses import address_of, request_address
from portal.audit.entries import Act, AuditEntry, AuditHead
from portal.audit.history import AuditLine, audited, note_changes
from portal.audit.recording import record, record_once
from portal.audit.trails import TrailLine, recorded

__all__ = [
    "Act",
    "AuditEntry",
    "AuditHead",
    "AuditLine",
    "TrailLine",
    "address_of",
    "audited",
    "note_changes",
    "record",
    "record_once",
    "recorded",
    "request_address",
]
