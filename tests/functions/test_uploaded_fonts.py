"""A brand's own font from its upload to the finished pictures, through the handlers."""

import io
from collections.abc import Iterator
from typing import Any

import pytest
from PIL import Image, ImageChops

from functions.compose_asset.handler import handler as compose_asset
from functions.prepare_request.handler import handler as prepare_request
from functions.preview_template.handler import handler as preview_template
from functions.render_variants.handler import handler as render_variants
from functions.score_compliance.handler import handler as score_compliance
from functions.source_image.handler import handler as source_image
from onbrand.bootstrap.brand import brand_assets, brands
from onbrand.bootstrap.content import content_service
from onbrand.bootstrap.parts import using
from onbrand.bootstrap.uploads import uploads
from onbrand.brand import AssetStatus, BrandAsset, BrandProfile
from onbrand.content.files import read_layers
from onbrand.content.verdict_files import VerdictFiles
from onbrand.imaging import Composition
from tests.support.fonts import font_bytes, variable_bytes
from tests.support.http import Context, answer_of, claims, http_event
from tests.support.northbeam import ORGANIZATION, REQUESTER, northbeam
from tests.support.world import World

STATES = (source_image, compose_asset, score_compliance, render_variants)


@pytest.fixture
def world() -> Iterator[World]:
    made = World()
    with using(made.parts):
        made.found()
        yield made


def uploaded(world: World, data: bytes) -> BrandAsset:
    new = {"kind": "font", "name": "house", "content_type": "font/ttf", "bytes": len(data)}
    asset, form = brand_assets().begin_upload(world.access, world.brand.id, new)
    assert world.objects.upload(form, data)
    done = uploads().complete(world.access, world.brand.id, asset.id)
    assert done.status is AssetStatus.READY, done.reason
    return done


def set_in(world: World, family: str, *weights: int) -> BrandProfile:
    """The next version of the profile, with headings in this font."""
    profile = brands().profile(world.access, world.brand.id)
    design = profile.design.model_dump(mode="json")
    design["typography"]["heading"] = {"family": family, "weights": weights}
    return brands().update(world.access, world.brand.id, design, profile.version)


def prepared(world: World, key: str) -> dict[str, Any]:
    """The job of a request whose versions are pinned."""
    request, _ = content_service().submit(world.access, world.command(placements=("x_post",)), key)
    job = {"organization_id": ORGANIZATION, "request_id": request.id, "attempt": 1}
    assert prepare_request(job, Context()) == {}
    return job


def finished(world: World, job: dict[str, Any]) -> tuple[Image.Image, Composition, dict[str, Any]]:
    """The request's one picture in its pixels, its layers and its verdict."""
    for state in STATES:
        state(job, Context())
    (variant,) = world.story(job["request_id"]).variants
    layers = read_layers(world.objects, variant.layers_key, variant.placement)
    verdict = VerdictFiles(world.objects).of([variant])[variant.placement].verdict
    return Image.open(io.BytesIO(world.objects.get(variant.key))), layers, verdict


def fonts_of(layers: Composition) -> set[str | None]:
    return {layer.font_family for layer in layers.layers if layer.role == "heading"}


def alike(one: Image.Image, other: Image.Image) -> bool:
    return ImageChops.difference(one, other).getbbox() is None


def test_a_request_is_drawn_with_the_fonts_of_the_profile_that_it_is_pinned_to(world: World) -> None:
    set_in(world, "Inter", 700)
    plain, layers, _ = finished(world, prepared(world, "plain"))
    assert fonts_of(layers) == {"Inter"}

    first = uploaded(world, font_bytes("Northbeam Sans", 700))
    set_in(world, "Northbeam Sans", 700)
    own, layers, verdict = finished(world, prepared(world, "own"))
    assert fonts_of(layers) == {"Northbeam Sans"}
    assert not alike(own, plain)
    assert [one for one in verdict["findings"] if one["check"] == "fonts" and one["score"] < 1] == []

    pinned = prepared(world, "pinned")
    uploaded(world, font_bytes("Northbeam Sans", 700, "fraunces/fraunces-700.ttf"))
    set_in(world, "Northbeam Sans", 700)
    brand_assets().delete(world.access, world.brand.id, first.id)
    later, _, _ = finished(world, pinned)
    assert alike(later, own)
    newest, layers, _ = finished(world, prepared(world, "newest"))
    assert fonts_of(layers) == {"Northbeam Sans"}
    assert not alike(newest, own)


def preview(world: World) -> dict[str, Any]:
    body = {"texts": northbeam("brief.json")["texts"], "placements": ["x_post"]}
    headers = {"OnBrand-Organization": ORGANIZATION}
    path = f"/v1/templates/{world.template.id}/preview"
    answer = answer_of(
        preview_template(
            http_event("POST", path, body=body, token=claims(REQUESTER), headers=headers), Context()
        )
    )
    assert answer.status == 200, answer.text
    found: dict[str, Any] = answer.json
    return found


def test_the_fit_report_of_a_dry_run_names_the_font(world: World) -> None:
    before = preview(world)
    uploaded(world, variable_bytes("Northbeam Flex", 200, 800))
    set_in(world, "Northbeam Flex", 400, 800)
    after = preview(world)
    assert before["picture"] != after["picture"]
    (fit,) = after["placements"]
    named = {(one["font_family"], one["font_weight"]) for one in fit["layers"] if one["id"] == "headline"}
    assert named == {("Northbeam Flex", 800)}
    assert {one["font_family"] for one in fit["layers"] if one["type"] != "text"} == {None}
