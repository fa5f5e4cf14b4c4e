"""Whole verdicts as files in the bucket: one document for all pictures that were judged together.

A record names the document and its digest, so that what is shown is what the record was written with.
"""

import json
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Self

from onbrand.compliance.model import Severity, Verdict
from onbrand.content.assets import Asset, Variant
from onbrand.content.errors import VerdictMissingError
from onbrand.content.objects import JSON
from onbrand.content.ports import Objects
from onbrand.kernel.objects import ObjectMissingError

READERS = 4
"""Documents read at once; a request has one for all its variants, unless it was made before there were such."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """The whole verdict on one picture, and that on the picture before its remedy, as JSON."""

    verdict: dict[str, Any]
    before: dict[str, Any] | None = None

    @classmethod
    def of(cls, verdict: Verdict, before: Verdict | None = None) -> Self:
        """The judgement that these verdicts are."""
        return cls(verdict.to_document(), before.to_document() if before else None)

    def parsed(self) -> Verdict:
        """The verdict as a value."""
        return Verdict.model_validate(self.verdict)


def put_verdicts(objects: Objects, key: str, judged: Mapping[str, Judgement]) -> str:
    """Stores the judgements by placement; returns the document's digest."""
    document = {name: {"verdict": one.verdict, "before": one.before} for name, one in judged.items()}
    data = json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()
    objects.put(key, data, JSON)
    return sha256(data).hexdigest()


class VerdictFiles:
    """Reads whole verdicts."""

    def __init__(self, objects: Objects) -> None:
        self._objects = objects

    def of(self, variants: Sequence[Variant]) -> dict[str, Judgement]:
        """The judgements of these variants by placement. Raises VerdictMissingError."""
        places = list(dict.fromkeys((one.verdict_key, one.verdict_sha256) for one in variants))
        if len(places) > 1:
            with ThreadPoolExecutor(READERS) as pool:
                documents = dict(zip(places, pool.map(self._read, places), strict=True))
        else:
            documents = {place: self._read(place) for place in places}
        return {
            one.placement: _judgement(documents[one.verdict_key, one.verdict_sha256], one.placement)
            for one in variants
        }

    def of_lead(self, asset: Asset | None) -> Judgement | None:
        """The judgement of the lead picture as it was composed; None before that. Raises VerdictMissingError."""
        if asset is None or asset.lead_verdict is None or asset.lead_placement is None:
            return None
        if asset.lead_verdict_key is None:
            before = asset.lead_remedy.before if asset.lead_remedy else None
            return Judgement(asset.lead_verdict, before)
        document = self._read((asset.lead_verdict_key, asset.lead_verdict_sha256))
        return _judgement(document, asset.lead_placement)

    def with_all_flaws(self, variants: Sequence[Variant]) -> list[Variant]:
        """The variants with everything that was found wrong, where their records hold the worst of it only; as their
        records have it when the document is not there any more."""
        short = [one for one in variants if one.verdict.get("left_out")]
        try:
            found = self.of(short) if short else {}
        except VerdictMissingError:
            found = {}
        return [
            _with_flaws(one, found[one.placement]) if one in short and one.placement in found else one
            for one in variants
        ]

    def _read(self, place: tuple[str, str | None]) -> dict[str, Any]:
        key, digest = place
        try:
            data = self._objects.get(key)
        except ObjectMissingError as error:
            raise VerdictMissingError("What was measured on this request is not stored any more.") from error
        if digest is not None and sha256(data).hexdigest() != digest:
            raise VerdictMissingError("What is stored is not what was measured when this request was judged.")
        document: dict[str, Any] = json.loads(data)
        return document


def _judgement(document: dict[str, Any], placement: str) -> Judgement:
    """A document of an earlier request is one verdict."""
    if placement in document:
        return Judgement(**document[placement])
    return Judgement(document)


def _with_flaws(variant: Variant, found: Judgement) -> Variant:
    flaws = [one for one in found.verdict["findings"] if one["severity"] != Severity.OK]
    return variant.model_copy(update={"verdict": {**variant.verdict, "findings": flaws, "left_out": []}})
