"""What a request's pictures come to with the waivers in force, and whether they fell below what the brand asks."""

from collections.abc import Sequence
from dataclasses import dataclass

from onbrand.brand.profile import ComplianceRules
from onbrand.compliance.model import Outcome, Verdict
from onbrand.compliance.standing import Standing
from onbrand.compliance.waiving import Waiver, sentence, standing_with, waived
from onbrand.content.assets import Variant
from onbrand.content.model import ContentRequest, Counted, Measure
from onbrand.content.ports import Brands, Objects
from onbrand.content.verdict_files import VerdictFiles
from onbrand.content.verdicts import lowest_score, worst_outcome

_OUTCOMES = (Outcome.PASS, Outcome.MANUAL_REVIEW, Outcome.FAIL)


@dataclass(frozen=True, slots=True)
class PictureStanding:
    """One picture with and without waivers; ``said``: which findings are waived, in sentences."""

    placement: str
    threshold: float
    without: Measure
    counted: Measure
    standing: Standing | None
    said: Sequence[str]


class Counting:
    """Reads whole verdicts only where a waiver may change something."""

    def __init__(self, brands: Brands, objects: Objects) -> None:
        self._brands = brands
        self._files = VerdictFiles(objects)

    def of(
        self, request: ContentRequest, variants: Sequence[Variant], waivers: Sequence[Waiver]
    ) -> list[PictureStanding]:
        """The standing of every variant with these waivers; those of other assets do not count.

        Raises VerdictMissingError.
        """
        own = [one for one in waivers if one.asset_id == request.asset_id]
        covered = [one for one in variants if any(it.placement in (None, one.placement) for it in own)]
        verdicts = self.verdicts(covered)
        return [self._one(request, one, verdicts.get(one.placement), own) for one in variants]

    def verdicts(self, variants: Sequence[Variant]) -> dict[str, Verdict]:
        """The whole verdicts of these variants by placement. Raises VerdictMissingError."""
        return {name: one.parsed() for name, one in self._files.of(variants).items()} if variants else {}

    def _one(
        self, request: ContentRequest, variant: Variant, verdict: Verdict | None, waivers: Sequence[Waiver]
    ) -> PictureStanding:
        if verdict is None:
            without = Measure(score=variant.score, outcome=variant.outcome)
            threshold = float(variant.verdict.get("threshold", 0))
            return PictureStanding(variant.placement, threshold, without, without, None, ())
        profile = self._brands.profile(request.organization_id, request.brand_id, verdict.profile_version)
        return counted(variant.placement, verdict, profile.design.compliance, waivers)


def counted(
    placement: str, verdict: Verdict, rules: ComplianceRules, waivers: Sequence[Waiver]
) -> PictureStanding:
    """The picture's standing with these waivers, all of which are of its asset."""
    is_waived = waived(waivers, placement)
    standing = standing_with(verdict, rules, is_waived)
    return PictureStanding(
        placement=placement,
        threshold=verdict.threshold,
        without=Measure(score=verdict.score, outcome=verdict.outcome),
        counted=Measure(score=standing.score, outcome=standing.outcome),
        standing=standing,
        said=[
            sentence(next(one for one in waivers if one.covers(placement, finding)), finding, rules)
            for finding in verdict.findings
            if is_waived(finding)
        ],
    )


def total(measures: Sequence[Measure]) -> Measure:
    """What a request comes to: its lowest score and its worst outcome."""
    return Measure(
        score=lowest_score([one.score for one in measures]),
        outcome=worst_outcome([one.outcome for one in measures]),
    )


def count(pictures: Sequence[PictureStanding], waivers: Sequence[Waiver]) -> Counted | None:
    """What the request keeps of its waivers in force; None without any."""
    if not waivers or not pictures:
        return None
    measure = total([one.counted for one in pictures])
    return Counted(
        score=measure.score, outcome=measure.outcome, until=min(waiver.ends_at for waiver in waivers)
    )


def fell(before: PictureStanding, after: PictureStanding) -> bool:
    """Whether the picture stood better before: its outcome got worse, or its score sank below the threshold."""
    worse = _OUTCOMES.index(after.counted.outcome) > _OUTCOMES.index(before.counted.outcome)
    return worse or (_reaches(before) and not _reaches(after))


def _reaches(picture: PictureStanding) -> bool:
    return picture.counted.score is not None and picture.counted.score >= picture.threshold
