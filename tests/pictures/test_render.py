"""Rendered sets: exact sizes, limits, the same bytes every time, and layers that say what was drawn."""

import io
import subprocess
import sys

import numpy as np
import pytest
from PIL import Image

from onbrand.brand.profile import ProfileDesign
from onbrand.brand.template import TemplateDesign
from onbrand.imaging import LayerType
from onbrand.imaging.contact_sheet import contact_sheet
from onbrand.imaging.errors import LogoMissingError, QrTooDenseError, TextDoesNotFitError
from onbrand.imaging.render import compose, preview_jpeg, render
from onbrand.placement import CORE_PLACEMENTS, all_placements, placement
from tests.support.artworks import ROOT, artwork, profile, texts


@pytest.fixture(scope="module")
def variants():
    return render(artwork(), all_placements())


def test_each_file_has_its_placements_size_and_keeps_to_its_limit(variants):
    assert [variant.placement for variant in variants] == [target.id for target in all_placements()]
    for variant, target in zip(variants, all_placements(), strict=True):
        with Image.open(io.BytesIO(variant.data)) as image:
            assert image.size == (target.width, target.height) == (variant.width, variant.height)
            assert image.mode == "RGB"
        assert len(variant.data) <= target.max_bytes


def test_the_same_artwork_gives_the_same_bytes_in_another_process(variants):
    script = (
        "from tests.support.artworks import artwork\n"
        "from onbrand.imaging.render import render\n"
        "from onbrand.placement import all_placements\n"
        "print(*[variant.sha256 for variant in render(artwork(), all_placements()[:4])])"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=ROOT, timeout=120
    )
    assert done.stdout.split() == [variant.sha256 for variant in variants[:4]]


def test_every_layer_is_recorded_with_what_judging_needs(variants):
    for variant in variants:
        layers = {layer.id: layer for layer in variant.composition.layers}
        assert layers["photo"].type is LayerType.PHOTO
        assert layers["photo"].scale <= 1.61
        assert layers["headline"].lines
        assert layers["headline"].font_family == "Fraunces"
        assert layers["logo"].variant == "inverse"
        assert variant.composition.layers[0].id == "ground"
        if "cta" in layers:
            assert layers["cta-box"].type is LayerType.SHAPE


def repainted() -> ProfileDesign:
    """Northbeam with the colours of its texts changed and nothing else."""
    document = profile().model_dump(mode="json")
    for colour in document["palette"]:
        if colour["name"] in ("milk", "cream", "ink"):
            colour["hex"] = "#FFFF00"
    return ProfileDesign.model_validate(document)


def test_no_ink_of_a_text_lies_outside_its_box():
    words = texts() | {"headline": "Ångström Épée, jetzt gültig"}
    for target in all_placements():
        image, composition = compose(artwork(texts=words), target)
        other, _ = compose(artwork(texts=words, profile=repainted()), target)
        ink = np.abs(np.asarray(image, dtype=int) - np.asarray(other, dtype=int)).max(axis=2) > 0
        assert ink.any()
        for layer in composition.layers:
            if layer.type is LayerType.TEXT:
                x, y, width, height = layer.box
                ink[y : y + height, x : x + width] = False
        assert not ink.any(), target.id


def test_an_explicit_focal_point_wins():
    left, _ = compose(artwork(focal=(0.0, 0.5)), placement("x_post"))
    right, _ = compose(artwork(focal=(1.0, 0.5)), placement("x_post"))
    assert np.abs(np.asarray(left, dtype=int) - np.asarray(right, dtype=int)).mean() > 5


def test_a_brand_without_a_logo_is_told_so():
    with pytest.raises(LogoMissingError):
        render(artwork(logos=()), [placement("x_post")])


def test_a_text_that_does_not_fit_stops_the_render():
    with pytest.raises(TextDoesNotFitError, match="linkedin_cover"):
        render(
            artwork(texts=texts() | {"headline": "Exceptionally long " * 9}), [placement("linkedin_cover")]
        )


def test_a_small_photo_is_shown_as_a_panel_on_the_palette():
    image, composition = compose(artwork("woman-with-phone"), placement("x_post"))
    (photo,) = (layer for layer in composition.layers if layer.type is LayerType.PHOTO)
    assert photo.box[2] < 800
    assert image.getpixel((1595, 450)) == (0x17, 0x38, 0x2E)


def test_previews_and_contact_sheets_are_jpegs(variants):
    core = [variant for variant in variants if variant.placement in CORE_PLACEMENTS]
    sheet = Image.open(io.BytesIO(contact_sheet({one.placement: one.data for one in core})))
    assert (sheet.format, sheet.width) == ("JPEG", 2000)
    image, _ = compose(artwork(), placement("x_post"))
    assert Image.open(io.BytesIO(preview_jpeg(image, 640))).size == (640, 360)


EVERY_TYPE = {
    "name": "Every type of layer",
    "layers": [
        {"id": "ground", "type": "colour", "colour": "forest"},
        {"id": "photo", "type": "photo"},
        {"id": "veil", "type": "scrim", "colour": "forest", "strength": 0.9, "edge": "left"},
        {
            "id": "glow",
            "type": "gradient",
            "region": "picture",
            "start": "forest",
            "end": "copper",
            "opacity": 0.4,
        },
        {
            "id": "bar",
            "type": "shape",
            "colour": "copper",
            "width": 0.2,
            "height": 0.012,
            "region": "copy",
            "anchor": "left",
        },
        {
            "id": "headline",
            "type": "text",
            "text": "Hello",
            "role": "heading",
            "colour": "milk",
            "region": "copy",
            "anchor": "left",
        },
        {"id": "logo", "type": "logo", "region": "copy", "anchor": "top_left", "size": 0.3},
        {
            "id": "code",
            "type": "qr",
            "slot": "link",
            "region": "picture",
            "anchor": "bottom_right",
            "colour": "ink",
            "background": "milk",
            "size": 0.25,
        },
        {"id": "badge", "type": "image", "image": "badge", "region": "picture", "anchor": "top_right"},
    ],
}


def every_type(link: str):
    buffer = io.BytesIO()
    Image.new("RGBA", (40, 20), (200, 30, 30, 160)).save(buffer, "PNG")
    return artwork(
        template=TemplateDesign.model_validate(EVERY_TYPE),
        texts={"link": link},
        images={"badge": buffer.getvalue()},
    )


def test_every_type_of_layer_is_drawn_and_recorded():
    image, composition = compose(every_type("https://northbeam.example/launch"), placement("x_post"))
    assert {layer.type for layer in composition.layers} == set(LayerType)
    boxes = {layer.id: layer.box for layer in composition.layers}
    x, y, width, height = boxes["code"]
    assert image.getpixel((x + 2, y + 2)) == (0xFB, 0xF7, 0xEF)
    assert boxes["badge"][2] == 2 * boxes["badge"][3]
    x, y, width, height = boxes["bar"]
    assert image.getpixel((x + width // 2, y + height // 2)) == (0xE3, 0x9A, 0x55)


def test_a_qr_code_too_fine_to_be_read_is_refused():
    with pytest.raises(QrTooDenseError):
        compose(every_type("x" * 900), placement("x_post"))
