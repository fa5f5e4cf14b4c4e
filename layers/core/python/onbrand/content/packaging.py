"""The package of an approved request: a ZIP of its variants with a manifest. The same inputs give the same
bytes."""

import json
from collections.abc import Callable, Sequence
from io import BytesIO
from pathlib import PurePosixPath
from typing import Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from onbrand.content.assets import Asset, Variant
from onbrand.content.counting import PictureStanding
from onbrand.content.measured import Waived
from onbrand.content.model import ContentRequest

EPOCH = (1980, 1, 1, 0, 0, 0)
"""The earliest time that the format can hold (PKWARE APPNOTE 4.4.6)."""
READABLE = 0o100644 << 16
UNIX = 3


def package(
    request: ContentRequest,
    asset: Asset,
    variants: Sequence[Variant],
    waived: Waived,
    read: Callable[[str], bytes],
) -> bytes:
    """The ZIP; ``read`` gives the file at a key."""
    buffer = BytesIO()
    with ZipFile(buffer, "w") as archive:
        document = json.dumps(manifest(request, asset, variants, waived), indent=2, ensure_ascii=False)
        _add(archive, "manifest.json", document.encode(), ZIP_DEFLATED)
        for variant in variants:
            _add(archive, file_name(variant), read(variant.key), ZIP_STORED)
    return buffer.getvalue()


def manifest(
    request: ContentRequest, asset: Asset, variants: Sequence[Variant], waived: Waived
) -> dict[str, Any]:
    """What is in the package, and under which licence it may be used. Scores are without waivers; ``waived`` holds
    those with the waivers in force, null where there is none."""
    standings = {one.placement: one for one in waived.pictures}
    source = asset.source
    licence = (
        {"type": source.licence, "url": source.licence_url, "source": source.page_url} if source else None
    )
    return {
        "request_id": request.id,
        "brand_id": request.brand_id,
        "score": request.score,
        "outcome": request.outcome.value if request.outcome else None,
        "waived": _waived(waived),
        "caption": asset.caption,
        "decision": request.decision.model_dump(mode="json") if request.decision else None,
        "variants": [
            {
                "placement": variant.placement,
                "file": file_name(variant),
                "width": variant.width,
                "height": variant.height,
                "bytes": variant.bytes,
                "sha256": variant.sha256,
                "alt_text": variant.alt_text,
                "thumbhash": variant.thumbhash,
                "licence": licence,
                "credit": asset.credit,
                "score": variant.score,
                "outcome": variant.outcome.value,
                "waived": _picture(standings.get(variant.placement)),
            }
            for variant in variants
        ],
    }


def _waived(waived: Waived) -> dict[str, Any] | None:
    if waived.counted is None or not waived.active:
        return None
    told = {"check", "placement", "reason", "ends_at", "created_by"}
    waivers = [one.model_dump(mode="json", include=told) for one in waived.active]
    return {**waived.counted.model_dump(mode="json"), "waivers": waivers}


def _picture(standing: PictureStanding | None) -> dict[str, Any] | None:
    if standing is None or not standing.said:
        return None
    return {**standing.counted.model_dump(mode="json"), "findings": list(standing.said)}


def file_name(variant: Variant) -> str:
    """The variant's name in the package."""
    return f"variants/{variant.placement}{PurePosixPath(variant.key).suffix}"


def _add(archive: ZipFile, name: str, data: bytes, compression: int) -> None:
    info = ZipInfo(name, EPOCH)
    info.create_system, info.external_attr, info.compress_type = UNIX, READABLE, compression
    archive.writestr(info, data)
