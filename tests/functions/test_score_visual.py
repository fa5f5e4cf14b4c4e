"""A visual that was made elsewhere, from its upload to its verdict, through the handlers."""

import io
import struct
from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from hashlib import sha256
from types import SimpleNamespace
from typing import Any

import pytest
from PIL import Image

from functions.complete_brand_asset.handler import handler as complete_handler
from functions.score_visual.handler import handler
from onbrand.adapters.dynamodb.metering import TableRows
from onbrand.adapters.memory.reader import MemoryReader
from onbrand.bootstrap.brand import brand_assets
from onbrand.bootstrap.metering import accounts
from onbrand.bootstrap.parts import Parts, using
from onbrand.brand.assets import texts_key
from onbrand.compliance import Verdict
from onbrand.compliance.model import Box
from onbrand.content.files import read_layers
from onbrand.content.objects import MAX_PICTURE_BYTES
from onbrand.identity import Access, Role
from onbrand.metering import BudgetDesign, Limit
from onbrand.sourcing import TextLine
from tests.support.http import Answer, Context, answer_of, claims, http_event
from tests.support.northbeam import APPROVER, ORGANIZATION, REQUESTER, add_member
from tests.support.parts import ENVIRON, memory_parts
from tests.support.world import World

CREATOR = "user-creator"
PAID = {
    "PICTURE_DETECTOR": "rekognition",
    "REKOGNITION_COSTS": '{"pictures.texts": "0.001"}',
    "REKOGNITION_CURRENCY": "USD",
}
PLACEMENT = "instagram_landscape"


class Upload(SimpleNamespace):
    """A world with the finished file of a request, as if somebody had made it elsewhere, and its texts."""

    world: World
    data: bytes
    lines: list[TextLine]


@pytest.fixture(scope="module")
def made() -> Iterator[Upload]:
    world = World()
    with using(world.parts):
        world.found()
        add_member(world.table, CREATOR, Role.CREATOR, world.clock)
        (variant,) = world.story(world.submit(placements=(PLACEMENT,)).id).variants
        data = world.objects.get(variant.key)
        layers = read_layers(world.objects, variant.layers_key, variant.placement)
    lines = [
        TextLine(words=one.text or "", box=_shares(one.box, layers.width, layers.height), confidence=0.99)
        for one in layers.layers
        if one.type == "text"
    ]
    yield Upload(world=world, data=data, lines=lines)


def _shares(box: Box, wide: int, high: int) -> tuple[float, float, float, float]:
    x, y, width, height = box
    return x / wide, y / high, (x + width) / wide, (y + height) / high


@pytest.fixture
def world(made: Upload) -> Iterator[World]:
    with using(made.world.parts):
        yield made.world


def reading(world: World, reader: MemoryReader) -> Parts:
    """The world's parts where the deployment has a reader."""
    given = {name: getattr(world, name) for name in ("clock", "ids", "table", "objects")}
    return memory_parts(ENVIRON | PAID, **given, text_reader=reader)


def upload(world: World, data: bytes, who: str = CREATOR, **new: Any) -> str:
    access = Access(who, ORGANIZATION, Role.CREATOR if who == CREATOR else Role.OWNER)
    wanted = {
        "kind": "visual",
        "name": "spring-story",
        "content_type": "image/jpeg",
        "bytes": len(data),
        **new,
    }
    asset, form = brand_assets().begin_upload(access, world.brand.id, wanted)
    assert world.objects.upload(form, data)
    return asset.id


def complete(world: World, asset_id: str, who: str = CREATOR) -> Answer:
    path = f"/v1/brands/{world.brand.id}/assets/{asset_id}/complete"
    event = http_event("POST", path, token=claims(who), headers={"OnBrand-Organization": ORGANIZATION})
    return answer_of(complete_handler(event, Context()))


def completed(world: World, data: bytes, who: str = CREATOR, **new: Any) -> str:
    asset_id = upload(world, data, who, **new)
    answer = complete(world, asset_id, who)
    assert answer.json["status"] == "ready", answer.text
    return asset_id


def score(
    world: World, asset_id: str, body: Any = None, who: str = CREATOR, page: str = "", org: str = ORGANIZATION
) -> Answer:
    path = f"/v1/brands/{world.brand.id}/assets/{asset_id}/score{page}"
    event = http_event("POST", path, body=body, token=claims(who), headers={"OnBrand-Organization": org})
    return answer_of(handler(event, Context()))


def encoded(picture: Image.Image, kind: str, **options: Any) -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, kind, **options)
    return buffer.getvalue()


def test_a_visual_is_judged_by_the_bytes_that_came(world: World, made: Upload) -> None:
    asset_id = completed(world, made.data)
    asset = brand_assets().asset(world.access, world.brand.id, asset_id)
    assert world.objects.get(asset.key) == made.data
    answer = score(world, asset_id, {"placement": PLACEMENT})
    assert answer.status == 200, answer.text
    verdict = answer.json
    assert Verdict.model_validate(verdict).to_document() == verdict
    assert verdict["picture_sha256"] == sha256(made.data).hexdigest()
    assert (verdict["placement"], verdict["width"], verdict["height"]) == (PLACEMENT, 1080, 566)
    assert verdict["components"]["logo"] > 0.5
    # nobody reads here, so the texts' families and words are not judged, and that is said
    assert verdict["read_by"] is None
    assert {"typography"} <= {one["component"] for one in verdict["left_out"] if one["unknown"]}
    platform = {one["gate"]: one["passed"] for one in verdict["gates"]}
    assert platform["platform"] is True


def test_format_bytes_and_exact_size_are_those_of_the_file(world: World, made: Upload) -> None:
    picture = Image.open(io.BytesIO(made.data)).convert("RGB").resize((1079, 566))
    asset_id = completed(world, encoded(picture, "PNG"), content_type="image/png")
    verdict = score(world, asset_id, {"placement": PLACEMENT}).json
    assert verdict["width"] == 1079
    wrong = {one["check"] for one in verdict["findings"] if one["severity"] != "ok"}
    assert {"picture_size", "file_format"} <= wrong


def test_without_a_placement_no_platform_is_judged(world: World, made: Upload) -> None:
    verdict = score(world, completed(world, made.data)).json
    assert verdict["placement"] is None
    assert verdict["score"] is not None
    assert all(one["passed"] is None for one in verdict["gates"] if one["gate"] == "platform")


def test_the_words_that_go_with_it_are_judged_where_they_are_given(world: World, made: Upload) -> None:
    asset_id = completed(world, made.data)

    def judged(**words: str) -> dict[str, Any]:
        verdict = score(world, asset_id, {"placement": PLACEMENT, **words}).json
        return {
            one["check"]: one for one in verdict["findings"] if one["check"] in {"alt_text", "caption_length"}
        }

    unknown = judged()
    assert unknown["alt_text"]["unknown"] and unknown["caption_length"]["unknown"]
    good = judged(alt_text="A barista smiles behind the counter of a coffee shop.", caption="Morning Light.")
    assert (good["alt_text"]["severity"], good["caption_length"]["severity"]) == ("ok", "ok")
    long = judged(caption="Morning Light. " * 400)
    assert long["alt_text"]["severity"] != "ok"
    assert long["caption_length"]["severity"] != "ok"


def test_the_report_is_a_page_that_holds_the_file(world: World, made: Upload) -> None:
    asset_id = completed(world, made.data)
    answer = score(world, asset_id, {"placement": PLACEMENT}, page="/report")
    assert answer.status == 200
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert sha256(made.data).hexdigest() in answer.text
    assert "Texts were not read" in answer.text


def test_a_file_too_large_for_an_answer_is_shown_smaller_and_judged_whole(world: World) -> None:
    data = encoded(Image.new("RGB", (1300, 1300), "#17382E"), "PNG", compress_level=0)
    assert len(data) > MAX_PICTURE_BYTES
    answer = score(world, completed(world, data, content_type="image/png"), page="/report")
    assert answer.status == 200
    assert len(answer.body) < 6_000_000
    assert sha256(data).hexdigest() in answer.text
    assert 'viewBox="0 0 1300 1300"' in answer.text


def test_texts_are_read_once_paid_for_and_counted_for_the_brand(world: World, made: Upload) -> None:
    reader = MemoryReader(made.lines)
    with using(reading(world, reader)):
        asset_id = completed(world, made.data)
        first = score(world, asset_id, {"placement": PLACEMENT})
        verdict = first.json
        assert verdict["read_by"] == "rekognition"
        assert verdict["components"]["typography"] is not None
        assert score(world, asset_id, {"placement": PLACEMENT}).body == first.body
        (sent,) = reader.sent
        assert Image.open(io.BytesIO(sent)).format == "JPEG"
        now = world.clock.now()
        booked = TableRows(world.table).calls(ORGANIZATION, now - timedelta(days=1), now + timedelta(days=1))
        (call,) = [one for one in booked if one.cause == asset_id]
        assert (call.brand_id, call.request_id, call.provider, call.operation, call.outcome) == (
            world.brand.id, None, "rekognition", "pictures.texts", "succeeded",
        )  # fmt: skip
        assert str(call.cost.amount) == "0.001"
        # a reading outlives the reader, and goes with its visual
        with using(world.parts):
            assert score(world, asset_id, {"placement": PLACEMENT}).body == first.body
            key = texts_key(brand_assets().asset(world.access, world.brand.id, asset_id))
            assert world.objects.exists(key)
            brand_assets().delete(world.access, world.brand.id, asset_id)
            assert not world.objects.exists(key)


def test_a_reader_that_is_down_or_not_paid_for_is_done_without_and_that_is_said(
    world: World, made: Upload
) -> None:
    reader = MemoryReader(made.lines, down=True)
    with using(reading(world, reader)):
        asset_id = completed(world, made.data)
        answer = score(world, asset_id, page="/report")
        assert answer.status == 200
        assert "Texts were not read" in answer.text
        reader.down = False
        limit = BudgetDesign(limits=(Limit(amount=Decimal("0.0005"), currency="USD"),))
        accounts().set_budget(world.access, None, limit)
        assert score(world, asset_id).json["read_by"] is None
        assert len(reader.sent) == 1
        accounts().set_budget(world.access, None, BudgetDesign(limits=()))
        assert score(world, asset_id).json["read_by"] == "rekognition"
        assert len(reader.sent) == 2


def test_who_makes_content_may_upload_and_score_and_nobody_else(world: World, made: Upload) -> None:
    other, asset_id = "01JZ0000000000000000000077", completed(world, made.data)
    add_member(world.table, "user-elsewhere", Role.OWNER, world.clock, other)
    assert score(world, asset_id, who="user-elsewhere", org=other).status == 404
    assert score(world, asset_id, who=APPROVER).status == 403
    assert score(world, asset_id, who=REQUESTER).status == 200
    assert complete(world, upload(world, made.data), APPROVER).status == 403


def test_what_cannot_be_scored_is_said(world: World, made: Upload) -> None:
    assert score(world, "01JZ0000000000000000000099").status == 404
    pending = score(world, upload(world, made.data))
    assert (pending.status, pending.json["detail"]) == (409, "The upload is not completed yet.")
    picture = score(world, completed(world, made.data, REQUESTER, kind="image", name="beans"))
    assert picture.status == 400
    assert "upload the finished picture" in picture.json["detail"]
    asset_id = completed(world, made.data)
    unknown = score(world, asset_id, {"placement": "myspace"})
    assert (unknown.status, unknown.json["errors"][0]["pointer"]) == (422, "/placement")
    assert score(world, asset_id, {"place": "x"}).json["errors"][0]["pointer"] == "/place"


def test_a_refused_upload_is_not_scored_and_says_why(world: World) -> None:
    asset_id = upload(world, b"no picture at all")
    complete(world, asset_id)
    answer = score(world, asset_id)
    assert answer.status == 409
    assert answer.json["detail"].startswith("The file was refused: The file is not")


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (encoded(Image.new("RGB", (40, 40), "red"), "GIF"), "not a JPEG, PNG or WebP"),
        (encoded(Image.new("RGB", (40, 40), "red"), "JPEG")[:-300], "damaged"),
        (
            encoded(
                Image.new("RGB", (40, 40), "red"), "PNG", save_all=True,
                append_images=[Image.new("RGB", (40, 40), "blue")],
            ),
            "moves",
        ),
        (encoded(Image.new("1", (8000, 4000)), "PNG"), "27.5 megapixels"),
        (b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + b"IHDR" + b"\x7f\xff\xff\xff" * 2, "damaged"),
    ],
    ids=["gif", "cut off", "moving", "too many pixels", "a bomb's header"],
)  # fmt: skip
def test_files_that_would_not_be_published_as_they_are_are_refused(
    world: World, data: bytes, said: str
) -> None:
    answer = complete(world, upload(world, data)).json
    assert answer["status"] == "refused"
    assert said in answer["reason"]


def test_the_type_that_counts_is_that_of_the_file(world: World) -> None:
    data = encoded(Image.new("RGB", (64, 64), "#17382E"), "WEBP")
    asset = brand_assets().asset(world.access, world.brand.id, completed(world, data))
    assert (asset.content_type, asset.key[-5:]) == ("image/webp", ".webp")
