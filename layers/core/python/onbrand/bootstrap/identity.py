"""Provides people and organizations."""

from onbrand.adapters.dynamodb.identity import DynamoIdentityRepository
from onbrand.bootstrap.parts import parts
from onbrand.identity import Access, Organizations, People
from onbrand.identity.ports import IdentityRepository


def identity_repository() -> IdentityRepository:
    """The records of people and organizations."""
    return DynamoIdentityRepository(parts().table)


def people() -> People:
    """Use cases of a person as such."""
    return People(identity_repository(), parts().clock, parts().ids)


def organizations() -> Organizations:
    """Use cases of an organization."""
    return Organizations(identity_repository(), parts().clock, parts().ids)


def access_of(user_id: str, organization_id: str | None = None) -> Access:
    """What a person may do in an organization at this moment."""
    return people().access(user_id, organization_id)


def person_name(user_id: str) -> str:
    """A person's name; what we call somebody who is gone, or the system."""
    user = None if user_id.startswith("system:") else identity_repository().user(user_id)
    if user is None:
        return "OnBrand" if user_id.startswith("system:") else "a former member"
    return user.name
