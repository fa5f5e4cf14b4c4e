"""The activity log of an organization."""

from onbrand.audit.model import Activity
from onbrand.audit.service import AuditService

__all__ = ["Activity", "AuditService"]
