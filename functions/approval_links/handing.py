"""Who a decision can be handed on to by the page."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from functions.approval_links.review import Review
from onbrand.approval import Person
from onbrand.approval.handing import may_take
from onbrand.bootstrap.identity import identity_repository
from onbrand.identity import PERMISSIONS, Permission
from onbrand.kernel.pages import every

MOST = 60
"""People that the page offers: a longer list is no help on a phone."""
PAGE = 100


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who may be asked instead; ``name`` tells them from the others."""

    user_id: str
    name: str


def candidates(review: Review) -> Sequence[Candidate]:
    """Those who may decide and are not asked yet, by name. The mail address stands beside names that occur twice."""
    people = sorted(islice(_people(review), MOST), key=lambda pair: pair[0].casefold())
    names = [name for name, _ in people]
    return [
        Candidate(person.user_id, f"{name} ({person.email})" if names.count(name) > 1 else name)
        for name, person in people
    ]


def _people(review: Review) -> Iterator[tuple[str, Person]]:
    repository, claims = identity_repository(), review.claims
    for membership in every(lambda start: repository.members(claims.organization_id, PAGE, start)):
        if Permission.DECIDE_APPROVAL not in PERMISSIONS[membership.role]:
            continue
        user = repository.user(membership.user_id)
        if user is None or user.id == claims.approver_id:
            continue
        person = Person(user.id, user.email, membership.role, may_decide=True)
        if may_take(review.asked, review.story.request, person):
            yield user.name, person
