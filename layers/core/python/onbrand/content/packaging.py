"""The package of an approved request: a ZIP of its variants with a manifest. The same inputs give the same
bytes."""

import json
from collections.abc import Callable, Sequence
from io import BytesIO
from pathlib import PurePosixPath
from typing import Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from onbrand.content.assets import Asset, Variant
from onbrand.content.model import ContentRequest

EPOCH = (1980, 1, 1, 0, 0, 0)
"""The earliest time that the format can hold (PKWARE APPNOTE 4.4.6)."""
READABLE = 0o100644 << 16
UNIX = 3


def package(
    request: ContentRequest, asset: Asset, variants: Sequence[Variant], read: Callable[[str], bytes]
) -> bytes:
    """The ZIP; ``read`` gives the file at a key."""
    buffer = BytesIO()
    with ZipFile(buffer, "w") as archive:
        document = json.dumps(manifest(request, asset, variants), indent=2, ensure_ascii=False)
        _add(archive, "manifest.json", document.encode(), ZIP_DEFLATED)
        for variant in variants:
            _add(archive, file_name(variant), read(variant.key), ZIP_STORED)
    return buffer.getvalue()


def manifest(request: ContentRequest, asset: Asset, variants: Sequence[Variant]) -> dict[str, Any]:
    """What is in the package, and under which licence it may be used."""
    source = asset.source
    licence = (
        {"type": source.licence, "url": source.licence_url, "source": source.page_url} if source else None
    )
    return {
        "request_id": request.id,
        "brand_id": request.brand_id,
        "score": request.score,
        "outcome": request.outcome.value if request.outcome else None,
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
            }
            for variant in variants
        ],
    }


def file_name(variant: Variant) -> str:
    """The variant's name in the package."""
    return f"variants/{variant.placement}{PurePosixPath(variant.key).suffix}"


def _add(archive: ZipFile, name: str, data: bytes, compression: int) -> None:
    info = ZipInfo(name, EPOCH)
    info.create_system, info.external_attr, info.compress_type = UNIX, READABLE, compression
    archive.writestr(info, data)
