"""People and organizations over a table."""

from dataclasses import dataclass

from onbrand.adapters.dynamodb import keys
from onbrand.adapters.dynamodb.identity import DynamoIdentityRepository
from onbrand.adapters.dynamodb.items import from_item
from onbrand.adapters.dynamodb.table import Table
from onbrand.identity import Access, Claims, Organization, Organizations, People, Role, User
from onbrand.kernel.events import Event


@dataclass
class House:
    table: Table
    people: People
    organizations: Organizations
    repository: DynamoIdentityRepository

    def sign_in(self, name: str, email: str | None = None, verified: bool = True) -> User:
        claims = Claims(
            sub=f"sub-{name}", email=email or f"{name}@northbeam.example", email_verified=verified, name=name
        )
        return self.people.register_me(claims)

    def found(self, name: str = "ann", slug: str = "northbeam") -> tuple[Organization, Access]:
        user = self.sign_in(name)
        organization = self.organizations.create(
            user.id, {"name": "Northbeam", "slug": slug, "time_zone": "UTC"}
        )
        return organization, self.people.access(user.id, organization.id)

    def joined(self, access: Access, name: str, role: Role) -> Access:
        user = self.sign_in(name)
        self.organizations.add_member(access, {"email": user.email, "role": role})
        return self.people.access(user.id, access.organization_id)

    def events(self, organization_id: str, aggregate: str, aggregate_id: str) -> list[Event]:
        partition = keys.shape.aggregate_partition(organization_id, aggregate, aggregate_id)
        page = self.table.query(partition, sk_prefix=keys.shape.EVENT, limit=50)
        assert all(item["type"] == "event" for item in page.items)
        return [from_item(Event, item) for item in page.items]
