"""The photographs that the stand-in offers, and how they are searched."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from infra.local.freepik.pictures import colours_of

PHOTOS = Path(__file__).parent / "photos"
AUTHOR_ID = 2013
AUTHOR = "Start Bootstrap"

_SHAPES = {"landscape": "horizontal", "portrait": "vertical", "square": "square", "panoramic": "panoramic"}
_WORD = re.compile(r"[a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Photo:
    """A photograph; ``licence`` is ``freemium`` or ``premium``."""

    id: int
    path: Path
    title: str
    keywords: tuple[str, ...]
    width: int
    height: int
    orientation: str
    people: bool
    licence: str = "freemium"
    is_ai_generated: bool = False
    author_id: int = AUTHOR_ID
    author: str = AUTHOR

    @property
    def slug(self) -> str:
        """The title as it stands in addresses."""
        return "-".join(_WORD.findall(self.title.lower()))


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All photographs on offer."""

    photos: Sequence[Photo]

    @staticmethod
    @cache
    def bundled() -> "Catalogue":
        """The photographs that lie beside this file."""
        rows = json.loads((PHOTOS / "catalogue.json").read_text(encoding="utf-8"))
        return Catalogue(
            [
                Photo(
                    id=row["id"],
                    path=PHOTOS / row["file"],
                    title=row["title"],
                    keywords=tuple(row["keywords"]),
                    width=row["width"],
                    height=row["height"],
                    orientation=row["orientation"],
                    people=row["people"],
                )
                for row in rows
            ]
        )

    def get(self, photo_id: str) -> Photo | None:
        """The photograph of this id."""
        return next((photo for photo in self.photos if str(photo.id) == photo_id), None)

    def search(self, term: str, filters: Mapping[str, Sequence[str]]) -> list[Photo]:
        """Photographs that have every word of the term and pass the filters, the most relevant first.

        ``filters`` are the query's own keys, such as ``filters[orientation][landscape]``.
        """
        ids = ",".join(filters.get("filters[ids]", ())).split(",")
        if any(ids):
            return [photo for photo in self.photos if str(photo.id) in ids]
        words = set(_WORD.findall(term.lower()))
        ranked = [
            (relevance, photo)
            for photo in self.photos
            if _passes(photo, filters) and (relevance := _relevance(photo, words)) is not None
        ]
        return [photo for _, photo in sorted(ranked, key=lambda pair: (-pair[0], pair[1].id))]


def _relevance(photo: Photo, words: set[str]) -> int | None:
    """A word in the title counts 2, an earlier keyword more than a later one; None when a word is missing."""
    title, keywords = set(_WORD.findall(photo.title.lower())), photo.keywords
    score = 0
    for word in words:
        if word not in title and word not in keywords:
            return None
        score += 20 * (word in title) + (10 - keywords.index(word) if word in keywords else 0)
    return score


def _passes(photo: Photo, filters: Mapping[str, Sequence[str]]) -> bool:
    def switched_on(group: str) -> set[str]:
        start = f"filters[{group}]["
        return {
            key[len(start) : -1]
            for key, values in filters.items()
            if key.startswith(start) and values[-1] == "1"
        }

    shapes, types, licences = switched_on("orientation"), switched_on("content_type"), switched_on("license")
    machine_made, people, colours = (
        switched_on("ai-generated"),
        switched_on("people"),
        filters.get("filters[color]", ()),
    )
    authors = filters.get("filters[author]", ())
    return (
        (not shapes or photo.orientation in {_SHAPES.get(shape) for shape in shapes})
        and (not types or "photo" in types)
        and (not licences or photo.licence in licences)
        and not ("excluded" in machine_made and photo.is_ai_generated)
        and not ("only" in machine_made and not photo.is_ai_generated)
        and not ("include" in people and not photo.people)
        and not ("exclude" in people and photo.people)
        and (not colours or not colours_of(photo.path).isdisjoint(colours))
        and (not authors or str(photo.author_id) in authors)
    )
