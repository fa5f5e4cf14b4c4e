"""Which cures are taken, which are tried, and which are kept."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

import pytest

from onbrand.brand.layers import LogoLayer
from onbrand.brand.profile import BrandProfile, LogoVariant
from onbrand.compliance import (
    Component,
    ComponentScores,
    Cure,
    Finding,
    Fix,
    Gate,
    Outcome,
    Post,
    Severity,
    Verdict,
)
from onbrand.compliance.cures import cures_of, sentence
from onbrand.content.curing import overrides_for
from onbrand.content.remedy import Surgeon, curable
from onbrand.imaging.errors import TextDoesNotFitError
from onbrand.imaging.model import Artwork, Composition, LayerType, PlacedLayer, RenderedVariant
from tests.support.artworks import artwork, profile

SQUARE = "instagram_square"
BRAND = BrandProfile(
    id="b",
    organization_id="o",
    version=1,
    design=profile(),
    created_at=datetime(2026, 1, 5, tzinfo=UTC),
    created_by="u",
)
LISTED = Composition(
    placement=SQUARE,
    width=1080,
    height=1080,
    layers=(
        PlacedLayer(id="ground", type=LayerType.COLOUR, box=(0, 0, 1080, 1080), colours=("#7A1FA2",)),
        PlacedLayer(
            id="headline", type=LayerType.TEXT, box=(70, 600, 400, 60), colours=("#FBF7EF",), font_size=40.0
        ),
        PlacedLayer(id="logo", type=LayerType.LOGO, box=(700, 950, 200, 37)),
    ),
)
PAINT = Fix(cure=Cure.RECOLOUR, layer="ground", wanted="#17382E")
ENLARGE = Fix(cure=Cure.ENLARGE_TEXT, layer="headline", wanted=60.0)


def flaw(check: str, fix: Fix | None = None, *, measured: float = 0.1, expected: float = 0.2) -> Finding:
    return Finding(
        check=check, component=Component.LAYOUT, score=0.2, severity=Severity.MAJOR,
        measured=measured, expected=expected, message="Wrong.", fix=fix,
    )  # fmt: skip


def verdict(
    *findings: Finding, score: float | None = 0.5, outcome: Outcome = Outcome.MANUAL_REVIEW
) -> Verdict:
    return Verdict(
        score=score, components=ComponentScores(colour=None, logo=None, typography=None, layout=score),
        weights={Component.LAYOUT: 1.0}, threshold=0.8, outcome=outcome, findings=findings,
        profile_version=1, rule_set_version=1, engine_version="1", picture_sha256="ab", placement=SQUARE,
        width=1080, height=1080,
    )  # fmt: skip


@dataclass
class Bench:
    """A studio that answers with prepared verdicts and remembers what it was given."""

    answers: list[Verdict]
    cramped: int = 0
    drawn: list[Artwork] = field(default_factory=list)

    def layout(self, artwork: Artwork, placements: Sequence[str]) -> None:
        if self.cramped:
            self.cramped -= 1
            raise TextDoesNotFitError("headline", placements[-1], "Meet Morning Light", "")

    def render(self, artwork: Artwork, placements: Sequence[str]) -> Iterator[RenderedVariant]:
        self.drawn.append(artwork)
        yield RenderedVariant(placements[0], 1080, 1080, "jpeg", b"new", "cd", "", LISTED)

    def judge(
        self, profile: BrandProfile, data: bytes, composition: Composition, post: Post | None = None
    ) -> Verdict:
        assert (data, post) == (b"new", Post(alt_text="A cup"))
        return self.answers.pop(0)

    def preview(self, data: bytes, width: int) -> bytes:
        raise AssertionError

    small = preview

    def backdrop(self, design: object) -> bytes:
        raise AssertionError


def surgeon(bench: Bench) -> Surgeon:
    return Surgeon(bench, BRAND, artwork(), (SQUARE, "x_post"), Post(alt_text="A cup"))


def test_a_cure_that_raises_the_score_is_kept_with_what_was_before() -> None:
    before, bench = verdict(flaw("design_colours", PAINT)), Bench([verdict(score=0.9, outcome=Outcome.PASS)])
    after = surgeon(bench).cured(LISTED, before)
    assert after is not None
    assert (after.verdict.score, after.remedy.before["score"], after.remedy.fixes) == (0.9, 0.5, (PAINT,))
    assert bench.drawn[0].template.layers[0].model_dump()["colour"] == "#17382E"


@pytest.mark.parametrize(
    "after",
    [verdict(score=0.5), verdict(score=0.4), verdict(score=None), verdict(score=0.9, outcome=Outcome.FAIL)],
)
def test_a_cure_that_does_not_pay_is_not_kept(after: Verdict) -> None:
    bench = Bench([after, after])
    assert surgeon(bench).cured(LISTED, verdict(flaw("design_colours", PAINT))) is None
    assert len(bench.drawn) == 1


def test_what_finds_no_room_gives_way_to_what_only_paints() -> None:
    before = verdict(flaw("design_colours", PAINT), flaw("text_size", ENLARGE, measured=40.0, expected=60.0))
    after = surgeon(Bench([verdict(score=0.7)], cramped=1)).cured(LISTED, before)
    assert after is not None
    assert after.remedy.fixes == (PAINT,)
    assert surgeon(Bench([], cramped=2)).cured(LISTED, before) is None


def test_a_brand_that_wants_no_remedy_has_nothing_curable() -> None:
    wrong = verdict(flaw("design_colours", PAINT))
    rules = BRAND.design.compliance.model_copy(update={"remedy": False})
    off = BRAND.model_copy(update={"design": BRAND.design.model_copy(update={"compliance": rules})})
    assert curable(BRAND, wrong, LISTED)
    assert not curable(off, wrong, LISTED)
    assert not curable(BRAND, verdict(flaw("whitespace")), LISTED)


def test_of_two_colours_for_a_layer_the_readable_one_is_taken() -> None:
    near = Fix(cure=Cure.RECOLOUR, layer="headline", wanted="#DCC7A6")
    readable = Fix(cure=Cure.RECOLOUR, layer="headline", wanted="#12241E")
    found = cures_of(verdict(flaw("design_colours", near), flaw("text_contrast", readable)), LISTED)
    assert found == (readable,)


def test_a_colour_that_a_layer_has_is_no_cure() -> None:
    same = Fix(cure=Cure.RECOLOUR, layer="headline", wanted="#FBF7EF")
    assert cures_of(verdict(flaw("text_contrast", same)), LISTED) == ()


def test_letters_that_measure_small_get_a_larger_font_by_as_much() -> None:
    (fix,) = cures_of(verdict(flaw("text_size", ENLARGE, measured=30.0, expected=60.0)), LISTED)
    assert fix.wanted == 80.0


@pytest.mark.parametrize("check", ["logo_contrast", "logo_current", "logo_presence"])
def test_a_logo_in_the_wrong_variant_gets_the_readable_one(check: str) -> None:
    (fix,) = cures_of(verdict(flaw(check)), LISTED)
    assert fix == Fix(cure=Cure.USE_VARIANT, layer="logo", wanted="readable")
    pinned = [
        one.model_copy(update={"variant": LogoVariant.MONO}) if isinstance(one, LogoLayer) else one
        for one in artwork().template.layers
    ]
    held = artwork().template.model_copy(update={"layers": tuple(pinned)})
    _, (override,) = overrides_for([fix], replace(artwork(), template=held), LISTED)
    assert override.variant == "readable"
    assert overrides_for([fix], artwork(), LISTED) == ((), ()), "composition has chosen it already"


def test_a_small_logo_grows_by_what_it_lacks() -> None:
    (fix,) = cures_of(verdict(flaw("logo_size", measured=0.1, expected=0.16)), LISTED)
    assert fix == Fix(cure=Cure.RESIZE_LOGO, layer="logo", wanted=320.0)
    _, (override,) = overrides_for([fix], artwork(), LISTED)
    assert override.size == pytest.approx(0.27 * 1.6, rel=1e-4)


def test_every_cure_is_said_in_a_sentence() -> None:
    fixes = [
        PAINT, ENLARGE,
        Fix(cure=Cure.RESIZE_LOGO, layer="logo", wanted=320.0),
        Fix(cure=Cure.MOVE, layer="headline", wanted=(54, 54, 972, 972)),
        Fix(cure=Cure.USE_VARIANT, layer="logo", wanted="readable"),
        Fix(cure=Cure.USE_VARIANT, layer="logo", wanted="inverse"),
    ]  # fmt: skip
    assert len({sentence(one) for one in fixes}) == len(fixes)
    assert {one.cure for one in fixes} == set(Cure)
    assert all(sentence(one).endswith(".") for one in fixes)


def test_findings_of_gates_are_not_in_the_way() -> None:
    told = flaw("alt_text").model_copy(update={"component": Gate.ACCESSIBILITY})
    assert cures_of(verdict(told), LISTED) == ()
