"""The dry run of a template through its handler: nothing is stored, and what does not fit is said."""

import base64
import io
import re
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from PIL import Image

from functions.preview_template.handler import handler
from onbrand.bootstrap.brand import brand_assets, templates
from onbrand.bootstrap.parts import using
from onbrand.bootstrap.uploads import uploads
from onbrand.identity import Role
from onbrand.placement import CORE_PLACEMENTS, placement
from tests.support.http import Answer, Context, answer_of, claims, http_event
from tests.support.northbeam import APPROVER, ORGANIZATION, REQUESTER, SECOND, add_member, northbeam
from tests.support.world import World

TEXTS = northbeam("brief.json")["texts"]
PLACED = re.compile("|".join(sorted(CORE_PLACEMENTS, key=len, reverse=True)))
ONE = {"texts": TEXTS, "placements": ["instagram_square"]}


@pytest.fixture(scope="module")
def world() -> Iterator[World]:
    made = World()
    with using(made.parts):
        made.found()
        yield made


def preview(
    world: World,
    body: dict[str, Any],
    who: str = REQUESTER,
    template: str | None = None,
    organization: str = ORGANIZATION,
) -> Answer:
    path = f"/v1/templates/{template or world.template.id}/preview"
    headers = {"OnBrand-Organization": organization}
    event = http_event("POST", path, body=body, token=claims(who), headers=headers)
    return answer_of(handler(event, Context()))


def shown(answer: Answer) -> Image.Image:
    assert answer.status == 200, answer.text
    return Image.open(io.BytesIO(base64.b64decode(answer.json["picture"]["data"]))).convert("RGB")


def test_one_placement_is_drawn_and_reported(world: World) -> None:
    answer = preview(world, ONE)
    assert shown(answer).size == (1080, 1080)
    (fit,) = answer.json["placements"]
    assert (fit["placement"], fit["width"], fit["height"]) == ("instagram_square", 1080, 1080)
    sizes = [layer["font_size"] for layer in fit["layers"] if layer["type"] == "text"]
    assert len(sizes) >= 2
    assert fit["smallest_size"] == min(sizes) > 10
    for layer in fit["layers"]:
        x, y, width, height = layer["box"]
        assert min(x, y) >= 0 and x + width <= 1080 and y + height <= 1080


def test_the_whole_set_is_reported_without_pictures(world: World) -> None:
    answer = preview(world, {"texts": TEXTS})
    assert [fit["placement"] for fit in answer.json["placements"]] == list(CORE_PLACEMENTS)
    assert answer.json["picture"] is None
    assert len(answer.body) < 200_000


def test_a_dry_run_stores_nothing(world: World) -> None:
    world.table.drain()
    before = set(world.objects.content_types)
    assert preview(world, ONE).status == 200
    assert {record.new["type"] for record in world.table.drain() if record.new} <= {"rate"}
    assert set(world.objects.content_types) == before


def test_the_same_preview_is_the_same_picture(world: World) -> None:
    assert preview(world, ONE).body == preview(world, ONE).body


def test_the_newest_version_counts_published_or_not(world: World) -> None:
    draft = templates().create(world.access, world.brand.id, northbeam("template.json"))
    answer = preview(world, ONE, template=draft.id)
    assert (answer.json["template_id"], answer.json["template_version"]) == (draft.id, 1)


def test_a_picture_of_the_brand_is_the_photograph(world: World) -> None:
    buffer = io.BytesIO()
    Image.new("RGB", (1600, 1600), "#E01080").save(buffer, "PNG")
    new = {"kind": "image", "name": "pink", "content_type": "image/png", "bytes": 100_000}
    asset, form = brand_assets().begin_upload(world.access, world.brand.id, new)
    pending = preview(world, {**ONE, "photo": asset.id})
    assert (pending.status, pending.json["errors"][0]["pointer"]) == (422, "/photo")
    assert world.objects.upload(form, buffer.getvalue())
    assert uploads().complete(world.access, world.brand.id, asset.id).content_type == "image/jpeg"
    colours = shown(preview(world, {**ONE, "photo": asset.id})).resize((54, 54)).getcolors(3000) or []
    pink = sum(count for count, (red, green, blue) in colours if red > 180 and green < 90 and blue > 80)
    assert pink > 300


def test_texts_that_do_not_fit_are_a_problem_for_each_placement(world: World) -> None:
    body = {"texts": {**TEXTS, "headline": "Extraordinarily uninterrupted mornings " * 9}}
    answer = preview(world, body | {"placements": ["linkedin_cover", "instagram_square"]})
    assert answer.status == 422
    assert answer.json["type"] == "urn:onbrand:problem:texts-do-not-fit"
    assert len(answer.json["errors"]) == 2
    for error, name in zip(answer.json["errors"], ("linkedin_cover", "instagram_square"), strict=True):
        assert error["pointer"] == "/texts/headline"
        assert name in error["detail"]
        assert "Extraordinarily" in error["detail"] or "Not even its first word" in error["detail"]


def test_everything_that_does_not_fit_is_said_at_once(world: World) -> None:
    """Every text that shows on a placement is too long there, and each has an error of its own."""
    long = {
        **TEXTS,
        "headline": "Extraordinarily uninterrupted mornings " * 9,
        "cta": "Order all of them before the end of the week " * 3,
        "eyebrow": "New and never seen before in this part of the world " * 4,
    }
    some = ["instagram_square", "linkedin_cover", "instagram_story", "x_post"]
    answer = preview(world, {"texts": long, "placements": some})
    assert answer.status == 422
    found = {(error["pointer"], *PLACED.findall(error["detail"])) for error in answer.json["errors"]}
    assert len(found) == len(answer.json["errors"])
    assert found == {
        (f"/texts/{layer.id}", name)
        for name in some
        for layer in world.template.design.layers_for(placement(name).family)
        if layer.id in ("headline", "cta", "eyebrow")
    }
    assert answer.json["detail"].endswith(f"And {len(found) - 1} more do not fit.")


def test_a_logo_without_room_is_said_beside_the_texts(world: World) -> None:
    design = northbeam("template.json")
    narrow = {"y": 0, "width": 0.05, "height": 1}
    design["families"]["extreme_banner"]["regions"] = {
        "brand": {"x": 0.95, **narrow},
        "copy": {"x": 0.4, **narrow},
    }
    draft = templates().create(world.access, world.brand.id, design)
    body = {"texts": TEXTS, "placements": ["instagram_square", "linkedin_cover"]}
    answer = preview(world, body, template=draft.id)
    assert answer.status == 422
    pointers = {error["pointer"] for error in answer.json["errors"]}
    assert pointers == {"/placements/1", "/texts/headline", "/texts/body"}
    assert all("linkedin_cover" in error["detail"] for error in answer.json["errors"])


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"texts": {"headline": "Only this", "nonsense": "x"}}, "/texts/nonsense"),
        ({"texts": {}}, "/texts/headline"),
        ({"texts": TEXTS, "placements": ["nowhere"]}, "/placements/0"),
        ({"texts": TEXTS, "photo": "01JZ0000000000000000000009"}, "/photo"),
        ({"texts": TEXTS, "placements": []}, "/placements"),
        ({"texts": TEXTS, "size": 3}, "/size"),
    ],
)
def test_what_is_wrong_is_pointed_at(world: World, body: dict[str, Any], pointer: str) -> None:
    answer = preview(world, body)
    assert answer.status == 422
    assert pointer in [error["pointer"] for error in answer.json["errors"]]


@pytest.mark.parametrize(("who", "status"), [(REQUESTER, 200), (SECOND, 200), (APPROVER, 403)])
def test_those_who_may_ask_for_content_may_try(world: World, who: str, status: int) -> None:
    assert preview(world, ONE, who).status == status


def test_a_template_of_others_is_unknown(world: World) -> None:
    other = "01JZ0000000000000000000077"
    add_member(world.table, "user-elsewhere", Role.OWNER, world.clock, other)
    assert preview(world, ONE, "user-elsewhere", organization=other).status == 404
    assert preview(world, ONE, "user-elsewhere").status == 404


def test_without_a_token_nothing_is_drawn(world: World) -> None:
    event = http_event("POST", f"/v1/templates/{world.template.id}/preview", body=ONE)
    assert answer_of(handler(event, Context())).status == 401


def test_a_photograph_full_of_detail_stays_below_what_a_function_can_answer(world: World) -> None:
    noise = np.random.default_rng(5).integers(0, 255, (2000, 2000, 3), dtype=np.uint8)
    buffer = io.BytesIO()
    Image.fromarray(noise).save(buffer, "JPEG", quality=90)
    new = {"kind": "image", "name": "noise", "content_type": "image/jpeg", "bytes": 19_000_000}
    asset, form = brand_assets().begin_upload(world.access, world.brand.id, new)
    assert world.objects.upload(form, buffer.getvalue())
    uploads().complete(world.access, world.brand.id, asset.id)
    answer = preview(world, {"texts": TEXTS, "placements": ["pinterest_pin"], "photo": asset.id})
    assert shown(answer).size == (1000, 1500)
    assert len(answer.body) < 5_900_000
