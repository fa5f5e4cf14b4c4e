"""Faces that a detector is sure of: whole in every crop, and nothing stands on them."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onbrand.brand.starters import STARTERS
from onbrand.imaging.layout import Placed
from onbrand.imaging.subject import Bounds, Subject, with_faces
from onbrand.placement import all_placements
from tests.support.starters import content, laid_out

spans = st.tuples(st.floats(0, 1), st.floats(0, 1)).map(sorted)
bounds = st.tuples(spans, spans).map(lambda two: (two[0][0], two[1][0], two[0][1], two[1][1]))
FACES: tuple[tuple[Bounds, ...], ...] = (
    ((0.04, 0.10, 0.14, 0.28),),
    ((0.85, 0.60, 0.97, 0.86),),
    ((0.20, 0.30, 0.30, 0.50), (0.55, 0.20, 0.66, 0.42)),
)
SEA = "calm-sea-horizon"


def holds(outer: Bounds, inner: Bounds) -> bool:
    return outer[0] <= inner[0] and outer[1] <= inner[1] and outer[2] >= inner[2] and outer[3] >= inner[3]


@given(bounds, bounds, st.lists(bounds, min_size=1, max_size=5))
def test_all_faces_are_kept_whole_with_what_was_kept_before(
    core: Bounds, keep: Bounds, faces: list[Bounds]
) -> None:
    subject = with_faces(Subject(core, keep), faces)
    assert all(holds(subject.core, face) and holds(subject.keep, face) for face in faces)
    assert holds(subject.core, core)
    assert holds(subject.keep, keep)
    assert holds((0.0, 0.0, 1.0, 1.0), subject.keep)


@given(bounds, bounds)
def test_without_faces_the_subject_is_what_it_was(core: Bounds, keep: Bounds) -> None:
    assert with_faces(Subject(core, keep), ()) == Subject(core, keep)


def share_inside(face: Bounds, placed: list[Placed], size: tuple[int, int]) -> float:
    """The share of the face that the crop of the photo shows."""
    photo = next(one.photo for one in placed if one.photo)
    left, top, width, height = photo.crop
    across = min(face[2] * size[0], left + width) - max(face[0] * size[0], left)
    down = min(face[3] * size[1], top + height) - max(face[1] * size[1], top)
    whole = (face[2] - face[0]) * size[0] * (face[3] - face[1]) * size[1]
    return max(across, 0) * max(down, 0) / whole


def covered(face: Bounds, placed: list[Placed], size: tuple[int, int]) -> list[str]:
    """The texts and logos that stand on the face."""
    photo = next(one.photo for one in placed if one.photo)
    x, y = photo.box.x - photo.crop[0] * photo.scale, photo.box.y - photo.crop[1] * photo.scale
    left, right = (x + face[side] * size[0] * photo.scale for side in (0, 2))
    top, bottom = (y + face[side] * size[1] * photo.scale for side in (1, 3))
    standing = [(one.layer.id, one.flowed.pill or one.box) for one in placed if one.flowed]
    return [
        name
        for name, box in standing
        if box.x < right and left < box.right and box.y < bottom and top < box.bottom
    ]


def broken(template: str, faces: tuple[Bounds, ...], *, told: bool) -> list[tuple[str, float, list[str]]]:
    """Placements that cut or cover a face, when layout is told of the faces or not."""
    known = content(SEA, template)
    assert known.subject is not None
    if told:
        known = replace(known, subject=with_faces(known.subject, faces))
    found = []
    for target in all_placements():
        placed = laid_out(template, target, known)
        for face in faces:
            share, names = share_inside(face, placed, known.photo), covered(face, placed, known.photo)
            if share < 0.98 or names:
                found.append((target.id, round(share, 3), names))
    return found


@pytest.mark.parametrize("template", STARTERS)
@pytest.mark.parametrize("faces", FACES)
def test_no_placement_cuts_or_covers_a_face(template: str, faces: tuple[Bounds, ...]) -> None:
    assert broken(template, faces, told=True) == []


def test_without_being_told_of_them_layout_cuts_or_covers_some() -> None:
    assert all(any(broken(template, faces, told=False) for template in STARTERS) for faces in FACES)
