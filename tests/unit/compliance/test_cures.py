"""What composition can cure is said in values that it can use."""

from PIL import Image

from onbrand.brand.colour import contrast_ratio
from onbrand.compliance import CheckResult, Cure, Fix
from tests.support.drawings import BODY_BOX, CREAM, Drawing, answer, good, text

WORDS = "A spring filter roast, out now."


def fix_of(result: CheckResult) -> Fix | None:
    return min(result.findings, key=lambda one: one.score if one.score is not None else 1.0).fix


def test_pale_text_is_recoloured_to_the_colour_that_reads_best() -> None:
    pale = text("body", BODY_BOX, WORDS, 32, colours=("#CFC6B4",))
    fix = fix_of(answer("text_contrast", Drawing().write(pale, fill="#CFC6B4")))
    assert fix == Fix(cure=Cure.RECOLOUR, layer="body", wanted="#17382E")
    assert contrast_ratio(str(fix.wanted), CREAM) >= 4.5


def test_small_text_is_enlarged_to_the_brands_least() -> None:
    drawing = Drawing().write(text("body", BODY_BOX, WORDS, 16))
    fix = fix_of(answer("text_size", drawing, typography={"minimum_size": 0.025}))
    assert fix == Fix(cure=Cure.ENLARGE_TEXT, layer="body", wanted=27.0)


def test_text_at_the_edge_is_moved_within_the_margin() -> None:
    drawing = Drawing().write(text("body", (6, 560, 560, 40), WORDS, 32))
    assert fix_of(answer("margins", drawing)) == Fix(cure=Cure.MOVE, layer="body", wanted=(54, 54, 972, 972))


def test_hidden_logo_is_moved_into_the_safe_zone() -> None:
    drawing = good()
    drawing.placement_id = "instagram_story"
    tall = Image.new("RGB", (1080, 1920), CREAM)
    tall.paste(drawing.picture)
    drawing.picture = tall
    fix = fix_of(answer("safe_zones", drawing))
    assert fix == Fix(cure=Cure.MOVE, layer="logo", wanted=(65, 270, 950, 1266))


def test_foreign_panel_gets_the_nearest_brand_colour() -> None:
    drawing = Drawing("#F0D8B0")
    layer = drawing.layers[0]
    drawing.layers = [layer.model_copy(update={"colours": ("#F0D8B0",)})]
    fix = fix_of(answer("design_colours", drawing))
    assert fix == Fix(cure=Cure.RECOLOUR, layer="ground", wanted=CREAM)


def test_what_is_right_needs_no_cure() -> None:
    for check in ("text_contrast", "text_size", "margins", "safe_zones", "design_colours", "text_fits"):
        assert fix_of(answer(check, good())) is None
