from collections.abc import Sequence
from decimal import Decimal
from hashlib import sha256

import pytest

from onbrand.adapters.memory.clock import FrozenClock
from onbrand.adapters.memory.ids import SequentialIds
from onbrand.kernel.calls import CallOutcome
from onbrand.kernel.clock import Clock
from onbrand.kernel.ids import Ids
from onbrand.sourcing import (
    CallFacts,
    CallPrices,
    FetchedImage,
    ImageFilter,
    ImageGoneError,
    ImageQuery,
    LicenceNotAllowedError,
    LicenceOffer,
    LicenceType,
    LinkExpiredError,
    NoMatchingImageError,
    Operation,
    Orientation,
    ProviderAnswerError,
    ProviderQuotaError,
    ProviderUnavailableError,
    SourcingService,
    UnsafeLinkError,
)
from onbrand.sourcing.recording import AT_WORK
from onbrand.sourcing.service import CONSIDERED, LOOKED_AT
from tests.unit.sourcing.library import (
    NOON,
    Library,
    MemoryLedger,
    MemoryPermits,
    Noon,
    candidate,
    detail,
    picture_bytes,
)

BROWN, TEAL = "#6F4E37", "#008080"
COFFEE = ImageQuery(keywords=("coffee",))
PREMIUM = LicenceOffer(type=LicenceType.PREMIUM, url="https://www.freepik.com/p")


class WorkerKilled(BaseException):
    """Nothing of ours catches it, as nothing catches a killed process."""


def fetch(
    library: Library,
    query: ImageQuery = COFFEE,
    *,
    palette: Sequence[str] = (BROWN,),
    ledger: MemoryLedger | None = None,
    permits: MemoryPermits | None = None,
    clock: Clock | None = None,
    ids: Ids | None = None,
) -> FetchedImage:
    prices = CallPrices(costs={Operation.DOWNLOAD: Decimal("0.10")})
    service = SourcingService(
        library,
        ledger or MemoryLedger(),
        permits or MemoryPermits(),
        library,
        clock or Noon(),
        prices,
        ids or SequentialIds(),
    )
    return service.choose_and_fetch(organization_id="org", request_id="req", query=query, palette=palette)


def shelf(*titles: str) -> Library:
    library = Library()
    for rank, title in enumerate(titles):
        library.put(candidate(str(rank + 1), title, rank))
    return library


def test_a_fetched_picture_comes_with_all_that_must_be_kept_of_it() -> None:
    fetched = fetch(shelf("Coffee beans"))
    image = fetched.image
    assert fetched.data == picture_bytes("1|file")
    assert (image.provider, image.provider_id, image.title, image.filename) == (
        "freepik",
        "1",
        "Coffee beans",
        "1.jpg",
    )
    assert (image.author.name, image.licence.credit) == ("Ada Field", "Image by Ada Field on Freepik")
    assert image.licence.type is LicenceType.FREEMIUM
    assert image.licence.url == "https://www.freepik.com/profile/license/pdf/1"
    assert image.page_url == "https://www.freepik.com/free-photo/x_1.htm"
    assert (image.width, image.height, image.is_ai_generated) == (1500, 1000, False)
    assert (image.downloaded_at, image.sha256) == (NOON, sha256(fetched.data).hexdigest())


def test_a_premium_picture_needs_no_credit() -> None:
    library = Library()
    library.put(candidate("1", licences=(PREMIUM,)), detail("1", is_premium=True))
    wanted = ImageQuery(keywords=("coffee",), filter=ImageFilter(licences=(LicenceType.PREMIUM,)))
    assert fetch(library, wanted).image.licence.credit is None


def test_every_call_has_one_row() -> None:
    ledger = MemoryLedger()
    library = shelf("Coffee beans", "Coffee cups")
    fetch(library, ledger=ledger)
    assert library.made == ["search", "detail", "detail", "preview", "preview", "download", "file"]
    assert sorted(ledger.rows) == [
        "req.resources.detail.1",
        "req.resources.detail.2",
        "req.resources.download.1",
        "req.resources.file.1",
        "req.resources.preview.1",
        "req.resources.preview.2",
        "req.resources.search.1",
    ]
    assert {row.outcome for row in ledger.rows.values()} == {CallOutcome.SUCCEEDED}
    assert sum(row.cost.amount for row in ledger.rows.values()) == Decimal("0.10")


def test_a_picture_in_the_brands_colours_beats_a_slightly_more_relevant_one() -> None:
    library = Library()
    library.put(candidate("1", "Coffee on teal", 0), colour=TEAL)
    library.put(candidate("2", "Coffee on brown", 1), colour=BROWN)
    for other in range(3, 5):
        library.put(candidate(str(other), "Coffee", other), colour=TEAL)
    assert fetch(library, palette=[BROWN]).image.provider_id == "2"
    assert fetch(library, palette=[TEAL]).image.provider_id == "1"
    assert fetch(library, palette=[]).image.provider_id == "1"


def test_without_palette_no_preview_is_fetched() -> None:
    library = shelf("Coffee beans", "Coffee cups")
    fetch(library, palette=[])
    assert "preview" not in library.made


def test_a_broken_preview_only_leaves_the_palette_unjudged() -> None:
    library = shelf("Coffee beans", "Coffee cups")
    library.due["preview"].append(ProviderUnavailableError("slow"))
    library.due["preview"].append(UnsafeLinkError("elsewhere"))
    assert fetch(library).image.provider_id == "1"


def test_fewer_keywords_are_tried_when_nothing_matches() -> None:
    library = shelf("Coffee beans")
    fetch(library, ImageQuery(keywords=("coffee", "mountain", "sunrise", "people")))
    assert [query.keywords for query in library.searches] == [
        ("coffee", "mountain", "sunrise", "people"),
        ("coffee", "mountain"),
        ("coffee",),
    ]


def test_no_match_at_all_is_told_with_the_keywords() -> None:
    with pytest.raises(NoMatchingImageError, match="coffee, mountain"):
        fetch(shelf("Tea"), ImageQuery(keywords=("coffee", "mountain")))


def test_results_that_ignore_the_filter_are_not_taken() -> None:
    library = Library()
    library.put(candidate("1", orientation="vertical"))
    library.put(candidate("2", content_type="vector"))
    library.put(candidate("3"), detail("3", is_ai_generated=True))
    library.put(candidate("4"), detail("999"))
    library.put(candidate("5", rank=4))
    wanted = ImageQuery(keywords=("coffee",), filter=ImageFilter(orientations=(Orientation.HORIZONTAL,)))
    assert fetch(library, wanted).image.provider_id == "5"


def test_pictures_under_other_licences_only_are_told_apart_from_none() -> None:
    library = Library()
    library.put(candidate("1", licences=(PREMIUM,)))
    with pytest.raises(LicenceNotAllowedError, match="licence"):
        fetch(library)


def test_only_the_first_few_candidates_are_looked_at() -> None:
    library = shelf(*["Coffee"] * 20)
    fetch(library)
    assert library.made.count("detail") == library.made.count("preview") == CONSIDERED

    generated = Library()
    for rank in range(20):
        generated.put(candidate(str(rank), rank=rank), detail(str(rank), is_ai_generated=True))
    with pytest.raises(NoMatchingImageError):
        fetch(generated)
    assert generated.made.count("detail") == LOOKED_AT


def test_a_picture_that_is_gone_gives_way_to_the_next() -> None:
    library = shelf("Coffee beans", "Coffee cups", "Coffee sacks")
    library.due["detail"].append(ImageGoneError("gone").of_call(CallFacts(status=404)))
    library.due["download"].append(ImageGoneError("gone").of_call(CallFacts(status=404)))
    assert fetch(library).image.provider_id == "3"


def test_pictures_that_are_all_gone_are_no_match() -> None:
    library = shelf("Coffee beans")
    library.due["download"].append(ImageGoneError("gone").of_call(CallFacts(status=404)))
    with pytest.raises(NoMatchingImageError):
        fetch(library)


def test_an_exhausted_quota_ends_the_run_at_once() -> None:
    library = shelf("Coffee beans", "Coffee cups")
    library.due["download"].append(ProviderQuotaError("used up").of_call(CallFacts(status=429)))
    with pytest.raises(ProviderQuotaError):
        fetch(library)
    assert library.made.count("download") == 1


def test_an_expired_link_is_renewed_once_and_both_links_are_in_the_ledger() -> None:
    ledger, library = MemoryLedger(), shelf("Coffee beans")
    library.due["file"].append(LinkExpiredError("expired").of_call(CallFacts(status=403)))
    fetch(library, ledger=ledger)
    assert [row.outcome for row in ledger.of("resources.download")] == [CallOutcome.SUCCEEDED] * 2
    assert [row.outcome for row in ledger.of("resources.file")] == [CallOutcome.FAILED, CallOutcome.SUCCEEDED]


def test_two_expired_links_in_a_row_are_left_to_a_later_try() -> None:
    library = shelf("Coffee beans")
    library.due["file"].extend(LinkExpiredError("expired") for _ in range(2))
    with pytest.raises(ProviderUnavailableError):
        fetch(library)
    assert library.made.count("download") == 2


def test_a_broken_transfer_is_repeated_without_paying_again() -> None:
    library = shelf("Coffee beans")
    library.due["file"].extend(ProviderUnavailableError("broke off") for _ in range(2))
    fetch(library)
    assert (library.made.count("download"), library.made.count("file")) == (1, 3)

    library.due["file"].extend(ProviderUnavailableError("broke off") for _ in range(3))
    with pytest.raises(ProviderUnavailableError, match="broke off"):
        fetch(library)


@pytest.mark.parametrize("data", [b"", b"<html></html>", b"PK\x03\x04", b"<svg/>"])
def test_a_file_that_is_no_picture_is_refused(data: bytes) -> None:
    library = shelf("Coffee beans")
    library.files["1"] = data
    with pytest.raises(ProviderAnswerError, match="not a JPEG"):
        fetch(library)


def test_a_picture_without_its_end_is_unavailable() -> None:
    library = shelf("Coffee beans")
    library.files["1"] = picture_bytes("1|file")[:-1]
    with pytest.raises(ProviderUnavailableError, match="cut"):
        fetch(library)
    assert library.made.count("download") == 1


def test_a_file_that_cannot_be_decoded_is_refused() -> None:
    library = shelf("Coffee beans")
    library.files["1"] = picture_bytes("nothing to decode")
    with pytest.raises(ProviderAnswerError, match="cannot be used"):
        fetch(library)


def test_another_picture_than_the_one_offered_is_refused() -> None:
    library = Library()
    library.put(candidate("1"), size=(1000, 1500))
    with pytest.raises(ProviderAnswerError, match="1000 × 1500"):
        fetch(library)


@pytest.mark.parametrize("operation", ["search", "detail", "preview", "download", "file"])
def test_a_worker_killed_in_any_call_leaves_a_request_that_the_next_run_finishes(operation: str) -> None:
    ledger, library = MemoryLedger(), shelf("Coffee beans", "Coffee cups")
    library.due[operation].append(WorkerKilled())
    with pytest.raises(WorkerKilled):
        fetch(library, ledger=ledger)
    fetch(library, ledger=ledger, clock=FrozenClock(NOON + AT_WORK))
    for name in ("search", "detail", "preview", "download", "file"):
        assert len(ledger.of(f"resources.{name}")) == library.made.count(name)
    lost = [row for row in ledger.rows.values() if row.outcome is CallOutcome.UNKNOWN]
    assert [(row.operation, row.attempt) for row in lost] == [(f"resources.{operation}", 1)]


def test_the_same_answers_always_give_the_same_choice() -> None:
    chosen = {fetch(shelf("Coffee beans", "Coffee cups", "Coffee sacks")).image.provider_id for _ in range(5)}
    assert chosen == {"1"}
