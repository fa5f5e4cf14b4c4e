"""A template may name the variant of its logo; composition chooses where it names none, or one that is not
there."""

import pytest

from onbrand.brand.layers import LogoLayer
from onbrand.brand.profile import LogoVariant
from onbrand.imaging.model import LayerType
from onbrand.imaging.render import compose
from onbrand.placement import placement
from tests.support.artworks import artwork, logos, template


@pytest.mark.parametrize(
    ("named", "there", "drawn"),
    [
        (LogoVariant.MONO, tuple(LogoVariant), LogoVariant.MONO),
        (None, tuple(LogoVariant), LogoVariant.INVERSE),
        (LogoVariant.MONO, (LogoVariant.FULL, LogoVariant.INVERSE), LogoVariant.INVERSE),
    ],
)
def test_the_named_variant_is_drawn_where_the_brand_has_it(
    named: LogoVariant | None, there: tuple[LogoVariant, ...], drawn: LogoVariant
) -> None:
    layers = tuple(
        one.model_copy(update={"variant": named}) if isinstance(one, LogoLayer) else one
        for one in template().layers
    )
    given = artwork(
        template=template().model_copy(update={"layers": layers}),
        logos=tuple(one for one in logos() if one.variant in there),
    )
    _, composition = compose(given, placement("x_post"))
    assert [one.variant for one in composition.layers if one.type is LayerType.LOGO] == [drawn]
