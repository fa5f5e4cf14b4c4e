"""Every kind of message, and how it is treated. THE TABLE of kinds: nothing else decides about a kind by name."""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What a message is about; also the name of its templates."""

    INVITATION = "invitation"
    APPROVAL_REQUESTED = "approval_requested"
    APPROVAL_REMINDER = "approval_reminder"
    APPROVAL_ESCALATED = "approval_escalated"
    APPROVAL_DELEGATED = "approval_delegated"
    APPROVALS_WAITING = "approvals_waiting"
    APPROVER_UNREACHABLE = "approver_unreachable"
    REQUEST_DECIDED = "request_decided"
    CHANGES_REQUESTED = "changes_requested"
    REQUEST_FAILED = "request_failed"
    REQUEST_EXPIRED = "request_expired"
    QUOTA_WARNING = "quota_warning"
    WEBHOOK_DISABLED = "webhook_disabled"
    REPORT = "report"
    EVENT = "event"


class Promise(StrEnum):
    """What a hand-over whose answer was lost means. ``at_least_once``: it is repeated, so it may come twice;
    ``at_most_once``: it is never repeated, so it may be lost."""

    AT_LEAST_ONCE = "at_least_once"
    AT_MOST_ONCE = "at_most_once"


@dataclass(frozen=True, slots=True)
class Treatment:
    """``promise``: see there. ``optional``: people may switch it off, and it says how. ``waits``: not sent in
    quiet hours. ``gathers``: several that wait for one person become one message. ``capped``: counts for the caps
    of its recipient and organization."""

    promise: Promise = Promise.AT_LEAST_ONCE
    optional: bool = False
    waits: bool = True
    gathers: bool = False
    capped: bool = True


AT_ONCE = Treatment(waits=False)
ASKED = Treatment(gathers=True)
TOLD = Treatment(optional=True)
HINT = Treatment(promise=Promise.AT_MOST_ONCE, optional=True)

# A lost question keeps a request waiting and a second copy of it carries the same link, so questions and results
# are repeated. A reminder, a warning or a report that comes twice annoys more than a lost one harms.
TREATMENTS: dict[Kind, Treatment] = {
    Kind.INVITATION: AT_ONCE,
    Kind.APPROVAL_REQUESTED: ASKED,
    Kind.APPROVAL_REMINDER: HINT,
    Kind.APPROVAL_ESCALATED: ASKED,
    Kind.APPROVAL_DELEGATED: ASKED,
    Kind.APPROVALS_WAITING: Treatment(),
    Kind.APPROVER_UNREACHABLE: Treatment(),
    Kind.REQUEST_DECIDED: TOLD,
    Kind.CHANGES_REQUESTED: TOLD,
    Kind.REQUEST_FAILED: TOLD,
    Kind.REQUEST_EXPIRED: TOLD,
    Kind.QUOTA_WARNING: HINT,
    Kind.WEBHOOK_DISABLED: TOLD,
    Kind.REPORT: HINT,
    Kind.EVENT: Treatment(waits=False, capped=False),
}
OPTIONAL = tuple(kind for kind, treatment in TREATMENTS.items() if treatment.optional)
