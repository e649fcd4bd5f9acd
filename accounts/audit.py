"""The audit trail by the name that landed migrations know; it lives in portal, whose own rows are audited too."""

from portal.audit import AuditLine, TrailLine, address_of, audited, note_changes, recorded, request_address

__all__ = ["AuditLine", "TrailLine", "address_of", "audited", "note_changes", "recorded", "request_address"]
