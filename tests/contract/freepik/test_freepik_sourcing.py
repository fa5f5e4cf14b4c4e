"""The whole of sourcing, from keywords to bytes, against the stand-in: what is paid, what is recorded, what
is kept."""

from collections.abc import Sequence
from decimal import Decimal
from io import BytesIO

import httpx
import pytest
from PIL import Image, UnidentifiedImageError

from infra.local.freepik import Cut, Fault, FreepikStandIn
from infra.local.freepik.faults import DOWNLOAD_LIMIT, UNAVAILABLE
from onbrand.adapters.freepik import FreepikAccess, FreepikClient
from onbrand.adapters.memory.clock import FrozenClock
from onbrand.adapters.memory.ids import SequentialIds
from onbrand.kernel.calls import CallOutcome
from onbrand.kernel.clock import Clock
from onbrand.kernel.errors import Unprocessable
from onbrand.sourcing import (
    Answer,
    CallPrices,
    ColourShare,
    DownloadLink,
    FetchedImage,
    ImageFilter,
    ImageQuery,
    LicenceNotAllowedError,
    LicenceType,
    NoMatchingImageError,
    Operation,
    Orientation,
    OwnPicture,
    PictureFacts,
    ProviderAnswerError,
    ProviderQuotaError,
    ProviderUnavailableError,
    SourcingService,
)
from onbrand.sourcing.recording import AT_WORK
from tests.contract.freepik.conftest import KEY
from tests.unit.sourcing.library import NOON, MemoryLedger, MemoryPermits, Noon

PRICE = Decimal("0.10")
PRICES = CallPrices(costs={Operation.DOWNLOAD: PRICE}, currency="EUR")
COFFEE = ImageQuery(keywords=("coffee",))
BROWN = ("#6F4E37",)


class WorkerKilled(BaseException):
    """Nothing of ours catches it, as nothing catches a killed process."""


class Pixels:
    """A PixelProbe of Pillow's palette."""

    def probe(self, files: Sequence[bytes]) -> list[PictureFacts | None]:
        found: list[PictureFacts | None] = []
        for data in files:
            try:
                found.append(self._facts(data))
            except Unprocessable:
                found.append(None)
        return found

    def _facts(self, data: bytes) -> PictureFacts:
        try:
            with Image.open(BytesIO(data)) as picture:
                few = picture.convert("RGB").resize((32, 32)).quantize(4).convert("RGB")
                counted = few.getcolors() or []
                colours = tuple(
                    ColourShare(hex="#{:02X}{:02X}{:02X}".format(*rgb), share=count / 1024)
                    for count, rgb in counted
                )
                return PictureFacts(width=picture.width, height=picture.height, colours=colours)
        except UnidentifiedImageError as error:
            raise Unprocessable("This is not a picture.") from error

    def adopt(self, data: bytes) -> OwnPicture:
        facts = self._facts(data)
        return OwnPicture(facts=facts, data=data, width=facts.width, height=facts.height)


class KilledAfterPaying(FreepikClient):
    """Dies when the paid call has come back, before anyone could write it down."""

    def download(self, image_id: str) -> Answer[DownloadLink]:
        super().download(image_id)
        raise WorkerKilled


def source(
    client: FreepikClient, ledger: MemoryLedger, query: ImageQuery = COFFEE, clock: Clock | None = None
) -> FetchedImage:
    service = SourcingService(
        client, ledger, MemoryPermits(), Pixels(), clock or Noon(), PRICES, SequentialIds()
    )
    return service.choose_and_fetch(organization_id="org", request_id="req", query=query, palette=BROWN)


def paid(ledger: MemoryLedger) -> list[tuple[int, CallOutcome, Decimal]]:
    return [(row.attempt, row.outcome, row.cost.amount) for row in ledger.of("resources.download")]


def test_a_photograph_is_found_chosen_fetched_and_recorded(
    stand_in: FreepikStandIn, client: FreepikClient
) -> None:
    ledger = MemoryLedger()
    fetched = source(client, ledger)
    assert fetched.image.provider_id == "7100002"
    assert fetched.image.licence.credit == "Image by Start Bootstrap on Freepik"
    assert (fetched.image.width, fetched.image.height) == (1920, 1464)
    assert paid(ledger) == [(1, CallOutcome.SUCCEEDED, PRICE)]
    recorded = {
        name: len(ledger.of(f"resources.{name}"))
        for name in ("search", "detail", "preview", "download", "file")
    }
    assert recorded == {name: stand_in.count(name) for name in recorded}
    assert recorded == {"search": 1, "detail": 4, "preview": 4, "download": 1, "file": 1}
    assert {row.status for row in ledger.rows.values()} == {200}


def test_fewer_keywords_find_more(client: FreepikClient) -> None:
    fetched = source(client, MemoryLedger(), ImageQuery(keywords=("sea", "calm", "submarine", "penguin")))
    assert fetched.image.provider_id == "7100010"


def test_a_filter_that_nothing_passes_is_told(client: FreepikClient) -> None:
    upright = ImageQuery(keywords=("coffee",), filter=ImageFilter(orientations=(Orientation.VERTICAL,)))
    with pytest.raises(NoMatchingImageError):
        source(client, MemoryLedger(), upright)


def test_a_licence_that_the_answer_does_not_hold_is_told(
    stand_in: FreepikStandIn, client: FreepikClient
) -> None:
    headers = {"x-freepik-api-key": KEY}
    body = httpx.get(
        f"{stand_in.base_url}/v1/resources?term=coffee", headers=headers, trust_env=False
    ).content
    stand_in.faults.add("search", Fault(body=body))  # freemium pictures although premium ones were asked for
    premium = ImageQuery(keywords=("coffee",), filter=ImageFilter(licences=(LicenceType.PREMIUM,)))
    with pytest.raises(LicenceNotAllowedError):
        source(client, MemoryLedger(), premium)


def test_a_refused_search_is_recorded_and_the_next_run_goes_on(
    stand_in: FreepikStandIn, client: FreepikClient
) -> None:
    ledger = MemoryLedger()
    stand_in.faults.add("search", UNAVAILABLE)
    with pytest.raises(ProviderUnavailableError):
        source(client, ledger)
    source(client, ledger)
    assert [(row.attempt, row.status, row.outcome) for row in ledger.of("resources.search")] == [
        (1, 503, CallOutcome.FAILED),
        (2, 200, CallOutcome.SUCCEEDED),
    ]


@pytest.mark.parametrize("cut", list(Cut))
def test_a_download_that_was_charged_and_then_dropped_is_unknown_and_made_again_visibly(
    stand_in: FreepikStandIn, client: FreepikClient, cut: Cut
) -> None:
    ledger = MemoryLedger()
    stand_in.faults.add("download", Fault(reset=cut))
    with pytest.raises(ProviderUnavailableError):
        source(client, ledger)
    assert paid(ledger) == [(1, CallOutcome.UNKNOWN, PRICE)]
    source(client, ledger, clock=FrozenClock(NOON + AT_WORK))
    assert paid(ledger) == [(1, CallOutcome.UNKNOWN, PRICE), (2, CallOutcome.SUCCEEDED, PRICE)]
    assert stand_in.count("download") == 2


def test_a_worker_killed_after_paying_leaves_one_row_a_paid_call(
    stand_in: FreepikStandIn, access: FreepikAccess, client: FreepikClient
) -> None:
    ledger = MemoryLedger()
    doomed = KilledAfterPaying(access, Noon())
    with pytest.raises(WorkerKilled):
        source(doomed, ledger)
    doomed.close()
    assert paid(ledger) == [(1, CallOutcome.PENDING, PRICE)]
    source(client, ledger, clock=FrozenClock(NOON + AT_WORK))
    assert paid(ledger) == [(1, CallOutcome.UNKNOWN, PRICE), (2, CallOutcome.SUCCEEDED, PRICE)]
    assert stand_in.count("download") == len(ledger.of("resources.download"))


def test_a_refused_download_costs_nothing_and_is_not_tried_again(
    stand_in: FreepikStandIn, client: FreepikClient
) -> None:
    ledger = MemoryLedger()
    stand_in.faults.add("download", DOWNLOAD_LIMIT)
    with pytest.raises(ProviderQuotaError):
        source(client, ledger)
    assert paid(ledger) == [(1, CallOutcome.FAILED, Decimal(0))]
    assert stand_in.count("download") == 1


def test_an_expired_link_is_renewed_once(stand_in: FreepikStandIn, client: FreepikClient) -> None:
    ledger = MemoryLedger()
    stand_in.faults.add("download", Fault(expired_link=True))
    source(client, ledger)
    assert paid(ledger) == [(1, CallOutcome.SUCCEEDED, PRICE), (2, CallOutcome.SUCCEEDED, PRICE)]
    assert [row.status for row in ledger.of("resources.file")] == [403, 200]

    stand_in.faults.add("download", Fault(expired_link=True), times=2)
    with pytest.raises(ProviderUnavailableError, match="expired"):
        source(client, ledger)


@pytest.mark.parametrize(
    "fault", [Fault(reset=Cut.HALF), Fault(truncate=Cut.ALL_BUT_ONE), Fault(length=-5000), UNAVAILABLE]
)
def test_a_transfer_that_breaks_is_repeated_from_the_same_link(
    stand_in: FreepikStandIn, client: FreepikClient, fault: Fault
) -> None:
    ledger = MemoryLedger()
    stand_in.faults.add("file", fault, times=2)
    source(client, ledger)
    assert (stand_in.count("download"), stand_in.count("file")) == (1, 3)


@pytest.mark.parametrize(
    "body",
    [
        b"<!doctype html><title>Login</title>",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"PK\x03\x04",
        b"8BPS\x00\x01",
        b"",
    ],
    ids=["html", "svg", "zip", "psd", "empty"],
)
def test_a_file_that_only_claims_to_be_a_jpeg_is_refused(
    stand_in: FreepikStandIn, client: FreepikClient, body: bytes
) -> None:
    stand_in.faults.add("file", Fault(body=body, content_type="image/jpeg"))
    with pytest.raises(ProviderAnswerError, match="not a JPEG"):
        source(client, MemoryLedger())


def test_previews_that_fail_do_not_stop_the_request(stand_in: FreepikStandIn, client: FreepikClient) -> None:
    stand_in.faults.add("preview", Fault.html(), times=2)
    stand_in.faults.add("preview", UNAVAILABLE, times=2)
    assert source(client, MemoryLedger()).image.provider_id == "7100002"


def test_a_detail_of_another_picture_is_not_trusted(stand_in: FreepikStandIn, client: FreepikClient) -> None:
    other = client.detail("7100012").value
    wrong = {"data": {"id": int(other.id), "type": "photo", "is_ai_generated": False, "premium": False}}
    stand_in.faults.add("detail", Fault.json(wrong))
    assert source(client, MemoryLedger()).image.provider_id != "7100002"
