"""Every key of the table, one module a room: functions that make a ``Key``, a partition or a prefix. Nothing else makes any.

Partitions of a tenant start with ``ORG#<organization>``.
"""

from onbrand.adapters.dynamodb.keys import (
    approval,
    audit,
    brand,
    content,
    identity,
    metering,
    notify,
    reports,
    shape,
    webhooks,
)

__all__ = [
    "approval",
    "audit",
    "brand",
    "content",
    "identity",
    "metering",
    "notify",
    "reports",
    "shape",
    "webhooks",
]
