"""The FinalizeRequest state through its handler."""

import io
import json
import zipfile
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from functions.finalize_request.handler import handler
from onbrand.bootstrap.approval import approval_service
from onbrand.bootstrap.content import content_service, requests, waivers
from onbrand.bootstrap.parts import Parts
from onbrand.content import Decision, RequestStatus
from onbrand.content.waivers import NewWaiver
from tests.support.http import Context
from tests.support.scenes import PLACEMENTS, Scene, events_of, in_review


def decided(own: Parts, decision: Decision, name: str = "northbeam", waive: str | None = None) -> Scene:
    scene = in_review(own, name)
    for variant in requests().variants(scene.request):
        own.objects.put(variant.key, b"jpeg", "image/jpeg")
    if waive is not None:
        ends = own.clock.now() + timedelta(days=30)
        new = NewWaiver(check="margins", placement=waive, reason="The partner asked for it.", ends_at=ends)
        waivers().waive(scene.access, scene.request.id, new)
    approval_service().decide(
        scene.organization.id, scene.request.id, scene.approver.id, decision, None, 1, "link"
    )
    return replace(scene, request=requests().request(scene.organization.id, scene.request.id))


def test_an_approved_request_is_packed_once(own: Parts) -> None:
    scene = decided(own, Decision.APPROVED)
    for _ in range(2):
        assert handler({**scene.job.model_dump(), "review": {"decision": "approved"}}, Context()) == {}
    request = requests().request(scene.organization.id, scene.request.id)
    assert request.package_key is not None
    with zipfile.ZipFile(io.BytesIO(own.objects.get(request.package_key))) as package:
        manifest = json.loads(package.read("manifest.json"))
        assert len(package.namelist()) == len(PLACEMENTS) + 1
    assert PLACEMENTS[0] in json.dumps(manifest)
    assert [event.type for event in events_of(own)].count("RequestFinalized") == 1
    assert content_service().package_url(scene.access, request) is not None


def test_a_package_tells_the_scores_with_and_without_waivers(own: Parts) -> None:
    scene = decided(own, Decision.APPROVED)
    plain = manifest_of(own, scene)
    assert plain["waived"] is None
    assert [one["waived"] for one in plain["variants"]] == [None, None]

    scene = decided(own, Decision.APPROVED, "southbeam", waive=PLACEMENTS[0])
    told = manifest_of(own, scene)
    assert told["score"] == plain["score"]
    (waiver,) = told["waived"]["waivers"]
    assert (waiver["check"], waiver["reason"]) == ("margins", "The partner asked for it.")
    one, other = told["variants"]
    assert "The partner asked for it" in one["waived"]["findings"][0]
    assert (one["score"], other["waived"]) == (plain["variants"][0]["score"], None)


def manifest_of(own: Parts, scene: Scene) -> dict[str, Any]:
    handler({**scene.job.model_dump(), "review": {"decision": "approved"}}, Context())
    key = requests().request(scene.organization.id, scene.request.id).package_key
    with zipfile.ZipFile(io.BytesIO(own.objects.get(key or ""))) as package:
        manifest: dict[str, Any] = json.loads(package.read("manifest.json"))
        return manifest


@pytest.mark.parametrize("decision", [Decision.REJECTED, Decision.CHANGES_REQUESTED])
def test_every_other_request_is_closed_without_a_package(own: Parts, decision: Decision) -> None:
    scene = decided(own, decision)
    handler({**scene.job.model_dump(), "review": {}}, Context())
    request = requests().request(scene.organization.id, scene.request.id)
    assert request.package_key is None
    assert request.finalized_at is not None


def test_a_review_that_nobody_answered_expires(own: Parts) -> None:
    scene = in_review(own)
    error = {"Error": "States.Timeout", "Cause": ""}
    handler({**scene.job.model_dump(), "error": error}, Context())
    status = requests().request(scene.organization.id, scene.request.id).status
    assert status is RequestStatus.EXPIRED_UNAPPROVED
