"""The audit trail by the name that landed migrations know; it lives in portal, whose own rows are audited too."""

from portal.audit import AuditLine, address_of, audited, request_address

__all__ = ["AuditLine", "address_of", "audited", "request_address"]
