"""Every check of colour, typography, layout, platform and accessibility: a picture that keeps it, one that breaks it."""

import json
from collections.abc import Callable
from functools import cache
from typing import Any, NamedTuple

import pytest
from PIL import Image

from onbrand.brand.check_names import CHECK_NAMES
from onbrand.compliance import Component, FileFacts, Post, Severity
from onbrand.compliance.checks import RULES
from onbrand.compliance.subject import Subject
from onbrand.imaging import LayerType, PlacedLayer
from tests.support.drawings import (
    BODY_BOX,
    COPPER,
    CREAM,
    GREEN,
    HEADING_BOX,
    Drawing,
    answer,
    answered,
    good,
    text,
)

WORDS = "A spring filter roast, out now."
BROKEN = (Severity.MAJOR, Severity.BLOCKER)


class Case(NamedTuple):
    """A rule of the profile, a drawing that keeps it and one that breaks it."""

    kept: Callable[[], Drawing]
    broken: Callable[[], Drawing]
    rules: dict[str, Any]


def body(words: str = WORDS, size: int = 32, **changes: Any) -> Drawing:
    lines = changes.pop("lines", (words,))
    return Drawing().logo().write(text("body", BODY_BOX, words, size, **{"lines": lines, **changes}))


def otherwise(words: str) -> Drawing:
    """The list goes on saying what the picture no longer says."""
    drawing = body(words)
    drawing.layers[-1] = text("body", BODY_BOX, WORDS, 32)
    return drawing


def panel(colour: str, box: tuple[int, int, int, int] = (0, 540, 1080, 540)) -> Drawing:
    drawing = Drawing()
    drawing.picture.paste(colour, (box[0], box[1], box[0] + box[2], box[1] + box[3]))
    drawing.layers.append(PlacedLayer(id="panel", type=LayerType.SHAPE, box=box, colours=(colour,)))
    return drawing


def two_lines(pitch: int) -> Drawing:
    drawing = Drawing()
    box = (60, 560, 560, 32 + pitch)
    for at, line in enumerate(("A spring filter roast", "That is out by now")):
        one = text("line", (box[0], box[1] + at * pitch, box[2], box[3]), line, 32)
        drawing.write(one).layers.pop()
    lines = ("A spring filter roast", "That is out by now")
    drawing.layers.append(text("body", box, " ".join(lines), 32, lines=lines, line_height=38.0))
    return drawing


def photographed(focal: tuple[int, int]) -> Drawing:
    drawing = Drawing()
    drawing.layers.append(
        PlacedLayer(id="photo", type=LayerType.PHOTO, box=(0, 0, 1080, 1080), focal=focal, scale=1.0)
    )
    return drawing.texts()


def stored(size: int, kind: str = "jpeg") -> Drawing:
    drawing = Drawing()
    drawing.file = FileFacts(format=kind, size=size)
    return drawing


def posted(alt_text: str = "", caption: str = "", drawing: Drawing | None = None) -> Drawing:
    drawing = drawing or Drawing()
    drawing.post = Post(alt_text=alt_text, caption=caption)
    return drawing


def sized(side: int) -> Drawing:
    drawing = Drawing()
    drawing.picture = drawing.picture.resize((side, side))
    return drawing


def lopsided() -> Drawing:
    drawing = Drawing()
    drawing.picture.paste("#000000", (1000, 1000, 1080, 1080))
    return drawing


def crossed() -> Drawing:
    return body().write(text("second", (60, 570, 560, 40), "Written upon it", 32))


def at_the_edge() -> Drawing:
    return Drawing().write(text("body", (-8, 560, 560, 40), WORDS, 32))


def loud() -> Drawing:
    return Drawing().write(text("heading", HEADING_BOX, "MEET MORNING", 80, "heading"))


def flat() -> Drawing:
    heading = text("heading", HEADING_BOX, "Meet Morning", 34, "heading")
    return Drawing().write(heading).write(text("body", BODY_BOX, WORDS, 32))


def three_families() -> Drawing:
    return good().write(text("legal", (60, 700, 560, 40), "While stocks last", 28, font_family="Archivo"))


def pale() -> Drawing:
    return Drawing().write(text("body", BODY_BOX, WORDS, 32, colours=("#CFC6B4",)), fill="#CFC6B4")


def restless() -> Drawing:
    """Stripes that all read well enough for large letters, and not well together."""
    drawing = Drawing()
    for x in range(0, 1080, 24):
        drawing.picture.paste("#8C8C84", (x, 380, x + 12, 520))
    return drawing.write(text("heading", HEADING_BOX, "Meet Morning", 80, "heading"))


def unwritten() -> Drawing:
    drawing = Drawing()
    drawing.layers.append(text("body", BODY_BOX, WORDS, 32))
    return drawing


def full() -> Drawing:
    return Drawing().write(text("body", (0, 0, 1080, 1000), WORDS, 60))


def in_a_story() -> Drawing:
    drawing = good()
    drawing.placement_id = "instagram_story"
    tall = Image.new("RGB", (1080, 1920), CREAM)
    tall.paste(drawing.picture)
    drawing.picture = tall
    return drawing


HALVES = {"colours": {"proportions": {"background": 0.5, "primary": 0, "accent": 0.5}}}
CASES = {
    "design_colours": Case(lambda: panel(COPPER), lambda: panel("#4A6FE3"), {}),
    "palette_proportions": Case(
        lambda: panel(COPPER), lambda: panel(COPPER, (0, 1000, 1080, 80)), {**HALVES}
    ),
    "forbidden_colours": Case(
        lambda: panel(COPPER), lambda: panel("#E4002B"), {"colours": {"forbidden": ["#E2002A"]}}
    ),
    "picture_colours": Case(good, lambda: panel("#2040FF", (0, 0, 1080, 1080)), {}),
    "text_contrast": Case(body, pale, {}),
    "text_calm": Case(body, restless, {}),
    "fonts": Case(body, lambda: body(font_family="Archivo"), {}),
    "font_families": Case(body, three_families, {"typography": {"maximum_families": 1}}),
    "text_presence": Case(body, unwritten, {}),
    "text_size": Case(body, lambda: body(size=15), {"typography": {"minimum_size": 0.03}}),
    "text_hierarchy": Case(good, flat, {}),
    "text_case": Case(good, loud, {"typography": {"heading_case": "sentence"}}),
    "text_fits": Case(body, at_the_edge, {}),
    "text_as_listed": Case(
        body, lambda: Drawing().write(text("body", (60, 400, 900, 90), "Morning light", 80), size=36), {}
    ),
    "text_as_drawn": Case(body, lambda: otherwise("A cheap roast, and only now."), {}),
    "line_length": Case(body, lambda: body(lines=(WORDS * 2,)), {"typography": {"maximum_line_length": 40}}),
    "line_spacing": Case(lambda: two_lines(40), lambda: two_lines(76), {}),
    "forbidden_words": Case(
        body, lambda: body("Guarantied to be cheap"), {"wording": {"forbidden": ["guaranteed"]}}
    ),
    "disclaimers": Case(
        lambda: body("Ends on 14 May. Not with other offers."),
        lambda: body("Only this week"),
        {"wording": {"disclaimers": ["Not with other offers"]}},
    ),
    "tone": Case(
        body,
        lambda: body("Hurry, last chance"),
        {"wording": {"tone": [{"name": "hard sell", "words": ["hurry", "last chance"]}]}},
    ),
    "safe_zones": Case(good, in_a_story, {}),
    "margins": Case(good, lambda: Drawing().write(text("body", (6, 560, 560, 40), WORDS, 32)), {}),
    "alignment": Case(
        good,
        lambda: Drawing().write(text("body", (150, 560, 560, 40), "Off", 32)),
        {"layout": {"grid_columns": 2}},
    ),
    "overlaps": Case(good, crossed, {}),
    "focal_cover": Case(lambda: photographed((800, 900)), lambda: photographed((200, 440)), {}),
    "mandatory": Case(good, lambda: Drawing().logo(), {"layout": {"mandatory": ["logo", "heading"]}}),
    "text_cover": Case(good, full, {}),
    "whitespace": Case(good, full, {}),
    "balance": Case(lambda: panel(COPPER, (400, 400, 280, 280)), lopsided, {}),
    "as_listed": Case(good, lambda: Drawing().logo((700, 800, 200, 80), listed=(60, 60, 200, 80)), {}),
    "picture_size": Case(good, lambda: sized(1000), {}),
    "file_size": Case(lambda: stored(7_900_000), lambda: stored(8_100_000), {}),
    "file_format": Case(lambda: stored(1000), lambda: stored(1000, "webp"), {}),
    "caption_length": Case(lambda: posted(caption="x" * 2200), lambda: posted(caption="x" * 2201), {}),
    "alt_text": Case(lambda: posted("A cup of coffee"), posted, {}),
    "text_alternative": Case(
        lambda: posted("A cup of coffee", "Meet Morning, our spring roast", good()),
        lambda: posted("A cup of coffee", "", good()),
        {},
    ),
}
OTHERS = {rule.check for rule in RULES if rule.component is not Component.LOGO}
TASTE = {rule.check for rule in RULES if rule.gentle}


def test_no_check_goes_without_a_case() -> None:
    assert {check for check in OTHERS if not check.startswith("logo_")} == set(CASES)


def test_profiles_know_the_checks_by_name() -> None:
    assert tuple(rule.check for rule in RULES) == CHECK_NAMES


@pytest.mark.parametrize("check", CASES)
def test_kept_rule_has_no_finding(check: str) -> None:
    case = CASES[check]
    result = answer(check, case.kept(), **case.rules)
    assert (result.score, result.severity) == (1.0, Severity.OK), result.findings


@pytest.mark.parametrize("check", CASES)
def test_broken_rule_has_one_that_says_by_how_much(check: str) -> None:
    case = CASES[check]
    result = answer(check, case.broken(), **case.rules)
    assert result.score is not None
    assert result.score < 0.7
    assert result.severity in (BROKEN if check not in TASTE else (Severity.MINOR,))
    worst = min(result.findings, key=lambda one: 1.0 if one.score is None else one.score)
    assert worst.measured is not None
    assert worst.expected is not None
    assert worst.message.endswith(".")


UNTOLD = {
    *(
        "fonts",
        "font_families",
        "text_calm",
        "text_as_listed",
        "text_as_drawn",
        "text_presence",
        "text_size",
        "text_hierarchy",
        "text_contrast",
        "text_fits",
    ),
    *("line_length", "forbidden_words", "disclaimers", "tone", "text_cover", "whitespace", "margins"),
    *("safe_zones", "overlaps", "focal_cover", "alignment"),
}


@cache
def unlisted(rules: str) -> Subject:
    """A picture without a list: all checks of one verdict look at the same one, too."""
    drawing = Drawing()
    drawing.is_listed = False
    return drawing.subject(**json.loads(rules))


@pytest.mark.parametrize("check", sorted(UNTOLD))
def test_what_only_a_list_tells_is_not_taken_for_right_without_one(check: str) -> None:
    result = answered(check, unlisted(json.dumps(CASES[check].rules)))
    assert result.score is None
    assert result.findings[0].unknown
    assert "list" in result.findings[0].message


def test_colours_of_even_areas_are_judged_without_a_list() -> None:
    for colour, right in ((GREEN, True), ("#1740C8", False)):
        drawing = panel(colour)
        drawing.is_listed = False
        assert (answer("design_colours", drawing).score == 1.0) is right
