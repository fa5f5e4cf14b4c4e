"""Renders compared with pictures that somebody looked at.

After a wanted change look at the new pictures, then write them anew:
``python -m tests.pictures.test_goldens``
"""

import io
from pathlib import Path

import pytest
from PIL import Image

from onbrand.brand.template import TemplateDesign
from onbrand.imaging.render import compose
from onbrand.placement import placement
from tests.support.artworks import artwork
from tests.support.ssim import ssim
from tests.support.starters import starter_artwork

GOLDENS = Path(__file__).parent / "goldens"
WIDTH = 400
CASES = [
    ("barista-at-counter", "instagram_square"),
    ("barista-at-counter", "linkedin_cover"),
    ("barista-at-counter", "x_post"),
    ("croissant-on-tray", "instagram_story"),
    ("croissant-on-tray", "facebook_cover"),
    ("croissant-on-tray", "pinterest_pin"),
    ("woman-with-phone", "instagram_portrait"),
    ("woman-with-phone", "x_header"),
]
STARTERS = [
    ("roasted-coffee-beans", "x_post", "quote", "northbeam"),
    ("calm-sea-horizon", "instagram_square", "quote", "kobalt"),
    ("barista-at-counter", "instagram_portrait", "offer", "northbeam"),
    ("woman-with-phone", "linkedin_cover", "offer", "kobalt"),
    ("coffee-cups-wheel", "facebook_feed", "product_launch", "kobalt"),
    ("black-telephone", "instagram_story", "product_launch", "northbeam"),
]
SPECIMEN = ("croissant-on-tray", "youtube_thumbnail", "specimen")


def drawn(photo: str, *design: str):
    """Northbeam's own template, a starter with a brand, or the specimen of what else templates can do."""
    if not design:
        return artwork(photo)
    if design == SPECIMEN[2:]:
        path = GOLDENS.with_name("specimen.json")
        return artwork(photo, template=TemplateDesign.model_validate_json(path.read_bytes()))
    return starter_artwork(photo, *design)


def small(photo: str, target: str, *design: str) -> Image.Image:
    image, _ = compose(drawn(photo, *design), placement(target))
    return image.resize((WIDTH, round(image.height * WIDTH / image.width)), Image.Resampling.LANCZOS)


def path_of(photo: str, target: str, *design: str) -> Path:
    return GOLDENS / f"{'-'.join([photo, target, *design])}.jpg"


@pytest.mark.parametrize("case", [*CASES, *STARTERS, SPECIMEN], ids="-".join)
def test_a_render_looks_like_its_golden(case):
    with Image.open(path_of(*case)) as golden:
        buffer = io.BytesIO()
        small(*case).save(buffer, "JPEG", quality=92, subsampling=0)
        assert ssim(Image.open(buffer), golden) > 0.99


def test_the_measure_sees_a_moved_logo():
    with Image.open(path_of(*CASES[0])) as golden:
        moved = golden.copy()
        moved.paste(golden.crop((280, 340, 380, 390)), (270, 300))
        assert ssim(moved, golden) < 0.99


def test_pictures_of_different_sizes_are_not_compared():
    with pytest.raises(ValueError, match="cannot be compared"):
        ssim(Image.new("RGB", (9, 9)), Image.new("RGB", (9, 10)))


if __name__ == "__main__":
    GOLDENS.mkdir(exist_ok=True)
    for case in [*CASES, *STARTERS, SPECIMEN]:
        small(*case).save(path_of(*case), "JPEG", quality=92, subsampling=0)
