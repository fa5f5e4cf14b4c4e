"""Facts of finished assets: what analytics count, written with the event that they come from."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from pydantic import Field

from onbrand.content.assets import Variant
from onbrand.content.model import Change, ContentRequest
from onbrand.kernel.events import Event
from onbrand.kernel.values import Value
from onbrand.metering.model import ComplianceSummary, Dimension, Share

MILLIONTH = Decimal("0.000001")
UNREMARKABLE = "ok"


class AssetFact(Value):
    """What one event told of an asset: that it was judged (``outcome``), or what was decided on it.

    Scores are 0 to 1; those of components are the mean of the asset's variants. ``findings``: the checks
    that found something.
    """

    event_id: str
    organization_id: str
    request_id: str
    brand_id: str
    template_id: str | None
    author_id: str
    at: datetime
    outcome: str | None = None
    score: Decimal | None = None
    components: dict[str, Decimal] = Field(default_factory=dict)
    findings: tuple[str, ...] = ()
    waived: bool = False
    decision: str | None = None


def facts_of(change: Change) -> Iterator[AssetFact]:
    """The facts in a change of a request: one for each rendering, each waiver and each decision."""
    for event in change.events:
        if event.type == "VariantsRendered":
            yield _judged(change, event)
        elif event.type == "ComplianceWaived":
            yield _fact(change.after, event, waived=True)
        elif event.type == "ApprovalDecided" and "decision" in event.payload:
            yield _fact(change.after, event, decision=str(event.payload["decision"]))


def _judged(change: Change, event: Event) -> AssetFact:
    request, verdicts = change.after, [variant.verdict for variant in change.variants]
    return _fact(
        request,
        event,
        outcome=request.outcome.value if request.outcome else None,
        score=_exact(request.score),
        components=_components(verdicts),
        findings=_findings(change.variants),
    )


def _fact(request: ContentRequest, event: Event, **known: Any) -> AssetFact:
    return AssetFact(
        event_id=event.id,
        organization_id=request.organization_id,
        request_id=request.id,
        brand_id=request.brand_id,
        template_id=request.pinned.template_id if request.pinned else request.template_id,
        author_id=request.created_by,
        at=event.occurred_at,
        **known,
    )


def _exact(score: float | None) -> Decimal | None:
    return None if score is None else Decimal(repr(score)).quantize(MILLIONTH)


def _components(verdicts: list[dict[str, Any]]) -> dict[str, Decimal]:
    scores: dict[str, list[Decimal]] = {}
    for verdict in verdicts:
        for name, score in (verdict.get("components") or {}).items():
            if score is not None:
                scores.setdefault(name, []).append(Decimal(str(score)))
    return {
        name: (sum(found, Decimal(0)) / len(found)).quantize(MILLIONTH)
        for name, found in sorted(scores.items())
    }


def _findings(variants: Iterable[Variant]) -> tuple[str, ...]:
    found = set[str]()
    for variant in variants:
        findings = variant.verdict.get("findings") or ()
        found |= {str(one["check"]) for one in findings if one.get("severity") != UNREMARKABLE}
        found |= set(variant.verdict.get("left_out") or ())
    return tuple(sorted(found))


def sum_facts(organization_id: str, day: date, facts: Iterable[AssetFact]) -> list[ComplianceSummary]:
    """The summaries of these facts by brand, by template and by author."""
    sums: dict[tuple[Dimension, str], ComplianceSummary] = {}
    for fact in facts:
        for dimension, subject_id in (
            (Dimension.BRAND, fact.brand_id),
            (Dimension.TEMPLATE, fact.template_id),
            (Dimension.AUTHOR, fact.author_id),
        ):
            if subject_id is not None:
                key = (dimension, subject_id)
                so_far = sums.get(key) or _empty(organization_id, *key, day)
                sums[key] = combine(so_far, [_one(so_far, fact)])
    return [summary for _, summary in sorted(sums.items())]


def combine(first: ComplianceSummary, others: Iterable[ComplianceSummary]) -> ComplianceSummary:
    """The sum of all, under the name and date of the first."""
    whole = first
    for other in others:
        names = sorted(whole.components.keys() | other.components.keys())
        whole = whole.model_copy(
            update={
                "assets": whole.assets + other.assets,
                "score": whole.score + other.score,
                "passed": whole.passed + other.passed,
                "failed": whole.failed + other.failed,
                "components": {
                    name: whole.components.get(name, Share()) + other.components.get(name, Share())
                    for name in names
                },
                "findings": _added(whole.findings, other.findings),
                "waivers": whole.waivers + other.waivers,
                "decisions": _added(whole.decisions, other.decisions),
            }
        )
    return whole


def monday_of(day: date) -> date:
    """The day that the week of this day starts on."""
    return day - timedelta(days=day.weekday())


def _added(one: dict[str, int], other: dict[str, int]) -> dict[str, int]:
    return dict(sorted((Counter(one) + Counter(other)).items()))


def _empty(organization_id: str, dimension: Dimension, subject_id: str, day: date) -> ComplianceSummary:
    return ComplianceSummary(
        organization_id=organization_id, dimension=dimension, subject_id=subject_id, date=day
    )


def _one(like: ComplianceSummary, fact: AssetFact) -> ComplianceSummary:
    empty = _empty(like.organization_id, like.dimension, like.subject_id, like.date)
    if fact.waived:
        return empty.model_copy(update={"waivers": 1})
    if fact.decision is not None:
        return empty.model_copy(update={"decisions": {fact.decision: 1}})
    scored = Share() if fact.score is None else Share(total=fact.score, count=1)
    return empty.model_copy(
        update={
            "assets": 1,
            "score": scored,
            "passed": int(fact.outcome == "pass"),
            "failed": int(fact.outcome == "fail"),
            "components": {name: Share(total=score, count=1) for name, score in fact.components.items()},
            "findings": dict.fromkeys(fact.findings, 1),
        }
    )
