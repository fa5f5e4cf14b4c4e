"""The events of this room, as they are written with each change."""

from typing import Any

from onbrand.brand.assets import BrandAsset
from onbrand.brand.profile import BrandProfile
from onbrand.brand.template import Template
from onbrand.kernel.clock import Clock
from onbrand.kernel.events import Event
from onbrand.kernel.ids import Ids

AGGREGATES: dict[type, str] = {BrandProfile: "brand", Template: "template", BrandAsset: "brand_asset"}


class Events:
    """Makes events; the subject's version is their sequence number."""

    def __init__(self, clock: Clock, ids: Ids) -> None:
        self._clock = clock
        self._ids = ids

    def of(
        self,
        type_: str,
        subject: BrandProfile | Template | BrandAsset,
        actor: str,
        *,
        sequence: int | None = None,
        **payload: Any,
    ) -> Event:
        """An event of a profile, template or asset; ``sequence`` when it does not make a version."""
        if not isinstance(subject, BrandProfile):
            payload["brand_id"] = subject.brand_id
        return Event(
            id=self._ids.new(),
            type=type_,
            organization_id=subject.organization_id,
            aggregate=AGGREGATES[type(subject)],
            aggregate_id=subject.id,
            sequence=sequence or subject.version,
            occurred_at=self._clock.now(),
            actor=actor,
            payload={"version": subject.version, **payload},
        )
