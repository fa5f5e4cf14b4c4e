"""What a request is made into: its picture, the composed asset, and a file for each placement."""

from datetime import datetime
from typing import Any

from onbrand.compliance.model import Outcome
from onbrand.content.remedies import Remedy
from onbrand.kernel.values import Value
from onbrand.sourcing.detection import Detection


class SourcedPicture(Value):
    """The licence record of a picture, and our own normalised copy (``key``; its size in pixels and sha256).

    ``original_*`` are of the file as the provider sent it; ``match`` (0..1) is the score it was chosen with;
    ``seen`` is what a detector made of our copy, for all states that lay it out or judge it.
    """

    provider: str
    provider_id: str
    title: str
    author_id: str
    author: str
    licence: str
    licence_url: str
    credit: str | None
    page_url: str
    filename: str
    is_ai_generated: bool
    downloaded_at: datetime
    original_width: int
    original_height: int
    original_sha256: str
    match: float
    key: str
    width: int
    height: int
    sha256: str
    seen: Detection = Detection()


class Asset(Value):
    """What a request composed: its picture, and the lead placement as it was laid out and judged; with a
    ``lead_remedy`` as it was after that. ``lead_verdict`` is the brief one, the document at ``lead_verdict_key`` the
    whole.

    ``preview_key``: a JPEG 600 pixels wide, for mails and pages.
    """

    id: str
    request_id: str
    source: SourcedPicture | None = None
    lead_placement: str | None = None
    lead_key: str | None = None
    lead_layers_key: str | None = None
    lead_verdict: dict[str, Any] | None = None
    lead_verdict_key: str | None = None
    lead_verdict_sha256: str | None = None
    lead_remedy: Remedy | None = None
    preview_key: str | None = None
    alt_text: str | None = None
    caption: str | None = None
    credit: str | None = None


class FoundGood(Value):
    """In which version somebody found a file good, and who, when others were sent back."""

    content_version: int
    by: str
    at: datetime


class Variant(Value):
    """A finished file for one placement; sizes in pixels and bytes. ``verdict`` is the brief one
    (``verdicts.brief``); the document at ``verdict_key``, of digest ``verdict_sha256``, holds the whole ones of all
    variants that were judged together, that at ``layers_key`` their layers. ``thumbhash`` (base64) is shown while the
    file loads. ``preview_key`` holds a small copy as JPEG, for galleries; variants rendered before there were such
    copies have none. ``remedy`` is this file's own, beside that of the asset; ``found_good``: the
    file was taken over from that version, as it was."""

    placement: str
    width: int
    height: int
    format: str
    bytes: int
    sha256: str
    key: str
    layers_key: str
    score: float | None
    outcome: Outcome
    verdict: dict[str, Any]
    verdict_key: str
    verdict_sha256: str | None = None
    alt_text: str
    thumbhash: str = ""
    preview_key: str | None = None
    remedy: Remedy | None = None
    found_good: FoundGood | None = None
