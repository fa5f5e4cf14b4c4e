"""The remedy: what composition can cure about a verdict is cured once, composed again and judged again. It is
kept where it raises the score."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any

from onbrand.brand.overrides import LayerOverride, overridden
from onbrand.brand.profile import BrandProfile
from onbrand.compliance.cures import cures_of, sentence
from onbrand.compliance.model import Cure, Fix, Post, Verdict
from onbrand.content.curing import overrides_for
from onbrand.content.ports import Studio
from onbrand.content.remedies import Remedy
from onbrand.content.verdicts import brief, worst_outcome
from onbrand.imaging.errors import LogoDoesNotFitError, TextDoesNotFitError
from onbrand.imaging.model import Artwork, Composition, RenderedVariant

_PAINT = frozenset({Cure.RECOLOUR, Cure.USE_VARIANT})
"""Cures that move nothing, and so never run out of room."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A finished file with its verdict, and the remedy that it owes it to."""

    rendered: RenderedVariant
    verdict: Verdict
    remedy: Remedy


def curable(profile: BrandProfile, verdict: Verdict, composition: Composition) -> bool:
    """Whether the brand wants remedies and composition can cure something."""
    return profile.design.compliance.remedy and bool(cures_of(verdict, composition))


def told(remedy: Remedy | None) -> dict[str, Any] | None:
    """What an event says of a remedy."""
    if remedy is None:
        return None
    return {
        "score_before": remedy.before["score"],
        "outcome_before": remedy.before["outcome"],
        "changes": [sentence(fix) for fix in remedy.fixes],
    }


def with_remedy(artwork: Artwork, remedy: Remedy | None) -> Artwork:
    """The artwork with the design that the remedy left."""
    if remedy is None:
        return artwork
    return replace(artwork, template=overridden(artwork.template, remedy.overrides))


class Surgeon:
    """Cures one artwork's pictures, each at most once. ``placements`` are all that the artwork is meant for: a
    cure of the whole design must leave room on each."""

    def __init__(
        self, studio: Studio, profile: BrandProfile, artwork: Artwork, placements: Sequence[str], post: Post
    ) -> None:
        self._studio = studio
        self._profile = profile
        self._artwork = artwork
        self._placements = placements
        self._post = post

    def cured(self, composition: Composition, before: Verdict) -> Judged | None:
        """The picture after the first attempt that raises its score without a worse outcome: with all cures,
        then with those that only paint. None when there is none."""
        for fixes, overrides in self._attempts(composition, before):
            with suppress(TextDoesNotFitError, LogoDoesNotFitError):
                rendered, after = self._again(composition.placement, overrides)
                if _better(before, after):
                    remedy = Remedy(fixes=fixes, overrides=overrides, before=brief(before))
                    return Judged(rendered, after, remedy)
        return None

    def _attempts(
        self, composition: Composition, verdict: Verdict
    ) -> Iterator[tuple[tuple[Fix, ...], tuple[LayerOverride, ...]]]:
        cures = cures_of(verdict, composition)
        paint = tuple(fix for fix in cures if fix.cure in _PAINT)
        for wanted in dict.fromkeys((cures, paint)):
            fixes, overrides = overrides_for(wanted, self._artwork, composition)
            if overrides:
                yield fixes, overrides

    def _again(self, placement: str, overrides: Sequence[LayerOverride]) -> tuple[RenderedVariant, Verdict]:
        artwork = replace(self._artwork, template=overridden(self._artwork.template, overrides))
        self._studio.layout(artwork, self._placements)
        (rendered,) = self._studio.render(artwork, (placement,))
        return rendered, self._studio.judge(self._profile, rendered.data, rendered.composition, self._post)


def _better(before: Verdict, after: Verdict) -> bool:
    if after.score is None or before.score is None or after.score <= before.score:
        return False
    return worst_outcome([before.outcome, after.outcome]) is before.outcome
