"""The studio judges the pixels that it has just drawn, and decodes only files that it has not."""

import io
from datetime import UTC, datetime
from resource import RUSAGE_CHILDREN, getrusage

import pytest
from PIL import Image

from onbrand.bootstrap.studio import PillowStudio
from onbrand.brand.profile import BrandProfile, FontChoice
from onbrand.imaging.encode import QUALITIES, encode
from tests.support.artworks import artwork, logos, profile
from tests.support.fonts import font_bytes, font_files

PLACEMENTS = ("x_post", "instagram_square", "linkedin_cover", "instagram_story")


class Shelf:
    def __init__(self, fonts=()):
        self._fonts = fonts

    def logos(self, organization_id, brand_id):
        return logos()

    def replaced_logos(self, organization_id, brand_id):
        return ()

    def fonts(self, profile):
        return self._fonts


def brand(design=None):
    return BrandProfile(
        id="b",
        organization_id="o",
        version=1,
        design=design or profile(),
        created_at=datetime(2026, 1, 1, tzinfo=UTC),
        created_by="m",
    )


@pytest.fixture(scope="module")
def judged():
    studio = PillowStudio(Shelf())
    return [
        (variant, studio.judge(brand(), variant.data, variant.composition), studio.preview(variant.data, 60))
        for variant in studio.render(artwork(), PLACEMENTS)
    ]


def test_a_set_comes_in_the_order_that_was_asked_for(judged):
    assert [variant.placement for variant, _, _ in judged] == list(PLACEMENTS)


def test_a_verdict_on_pixels_in_hand_is_that_on_the_file(judged):
    for variant, verdict, _ in judged:
        read_again = PillowStudio(Shelf()).judge(brand(), variant.data, variant.composition)
        assert verdict.picture_sha256 == read_again.picture_sha256 == variant.sha256
        assert verdict.outcome == read_again.outcome
        assert abs(verdict.score - read_again.score) < 1


@pytest.mark.parametrize("image_format", [*QUALITIES, "png"])
def test_a_file_of_any_format_that_is_written_can_be_read_again(judged, image_format):
    (variant, in_hand, _), studio = judged[0], PillowStudio(Shelf())
    with Image.open(io.BytesIO(variant.data)) as picture:
        data = encode(picture.convert("RGB"), image_format, 20_000_000)
    verdict = studio.judge(brand(), data, variant.composition)
    assert abs(verdict.score - in_hand.score) < 0.05
    for small, side in ((studio.preview(data, 60), 60), (studio.small(data, 80), 80)):
        shown = Image.open(io.BytesIO(small))
        assert (shown.format, shown.width) == ("JPEG", side)


def test_another_file_is_decoded(judged):
    studio = PillowStudio(Shelf())
    last = list(studio.render(artwork(), PLACEMENTS[:1]))[-1]
    other = Image.new("RGB", (1600, 900), "red")
    buffer = io.BytesIO()
    other.save(buffer, "JPEG")
    verdict = studio.judge(brand(), buffer.getvalue(), last.composition)
    assert verdict.score < judged[0][1].score
    assert Image.open(io.BytesIO(studio.preview(buffer.getvalue(), 20))).getpixel((5, 5))[0] > 200
    for _, _, preview in judged:
        assert Image.open(io.BytesIO(preview)).width == 60


def test_texts_in_an_uploaded_font_are_compared_with_its_file():
    files, given = font_files(font_bytes()), profile()
    heading = FontChoice(family=files[0].family, weights=(files[0].weight,))
    design = given.model_copy(update={"typography": given.typography.model_copy(update={"heading": heading})})
    [drawn] = PillowStudio(Shelf()).render(artwork(profile=design, fonts=files), PLACEMENTS[1:2])
    told = {}
    for fonts in (files, ()):
        verdict = PillowStudio(Shelf(fonts)).judge(brand(design), drawn.data, drawn.composition)
        told[bool(fonts)] = [one for one in verdict.findings if one.check == "text_as_drawn"]
    assert [one.score for one in told[True]] == [1.0] * len(told[True])
    assert len(told[False]) == len(told[True])
    assert told[False][-1].unknown


def test_pixels_from_elsewhere_come_out_of_a_child_and_once(judged):
    def spent():
        used = getrusage(RUSAGE_CHILDREN)
        return used.ru_utime + used.ru_stime

    studio, (variant, *_), before = PillowStudio(Shelf()), judged[0], spent()
    copy = studio.fitted(variant.data, 5_000_000)
    once = spent()
    assert once > before
    assert studio.fitted(variant.data, 5_000_000) == copy
    assert spent() == once
