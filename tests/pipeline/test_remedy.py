"""The real pipeline document with the real handlers: what composition can cure is cured once, by itself."""

import io
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from onbrand.bootstrap.brand import brands, shelf, templates
from onbrand.bootstrap.content import content_service, requests
from onbrand.brand.profile import ProfileDesign
from onbrand.brand.template import Template, TemplateDesign
from onbrand.compliance.model import Cure
from onbrand.content import ContentRequest, RequestStatus
from onbrand.content.files import put_layers, read_layers
from onbrand.content.pinned import artwork_of, asset_of
from onbrand.content.remedies import Remedy
from onbrand.content.verdict_files import Judgement, VerdictFiles
from onbrand.imaging.render import compose
from onbrand.placement import Insets, placement
from tests.support.northbeam import ORGANIZATION, northbeam, profile_design
from tests.support.world import World

SQUARE, STORY = "instagram_square", "instagram_story"
Changes = dict[str, dict[str, Any]]
Plant = Callable[[World], str]


def painted(changes: Changes) -> Plant:
    """A template whose layers are changed."""

    def plant(world: World) -> str:
        return publish(world, changes).id

    return plant


def publish(world: World, changes: Changes) -> Template:
    document = northbeam("template.json")
    document["layers"] = [layer | changes.get(layer["id"], {}) for layer in document["layers"]]
    made = templates().create(world.access, world.brand.id, document)
    return templates().publish(world.access, made.id, made.version)


def composed_by(loosen: Callable[[ProfileDesign], ProfileDesign], changes: Changes, *, edges: bool) -> Plant:
    """A lead picture that was laid out with fewer rules than today's: composition itself never does so."""

    def plant(world: World) -> str:
        def doctor() -> None:
            (request,) = content(world, RequestStatus.SCORING)
            asset = asset_of(requests(), request)
            artwork = artwork_of(shelf(), world.objects, request, asset)
            layers = [layer.model_copy(update=changes.get(layer.id, {})) for layer in artwork.template.layers]
            design = TemplateDesign(
                name="Old", layers=tuple(layers), families={} if edges else artwork.template.families
            )
            target = placement(asset.lead_placement or "")
            if edges:
                target = target.model_copy(update={"safe": Insets(0, 0, 0, 0), "covered": None})
            loose = replace(artwork, profile=loosen(artwork.profile), template=design)
            picture, composition = compose(loose, target)
            buffer = io.BytesIO()
            picture.save(buffer, "JPEG", quality=95, subsampling=0)
            world.objects.put(asset.lead_key or "", buffer.getvalue(), "image/jpeg")
            put_layers(world.objects, asset.lead_layers_key or "", [composition])

        world.before["ScoreCompliance"] = doctor
        return world.template.id

    return plant


def content(world: World, status: RequestStatus) -> list[ContentRequest]:
    return list(requests().page(ORGANIZATION, status, 10, None).items)


def small_letters(profile: ProfileDesign) -> ProfileDesign:
    rules = profile.typography.model_copy(update={"minimum_size": 0.0})
    return profile.model_copy(update={"typography": rules})


def small_logo(profile: ProfileDesign) -> ProfileDesign:
    return profile.model_copy(update={"logo": profile.logo.model_copy(update={"minimum_size": 0.0})})


def no_margin(profile: ProfileDesign) -> ProfileDesign:
    return profile.model_copy(update={"layout": profile.layout.model_copy(update={"margin": 0.0})})


FAULTS = {
    "off-palette panel": (painted({"ground": {"colour": "#7A1FA2"}}), SQUARE, Cure.RECOLOUR),
    "off-palette button": (
        painted({"cta": {"box": {"colour": "#7FE0FF", "padding": [1.15, 0.72]}}}),
        SQUARE,
        Cure.RECOLOUR,
    ),
    "wrong logo variant": (painted({"logo": {"variant": "mono"}}), SQUARE, Cure.USE_VARIANT),
    "pale text": (painted({"headline": {"colour": "ink"}}), SQUARE, Cure.RECOLOUR),
    "small logo": (composed_by(small_logo, {"logo": {"size": 0.1}}, edges=False), SQUARE, Cure.RESIZE_LOGO),
    "small text": (
        composed_by(small_letters, {"body": {"min_size": 0.001, "max_size": 0.012}}, edges=False),
        SQUARE,
        Cure.ENLARGE_TEXT,
    ),
    "hidden text": (composed_by(no_margin, {}, edges=True), STORY, Cure.MOVE),
}


def submitted(world: World, plant: Plant, where: str) -> ContentRequest:
    request = world.submit(template_id=plant(world), placements=(where,))
    assert request.status is RequestStatus.IN_REVIEW, request.reason
    return request


def lead_of(world: World, request: ContentRequest) -> tuple[Judgement, Remedy | None]:
    asset = asset_of(requests(), request)
    found = VerdictFiles(world.objects).of_lead(asset)
    assert found is not None
    return found, asset.lead_remedy


@pytest.mark.parametrize("fault", FAULTS)
def test_what_composition_can_cure_is_cured_and_both_verdicts_are_kept(world: World, fault: str) -> None:
    plant, where, cure = FAULTS[fault]
    request = submitted(world, plant, where)
    found, remedy = lead_of(world, request)
    after, before = found.verdict, found.before

    assert remedy is not None and before is not None, [
        one for one in after["findings"] if one["severity"] != "ok"
    ]
    assert cure in {fix.cure for fix in remedy.fixes}
    assert after["score"] > remedy.before["score"] == before["score"]
    assert after["picture_sha256"] != before["picture_sha256"]

    asset, (variant,) = asset_of(requests(), request), world.story(request.id).variants
    cured = world.objects.get(asset.lead_key or "")
    assert world.objects.get(remedy.key or "") != cured
    assert world.objects.get(variant.key) == cured, "the finished file is that of the cured design"
    assert variant.score == after["score"]

    scored = next(one for one in world.story(request.id).events if one.type == "ComplianceScored")
    assert scored.payload["score"] == after["score"]
    assert scored.payload["remedy"]["score_before"] == remedy.before["score"]
    assert len(scored.payload["remedy"]["changes"]) == len(remedy.fixes)


def test_a_brand_without_remedies_gets_what_was_composed(world: World) -> None:
    document = profile_design()
    document["compliance"] = document["compliance"] | {"remedy": False}
    brands().update(world.access, world.brand.id, document, world.brand.version)
    plant, where, _ = FAULTS["off-palette panel"]
    request = submitted(world, plant, where)
    found, remedy = lead_of(world, request)

    assert remedy is None
    assert request.outcome == "manual_review"
    colours = next(one for one in found.verdict["findings"] if one["check"] == "design_colours")
    assert colours["severity"] != "ok"
    assert [one.remedy for one in world.story(request.id).variants] == [None]


def test_a_locked_layer_is_not_changed(world: World) -> None:
    request = submitted(world, painted({"ground": {"colour": "#7A1FA2", "locked": True}}), SQUARE)
    asset = asset_of(requests(), request)
    layers = read_layers(world.objects, asset.lead_layers_key or "", SQUARE).layers
    assert next(one for one in layers if one.id == "ground").colours == ("#7A1FA2",)
    changed = asset.lead_remedy.overrides if asset.lead_remedy else ()
    assert "ground" not in {one.layer for one in changed}


def test_the_next_attempt_renders_what_the_one_before_cured(world: World) -> None:
    plant, where, _ = FAULTS["off-palette panel"]
    world.killed_after.add("ScoreCompliance")
    request = world.submit(template_id=plant(world), placements=(where,))
    assert request.status is RequestStatus.FAILED
    found, remedy = lead_of(world, request)
    assert remedy is not None

    content_service().retry(world.access, request.id)
    world.drain()

    (variant,) = world.story(request.id).variants
    assert (variant.score, variant.remedy) == (found.verdict["score"], None)
    assert [one.type for one in world.story(request.id).events].count("ComplianceScored") == 1


def test_a_variant_with_a_fault_of_its_own_is_cured_by_itself(world: World) -> None:
    document = northbeam("template.json")
    veil = {"id": "veil", "type": "colour", "region": "copy", "colour": "#7A1FA2", "families": ["landscape"]}
    document["layers"].insert(1, veil)
    made = templates().create(world.access, world.brand.id, document)
    template = templates().publish(world.access, made.id, made.version)
    request = world.submit(template_id=template.id, placements=(SQUARE, "x_post"))
    _, remedy = lead_of(world, request)
    assert remedy is None
    square, post = world.story(request.id).variants
    assert square.remedy is None
    assert post.remedy is not None
    assert (post.score or 0) > post.remedy.before["score"]
    assert {fix.layer for fix in post.remedy.fixes} >= {"veil"}
    rendered = next(one for one in world.story(request.id).events if one.type == "VariantsRendered")
    assert rendered.payload["remedied"] == ["x_post"]
