"""The people of an organization as the approval room sees them."""

from collections.abc import Iterator

from onbrand.approval import Person
from onbrand.identity import PERMISSIONS, Membership, Permission, User
from onbrand.identity.ports import IdentityRepository
from onbrand.kernel.pages import every

PAGE = 100


class CurrentMembers:
    """An ``approval.ports.Members``: members as they are at this moment."""

    def __init__(self, repository: IdentityRepository) -> None:
        self._repository = repository

    def person(self, organization_id: str, user_id: str) -> Person | None:
        """The person, None when not a member (any more)."""
        membership = self._repository.membership(organization_id, user_id)
        user = self._repository.user(user_id) if membership else None
        return _person(membership, user) if membership and user else None

    def people(self, organization_id: str) -> Iterator[Person]:
        """Everybody, in the order of their ids."""
        for membership in every(lambda start: self._repository.members(organization_id, PAGE, start)):
            user = self._repository.user(membership.user_id)
            if user is not None:
                yield _person(membership, user)


def _person(membership: Membership, user: User) -> Person:
    return Person(
        user_id=user.id,
        email=user.email,
        role=membership.role,
        may_decide=Permission.DECIDE_APPROVAL in PERMISSIONS[membership.role],
    )
