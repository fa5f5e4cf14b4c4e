"""The bodies of the documented answers."""

import math
from typing import Any

from infra.local.freepik.catalogue import Photo
from infra.local.freepik.pictures import preview_size, resized

PUBLISHED = "2023-01-01 00:00:00"
"""The packages came out between 2013 and 2023; the API was recorded to send this form, without a zone."""


def listed(photos: list[Photo], *, base: str, page: int, limit: int) -> dict[str, Any]:
    """One page of search results; ``meta`` is flat."""
    start = (page - 1) * limit
    return {
        "data": [_item(photo, base) for photo in photos[start : start + limit]],
        "meta": {
            "current_page": page,
            "last_page": max(1, math.ceil(len(photos) / limit)),
            "per_page": limit,
            "total": len(photos),
            "clean_search": True,
        },
    }


def detailed(photo: Photo, base: str) -> dict[str, Any]:
    """The detail of a photograph."""
    width, height = preview_size(photo.width, photo.height)
    return {
        "data": {
            "id": photo.id,
            "name": photo.title,
            "slug": photo.slug,
            "type": "photo",
            "is_ai_generated": photo.is_ai_generated,
            "premium": photo.licence == "premium",
            "new": False,
            "url": f"{base}/photos/{photo.id}",
            "preview": {"url": f"{base}/previews/{photo.id}.jpg", "width": width, "height": height},
            "has_prompt": False,
            "author": _author(photo, base),
            "license": f"{base}/licence",
            "created": f"{PUBLISHED.replace(' ', 'T')}Z",
            "dimensions": {"width": photo.width, "height": photo.height},
            "download_size": photo.path.stat().st_size,
            "available_formats": _formats(photo),
            "related_resources": {
                "suggested": [],
                "same_author": [],
                "same_series": None,
                "same_collection": None,
            },
            "related_tags": [{"slug": keyword, "name": keyword} for keyword in photo.keywords],
        }
    }


def _item(photo: Photo, base: str) -> dict[str, Any]:
    width, height = preview_size(photo.width, photo.height)
    return {
        "id": photo.id,
        "title": photo.title,
        "url": f"{base}/photos/{photo.id}",
        "filename": f"{photo.slug}.jpg",
        "licenses": [{"type": photo.licence, "url": f"{base}/licence"}],
        "products": [],
        "meta": {"published_at": PUBLISHED, "is_new": False, "available_formats": _formats(photo)},
        "image": {
            "type": "photo",
            "orientation": photo.orientation,
            "source": {"key": "large", "url": f"{base}/previews/{photo.id}.jpg", "size": f"{width}x{height}"},
        },
        "related": {"serie": [], "others": [], "keywords": []},
        "stats": {"downloads": 0, "likes": 0},
        "author": _author(photo, base),
        "active": True,
    }


def _author(photo: Photo, base: str) -> dict[str, Any]:
    return {
        "id": photo.author_id,
        "name": photo.author,
        "avatar": f"{base}/licence",
        "assets": 12,
        "slug": photo.author.lower().replace(" ", "-"),
    }


def _formats(photo: Photo) -> dict[str, Any]:
    return {"jpg": {"total": 1, "items": [{"id": None, "size": len(resized(photo.path, None))}]}}
