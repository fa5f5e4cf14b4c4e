"""A picture without a layer list whose texts were read off it: what the pixels and the words tell is judged."""

import pytest

from onbrand.compliance import Component, ReadText
from onbrand.compliance.judge import judge
from tests.support.drawings import BODY_BOX, Drawing, answer, text

WORDS = "A spring filter roast, out now."


def upload(fill: str = "#17382E", size: int = 32, words: str = WORDS) -> Drawing:
    drawing = Drawing().logo().write(text("body", BODY_BOX, words, 32), size=size, fill=fill)
    drawing.is_listed = False
    drawing.read = (ReadText(words=words, box=(60, 560, round(470 * size / 32), round(0.95 * size))),)
    return drawing


@pytest.mark.parametrize(
    ("check", "broken"),
    [
        ("text_contrast", upload("#D9D0BE")),
        ("design_colours", upload("#A01060")),
        ("text_size", upload(size=15)),
        ("forbidden_words", upload(words="Cheap spring roast")),
    ],
)
def test_read_text_is_judged_by_its_pixels_and_words(check: str, broken: Drawing) -> None:
    rules = {"wording": {"forbidden": ["cheap"]}}
    assert answer(check, upload(), **rules).score == 1.0
    score = answer(check, broken, **rules).score
    assert score is not None
    assert score < 0.7


@pytest.mark.parametrize("check", ["fonts", "text_presence", "text_hierarchy", "text_case", "text_as_listed"])
def test_what_reading_does_not_tell_stays_unknown(check: str) -> None:
    result = answer(check, upload(), typography={"heading_case": "upper"})
    assert result.score is None
    assert result.findings[0].unknown


def test_components_are_scored_by_what_was_read() -> None:
    verdict = judge(upload().subject())
    assert Component.TYPOGRAPHY not in {one.component for one in verdict.left_out}
    assert verdict.score is not None
    assert verdict.score > 0.9
