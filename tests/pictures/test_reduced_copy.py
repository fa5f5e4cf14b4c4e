"""Measuring large letters on a reduced copy loses nothing: the same verdict as in full, for a fraction of the pixels."""

import pytest

from onbrand.compliance.text_ink import measure, measured_in_full
from onbrand.imaging import LayerType
from onbrand.imaging.render import compose
from onbrand.placement import placement
from tests.support.starters import BRANDS, starter_artwork


@pytest.mark.parametrize("brand", BRANDS)
@pytest.mark.parametrize("template", ["quote", "offer"])
@pytest.mark.parametrize("target", ["instagram_story", "x_header", "pinterest_pin"])
def test_letters_measure_the_same_on_the_copy(brand: str, template: str, target: str) -> None:
    picture, composition = compose(starter_artwork("croissant-on-tray", template, brand), placement(target))
    reduced = 0
    for layer in composition.layers:
        if layer.type is not LayerType.TEXT:
            continue
        copy, full = measure(picture, layer), measured_in_full(picture, layer)
        assert copy is not None
        assert full is not None
        reduced += copy.factor > 1
        assert copy.size == full.size
        assert copy.is_whole == full.is_whole
        assert copy.cover == pytest.approx(full.cover, rel=0.12)
        assert max(abs(one - other) for one, other in zip(copy.colour, full.colour, strict=True)) <= 4
        slack = max(2, 2 * copy.factor)
        assert copy.box == pytest.approx(full.box, abs=slack)
    assert reduced
