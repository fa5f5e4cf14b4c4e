"""Who answers when mail to an approver comes back: owners, then administrators, then whoever else may decide."""

from onbrand.approval import ApprovalService, NotAnApproverError
from onbrand.approval.links import UNREACHABLE
from onbrand.approval.ports import ApprovalRepository
from onbrand.bootstrap.members import CurrentMembers
from onbrand.identity import Role
from onbrand.kernel.errors import Conflict, Gone, NotFound, Unprocessable
from onbrand.kernel.pages import every
from onbrand.notify.ports import Addresses
from onbrand.notify.reach import address_digest

ORDER = (Role.OWNER, Role.ADMIN)
PAGE = 50


class FallbackApprovers:
    """A ``notify.ports.Fallback``."""

    def __init__(
        self,
        approvals: ApprovalService,
        records: ApprovalRepository,
        members: CurrentMembers,
        addresses: Addresses,
    ) -> None:
        self._approvals = approvals
        self._records = records
        self._members = members
        self._addresses = addresses

    def take_over(self, organization_id: str, request_id: str, step: int, approver_id: str) -> None:
        """Hands a question on to the first who may take it and can be reached; nothing when it is over, or when its
        approver may not decide any more: the schedule replaces those."""
        for candidate in self._candidates(organization_id, approver_id):
            try:
                self._approvals.delegate(
                    organization_id, request_id, approver_id, candidate, step, UNREACHABLE
                )
            except Unprocessable:
                continue
            except (Conflict, Gone, NotFound, NotAnApproverError):
                return
            return

    def take_over_all(self, organization_id: str, user_id: str) -> None:
        """Hands on every question that waits for this person."""
        for one in every(lambda start: self._records.waiting_for(organization_id, user_id, PAGE, start)):
            self.take_over(organization_id, one.request_id, one.step, user_id)

    def _candidates(self, organization_id: str, but: str) -> list[str]:
        people = [
            person
            for person in self._members.people(organization_id)
            if person.may_decide and person.user_id != but and self._is_reached(organization_id, person.email)
        ]
        people.sort(key=lambda one: ORDER.index(one.role) if one.role in ORDER else len(ORDER))
        return [person.user_id for person in people]

    def _is_reached(self, organization_id: str, address: str) -> bool:
        known = self._addresses.get(organization_id, address_digest(address))
        return known is None or not known.is_suppressed
