"""What the API tells of a request's compliance: verdicts, waivers, and the report as a page."""

import re
from dataclasses import replace

from onbrand.bootstrap.content import content_service, requests
from onbrand.bootstrap.parts import Parts
from onbrand.compliance import Cure, Fix
from onbrand.content.remedies import Remedy
from onbrand.content.transitions import Steps
from tests.support.api import call, problem_of
from tests.support.scenes import PLACEMENTS, Scene, finding, found, in_review, picture

LAYERS = b'{"placement": "instagram_square", "width": 1080, "height": 1080, "layers": []}'


def test_verdicts_show_what_was_cured_and_how_it_was_before(own: Parts) -> None:
    scene = cured(own)
    answer = call("GET", f"/v1/requests/{scene.request.id}/compliance", scene.owner.id)
    measured = answer.json
    (change,) = measured["asset"]["remedy"]["changes"]
    assert (change["layer"], change["cure"], change["wanted"]) == ("ground", "recolour", "#17382E")
    assert "#17382E" in change["message"]
    assert measured["asset"]["remedy"]["before"]["score"] == 0.5
    assert [one["remedy"] for one in measured["variants"]] == [None, None]
    assert f"{scene.organization.id}/requests/" not in answer.text


def test_verdicts_that_are_not_stored_any_more_are_a_clear_answer(own: Parts) -> None:
    scene = in_review(own)
    (square, _) = content_service().story(scene.access, scene.request.id).variants
    own.objects.delete(square.verdict_key)
    for path in ("compliance", "compliance/report"):
        answer = call("GET", f"/v1/requests/{scene.request.id}/{path}", scene.owner.id)
        assert problem_of(answer, 404)["type"].endswith("verdict-missing")


def test_the_score_with_waivers_stands_beside_the_one_without(own: Parts) -> None:
    flaw = {**finding(message="The logo stands in the margin."), "box": [10, 20, 100, 50]}
    scene = in_review(own, "northbeam", flaw)
    for variant in content_service().story(scene.access, scene.request.id).variants:
        own.objects.put(variant.key, picture(), "image/jpeg")
    path = f"/v1/requests/{scene.request.id}"
    assert call("GET", f"{path}/compliance", scene.owner.id).json["waived"] is None
    assert "With the waivers in force" not in call("GET", f"{path}/compliance/report", scene.owner.id).text
    new = {"check": "margins", "reason": "The partner asked for it.", "ends_at": "2027-01-01T00:00:00Z"}
    waiver = call("POST", f"{path}/waivers", scene.owner.id, body={**new, "placement": PLACEMENTS[0]}).json

    measured = call("GET", f"{path}/compliance", scene.owner.id).json
    assert measured["score"] == 0.7342
    assert measured["waived"]["in_force"] == [waiver["id"]]
    assert measured["waived"]["without"]["score"] == 0.7342
    one, other = measured["waived"]["pictures"]
    assert one["placement"] == PLACEMENTS[0]
    assert "The partner asked for it" in one["said"][0]
    assert other["said"] == []
    page = call("GET", f"{path}/compliance/report", scene.owner.id).text
    assert page.count("With the waivers in force") == 1
    assert "The partner asked for it" in page


def test_the_report_is_one_page_that_loads_nothing(own: Parts) -> None:
    scene = cured(own)
    path = call("GET", f"/v1/requests/{scene.request.id}/compliance", scene.owner.id).json["report"]
    whole = call("GET", path, scene.owner.id)
    assert whole.status == 200
    assert whole.headers["content-type"].startswith("text/html")
    assert "default-src 'none'" in whole.headers["content-security-policy"]
    assert whole.text.count("<article") == 2
    one = call("GET", path, scene.owner.id, query={"placement": "instagram_square"}).text
    assert one.count("<article") == 1
    assert "Cured by composition" in one
    assert "The logo stands in the margin." in one
    assert not re.search(r"https?://|<script|@import|url\(", one)
    problem_of(call("GET", path, scene.owner.id, query={"placement": "instagram_story"}), 404)
    waiting = found(own, "southbeam")
    early = f"/v1/requests/{waiting.request.id}/compliance/report"
    problem_of(call("GET", early, waiting.owner.id), 404)
    assert problem_of(call("GET", path, waiting.owner.id), 404)["type"].endswith("request-not-found")


def test_a_report_says_when_its_pictures_are_too_much_for_one_answer(own: Parts) -> None:
    scene = cured(own)
    path = f"/v1/requests/{scene.request.id}/compliance/report"
    _, older = content_service().story(scene.access, scene.request.id).variants
    own.objects.put(older.key, picture() + bytes(4_000_000), "image/jpeg")
    assert "placement" in problem_of(call("GET", path, scene.owner.id), 422)["detail"]


def cured(own: Parts) -> Scene:
    """A request in review whose lead picture was cured."""
    scene = in_review(own)
    story = content_service().story(scene.access, scene.request.id)
    for variant in story.variants:
        own.objects.put(variant.key, picture(), "image/jpeg")
        own.objects.put(variant.layers_key, LAYERS, "application/json")
    before = {**story.variants[0].verdict, "score": 0.5}
    fix = Fix(cure=Cure.RECOLOUR, layer="ground", wanted="#17382E")
    remedy = Remedy(fixes=(fix,), overrides=(), before=before, key=story.variants[0].key)
    assert story.asset is not None
    asset = story.asset.model_copy(update={"lead_verdict": story.variants[0].verdict, "lead_remedy": remedy})
    change = Steps(own.clock, own.ids).step(story.request, "ComplianceScored")
    requests().save(replace(change, asset=asset))
    return replace(scene, request=change.after)
