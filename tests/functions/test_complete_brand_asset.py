"""The completion of an upload through its handler; files are decoded in the child process."""

import io
from importlib.resources import files

import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from functions.api.examples import BODIES
from functions.complete_brand_asset.handler import handler
from onbrand.bootstrap.brand import brand_assets
from onbrand.bootstrap.parts import Parts
from tests.support.http import Answer, Context, answer_of, claims, http_event
from tests.support.scenes import Scene, found

SVG = (
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 120 40">'
    b'<rect width="120" height="40" fill="#A8492A"/></svg>'
)


def complete(scene: Scene, asset_id: str, who: str | None = None) -> Answer:
    path = f"/v1/brands/{scene.brand.id}/assets/{asset_id}/complete"
    return answer_of(handler(http_event("POST", path, token=claims(who or scene.owner.id)), Context()))


def upload(scene: Scene, data: bytes | None, **new: object) -> str:
    asset, form = brand_assets().begin_upload(scene.access, scene.brand.id, {**BODIES["startUpload"], **new})
    if data is not None:
        assert scene.parts.objects.upload(form, data)  # type: ignore[attr-defined]
    return asset.id


def test_a_sound_logo_becomes_ready_with_its_size(scene: Scene) -> None:
    asset = complete(scene, upload(scene, SVG)).json
    assert (asset["status"], asset["width"], asset["height"]) == ("ready", 120, 40)
    assert "key" not in asset


def test_completing_twice_changes_nothing(scene: Scene) -> None:
    asset_id = upload(scene, SVG)
    assert complete(scene, asset_id).json == complete(scene, asset_id).json


def test_a_photograph_becomes_ready(scene: Scene) -> None:
    buffer = io.BytesIO()
    Image.new("RGB", (80, 60), "#A8492A").save(buffer, "JPEG")
    new = {"kind": "image", "variant": None, "name": "beans", "content_type": "image/jpeg"}
    asset = complete(scene, upload(scene, buffer.getvalue(), **new)).json
    assert (asset["status"], asset["width"], asset["height"]) == ("ready", 80, 60)


def test_a_png_logo_is_kept_as_our_own(scene: Scene) -> None:
    buffer = io.BytesIO()
    image = Image.new("RGBA", (90, 30), (168, 73, 42, 120))
    image.save(buffer, "PNG", pnginfo=_note("canary"))
    asset = complete(scene, upload(scene, buffer.getvalue(), content_type="image/png")).json
    assert (asset["status"], asset["width"], asset["height"]) == ("ready", 90, 30)
    stored = brand_assets().asset(scene.access, scene.brand.id, asset["id"])
    kept = scene.parts.objects.get(stored.key)
    assert b"canary" in buffer.getvalue() and b"canary" not in kept
    assert Image.open(io.BytesIO(kept)).convert("RGBA").getpixel((9, 9)) == (168, 73, 42, 120)


def _note(text: str) -> PngInfo:
    notes = PngInfo()
    notes.add_text("Comment", text)
    return notes


def test_a_font_becomes_ready_with_its_family_and_weight(scene: Scene) -> None:
    font = files("onbrand_fonts").joinpath("inter/inter-600.ttf").read_bytes()
    new = {"kind": "font", "variant": None, "name": "house-600", "content_type": "font/ttf"}
    asset = complete(scene, upload(scene, font, **new, bytes=2_000_000)).json
    assert (asset["status"], asset["family"], asset["weight"]) == ("ready", "Inter", 600)
    assert (asset["content_type"], asset["width"]) == ("font/ttf", None)


def test_a_font_that_is_none_is_refused_with_the_reason(scene: Scene) -> None:
    new = {"kind": "font", "variant": None, "name": "house", "content_type": "font/woff2"}
    asset = complete(scene, upload(scene, b"wOF2 and nothing", **new)).json
    assert (asset["status"], asset["reason"][-1]) == ("refused", ".")


@pytest.mark.parametrize("data", [b"no picture", SVG.replace(b"<rect", b"<script>x</script><rect")])
def test_a_bad_file_is_refused_with_a_reason(scene: Scene, data: bytes) -> None:
    asset = complete(scene, upload(scene, data)).json
    assert asset["status"] == "refused"
    assert asset["reason"].endswith(".")


def test_a_file_that_has_not_arrived_is_a_problem(scene: Scene) -> None:
    answer = complete(scene, upload(scene, None))
    assert answer.status in (404, 409)
    assert answer.headers["content-type"] == "application/problem+json"


def test_only_those_who_manage_the_brand_may(scene: Scene) -> None:
    assert complete(scene, upload(scene, SVG), scene.approver.id).status == 403


def test_an_asset_of_others_is_unknown(own: Parts, scene: Scene) -> None:
    other = found(own, "southbeam")
    assert complete(scene, upload(scene, SVG), other.owner.id).status == 404
