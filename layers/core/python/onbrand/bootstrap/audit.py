"""Provides the activity log."""

from onbrand.adapters.dynamodb.audit import TableActivity
from onbrand.audit import AuditService
from onbrand.bootstrap.parts import parts


def audit_service() -> AuditService:
    """Writes and shows activity."""
    return AuditService(TableActivity(parts().table))
