"""Provides the state SourceImage."""

from onbrand.bootstrap.brand import shelf
from onbrand.bootstrap.content import requests
from onbrand.bootstrap.metering import budgeted_ledger, detection_prices, freepik_permits
from onbrand.bootstrap.parts import parts
from onbrand.bootstrap.probe import ChildProbe
from onbrand.content.source import SourceImage
from onbrand.settings import FreepikSettings
from onbrand.sourcing import CallPrices, PictureLooks, SourcingService


def sourcing_service() -> SourcingService:
    """Finds and fetches pictures."""
    own = parts()
    settings = FreepikSettings.read(own.environ)
    prices = CallPrices.model_validate(
        {"costs": settings.freepik_costs, "currency": settings.freepik_currency}
    )
    permits = freepik_permits(settings.freepik_limits)
    return SourcingService(
        own.image_provider, budgeted_ledger(), permits, ChildProbe(), own.clock, prices, own.ids
    )


def picture_looks() -> PictureLooks:
    """Looks for faces and labels, where that is switched on."""
    own = parts()
    return PictureLooks(own.picture_detector, budgeted_ledger(), _reduced, own.clock, detection_prices())


def _reduced(data: bytes, side: int) -> bytes:
    # It loads Pillow, which a deployment without a detector never needs here.
    from onbrand.imaging.small import reduced

    return reduced(data, side)


def source_image() -> SourceImage:
    """The state SourceImage."""
    own = parts()
    return SourceImage(
        requests(), shelf(), sourcing_service(), picture_looks(), own.objects, own.clock, own.ids
    )
