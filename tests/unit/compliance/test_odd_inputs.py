"""Pictures and profiles at the edge of what makes sense: each has a clear answer."""

import pytest
from PIL import Image
from pydantic import ValidationError

from onbrand.brand.profile import ProfileDesign, Proportions
from onbrand.compliance import Component, Outcome
from onbrand.compliance.checks import CHECKS
from onbrand.compliance.judge import judge
from onbrand.compliance.subject import Subject
from tests.support.drawings import CREAM, LOGO, answer, good, profile


@pytest.mark.parametrize("size", [(1, 1), (2, 1), (1, 900), (7, 7)])
def test_picture_of_hardly_any_pixels_has_a_verdict(size: tuple[int, int]) -> None:
    verdict = judge(Subject(Image.new("RGB", size, CREAM), profile(), logos=(LOGO,)))
    assert verdict.components.colour == 1.0
    assert verdict.components.logo == 0.0
    assert Component.TYPOGRAPHY in {one.component for one in verdict.left_out if one.unknown}
    assert verdict.outcome is Outcome.MANUAL_REVIEW


def test_layers_beyond_a_picture_of_one_pixel_have_a_verdict() -> None:
    drawing = good()
    drawing.picture = Image.new("RGB", (1, 1), CREAM)
    verdict = judge(drawing.subject())
    assert verdict.score is not None
    assert verdict.score < 0.5


def test_logo_larger_than_the_picture_is_missing() -> None:
    drawing = good()
    subject = Subject(drawing.picture.resize((30, 30)), profile(), logos=(LOGO,))
    assert judge(subject).components.logo == 0.0


def test_list_of_a_picture_of_another_size_is_contradicted() -> None:
    subject = good().subject()
    smaller = Subject(subject.picture.resize((540, 540)), subject.design, subject.composition)
    [finding] = [one for one in judge(smaller).findings if one.check == "as_listed"]
    assert (finding.score, finding.measured, finding.expected) == (0.0, "540x540", "1080x1080")


def test_palette_that_was_emptied_leaves_colours_unjudged() -> None:
    subject = good().subject()
    bare = Subject(subject.picture, subject.design.model_copy(update={"palette": ()}), subject.composition)
    messages = [
        finding.message
        for check in CHECKS
        for finding in check(bare).findings
        if finding.check in ("design_colours", "picture_colours")
    ]
    assert all("palette is empty" in message for message in messages)
    assert len(messages) == 2


def test_profile_with_an_empty_palette_is_refused() -> None:
    with pytest.raises(ValidationError, match="at least 2 items"):
        profile(palette=[])


def test_profile_without_fonts_is_refused() -> None:
    whole = profile().model_dump()
    del whole["typography"]
    with pytest.raises(ValidationError, match="typography\n  Field required"):
        ProfileDesign.model_validate(whole)


def test_proportions_are_normalised() -> None:
    wanted = {"background": 30, "accent": 10}
    result = answer("palette_proportions", good(), colours={"proportions": wanted})
    assert sorted(finding.expected for finding in result.findings) == [0.25, 0.75]


def test_proportions_that_share_nothing_are_refused() -> None:
    with pytest.raises(ValidationError, match="sum to zero"):
        Proportions()


def test_must_pass_that_names_no_check_needs_a_person() -> None:
    rules = {"must_pass": ["no_such_check"]}
    assert judge(good().subject(compliance=rules)).outcome is Outcome.MANUAL_REVIEW


def test_profiles_written_before_these_rules_stay_valid() -> None:
    old = profile().model_dump(exclude={"colours", "wording"})
    for part, added in {
        "typography": {
            "maximum_families",
            "maximum_line_length",
            "minimum_line_height",
            "maximum_line_height",
        },
        "compliance": {"minimum_contrast", "minimum_large_contrast", "remedy"},
        "layout": {
            "minimum_whitespace",
            "grid_columns",
            "maximum_imbalance",
            "maximum_focal_cover",
            "mandatory",
        },
    }.items():
        old[part] = {name: value for name, value in old[part].items() if name not in added}
    assert ProfileDesign.model_validate(old) == profile()
