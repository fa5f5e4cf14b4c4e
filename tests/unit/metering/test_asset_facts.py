"""What a change of a request tells analytics: one fact a rendering, one a decision."""

from decimal import Decimal
from typing import Any

from onbrand.adapters.memory.clock import FrozenClock
from onbrand.adapters.memory.ids import SequentialIds
from onbrand.compliance.model import Outcome
from onbrand.content.assets import Variant
from onbrand.content.briefs import Brief
from onbrand.content.model import Change, ContentRequest, Pinned, RequestStatus
from onbrand.content.transitions import Steps
from onbrand.metering import AssetFact, facts_of
from onbrand.metering.facts import sum_facts

CLOCK = FrozenClock()
STEPS = Steps(CLOCK, SequentialIds())
REQUEST = ContentRequest(
    id="request",
    organization_id="org",
    brand_id="brand",
    template_id=None,
    workflow_id=None,
    brief=Brief(keywords=("coffee",)),
    placements=("x_post", "instagram_square"),
    priority=5,
    status=RequestStatus.RENDERING,
    pinned=Pinned(profile_version=1, template_id="pinned-template", template_version=3),
    created_at=CLOCK.now(),
    created_by="ann",
    updated_at=CLOCK.now(),
)


def variant(
    placement: str, components: dict[str, float | None], *findings: tuple[str, str], **verdict: Any
) -> Variant:
    found = [{"check": check, "severity": severity} for check, severity in findings]
    return Variant(
        placement=placement,
        width=1,
        height=1,
        format="jpg",
        bytes=1,
        sha256="0",
        key="key",
        layers_key="layers",
        score=0.8,
        outcome=Outcome.PASS,
        verdict={"components": components, "findings": found, **verdict},
        verdict_key="verdict",
        alt_text="",
    )


def rendered() -> Change:
    change = STEPS.step(REQUEST, "VariantsRendered", score=0.7342, outcome=Outcome.MANUAL_REVIEW)
    variants = (
        variant("x_post", {"logo": 0.9, "layout": None}, ("margins", "minor"), ("logo_size", "ok")),
        variant(
            "instagram_square",
            {"logo": 0.8, "layout": 0.5},
            ("margins", "major"),
        ),
    )
    return Change(change.before, change.after, change.events, variants=variants)


def test_a_rendering_is_one_judged_asset_of_its_brand_template_and_author() -> None:
    change = rendered()
    assert list(facts_of(change)) == [
        AssetFact(
            event_id=change.events[0].id,
            organization_id="org",
            request_id="request",
            brand_id="brand",
            template_id="pinned-template",
            author_id="ann",
            at=CLOCK.now(),
            outcome="manual_review",
            score=Decimal("0.7342"),
            components={"logo": Decimal("0.85"), "layout": Decimal("0.5")},
            findings=("margins",),
        )
    ]


def test_a_decision_in_the_same_change_is_a_fact_of_its_own() -> None:
    change = STEPS.then(rendered(), "ApprovalDecided", {"decision": "approved"}, actor="system:auto")
    judged, decided = facts_of(change)
    assert (judged.decision, decided.decision, decided.outcome) == (None, "approved", None)
    assert judged.event_id != decided.event_id


def test_a_waiver_is_a_fact_that_counts_as_no_asset() -> None:
    (waived,) = facts_of(STEPS.step(REQUEST, "ComplianceWaived", {"check": "margins"}, actor="ann"))
    assert waived.waived
    (brand, *_) = sum_facts("org", CLOCK.now().date(), [waived])
    assert (brand.waivers, brand.assets) == (1, 0)


def test_other_changes_tell_nothing() -> None:
    assert list(facts_of(STEPS.step(REQUEST, "ImageSourced"))) == []
