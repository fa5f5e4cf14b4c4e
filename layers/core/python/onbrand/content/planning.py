"""A new version of a profile or template, or another logo: which requests have to be judged by it."""

from collections.abc import Iterator
from typing import Any

from onbrand.content.model import Change, ContentRequest, Fall, Pinned
from onbrand.content.ports import Brands, RequestRepository, UseRepository
from onbrand.content.transitions import Steps, change_request
from onbrand.identity import Access, Permission
from onbrand.kernel.clock import Clock
from onbrand.kernel.errors import OnBrandError
from onbrand.kernel.events import Event
from onbrand.kernel.ids import Ids
from onbrand.kernel.pages import MAX_PAGE_SIZE, Page

MAX_PAGES = 20
"""Pages of users that one event looks through: two thousand requests, in some seconds. The rest is another event's."""

CONTINUED = "RescorePlanningContinued"
LOGO = "logo"


class RescorePlanning:
    """Consumer of BrandUpdated, TemplatePublished, changes of brand assets, VariantsRendered (a request that was under
    way while the version came) and its own RescorePlanningContinued. Each request that has to be judged anew gets an
    event of its own."""

    def __init__(
        self, repository: RequestRepository, uses: UseRepository, brands: Brands, clock: Clock, ids: Ids
    ) -> None:
        self._repository = repository
        self._uses = uses
        self._brands = brands
        self._clock = clock
        self._ids = ids
        self._steps = Steps(clock, ids)

    def after(self, event: Event) -> None:
        """Late and doubled events do no harm: what is judged by the present versions is left alone. One error does
        not stop the others; the first is raised at the end."""
        errors = list[OnBrandError]()
        for request_id in self._concerned(event):
            try:
                change_request(
                    self._repository, self._repository.save, event.organization_id, request_id, self._decide
                )
            except OnBrandError as error:
                errors.append(error)
        if errors:
            raise errors[0]

    def falls(self, access: Access, brand_id: str, limit: int, start: dict[str, Any] | None) -> Page[Fall]:
        """Requests of the brand that fell below what it asks, the latest first."""
        access.require(Permission.READ)
        self._brands.profile(access.organization_id, brand_id)
        return self._uses.falls(access.organization_id, brand_id, limit, start)

    def _concerned(self, event: Event) -> Iterator[str]:
        if event.aggregate == "request":
            yield event.aggregate_id
            return
        subject = _subject(event)
        if subject is None:
            return
        before = event.payload.get("before") if event.type == CONTINUED else None
        for _ in range(MAX_PAGES):
            page = self._uses.users(event.organization_id, *subject, MAX_PAGE_SIZE, before)
            yield from page.items
            if page.next is None:
                return
            before = page.items[-1]
        self._uses.go_on(self._continued(event, subject, before))

    def _continued(self, event: Event, subject: tuple[str, str], before: str | None) -> Event:
        """Stands in a row with those before it, so that an event that comes twice goes on once."""
        again = event.type == CONTINUED
        return Event(
            id=self._ids.new(),
            type=CONTINUED,
            organization_id=event.organization_id,
            aggregate="rescore_planning",
            aggregate_id=event.aggregate_id if again else event.id,
            sequence=event.sequence + 1 if again else 1,
            occurred_at=self._clock.now(),
            actor=event.actor,
            payload={"subject": list(subject), "before": before},
        )

    def _decide(self, request: ContentRequest) -> Change | None:
        wanted = present(self._brands, request) if request.is_open else None
        if wanted is None or is_judged_by(request, wanted):
            return None
        payload = {
            "brand_id": request.brand_id,
            "versions": wanted.model_dump(mode="json"),
            "content_version": request.content_version,
        }
        return self._steps.step(request, "RescoreRequested", payload)


def _subject(event: Event) -> tuple[str, str] | None:
    """What the requests use that have to be judged anew; None when the event is about nothing of the kind."""
    if event.type == CONTINUED:
        aggregate, aggregate_id = event.payload["subject"]
        return str(aggregate), str(aggregate_id)
    if event.aggregate != "brand_asset":
        return event.aggregate, event.aggregate_id
    is_logo = event.payload.get("kind") == LOGO
    return ("brand", str(event.payload["brand_id"])) if is_logo else None


def present(brands: Brands, request: ContentRequest) -> Pinned | None:
    """The versions that the request would be pinned to now; None when nothing was pinned."""
    if request.pinned is None:
        return None
    template_id = request.pinned.template_id
    return Pinned(
        profile_version=brands.profile(request.organization_id, request.brand_id).version,
        template_id=template_id,
        template_version=brands.template(request.organization_id, template_id).version,
        logos=brands.logo_set(request.organization_id, request.brand_id),
    )


def is_judged_by(request: ContentRequest, wanted: Pinned) -> bool:
    """Whether its verdicts are by these versions, or by newer ones, and by these logos."""
    has = request.judged or request.pinned
    return (
        has is not None
        and has.profile_version >= wanted.profile_version
        and has.template_version >= wanted.template_version
        and has.logos == wanted.logos
    )
