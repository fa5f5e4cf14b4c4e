"""A picture that somebody made elsewhere: uploaded, judged by its bytes, and shown as a page."""

from hashlib import sha256

import pytest

from infra.local.demo.api import ApiRefusedError
from infra.local.demo.brand import upload
from tests.cloud.real.world import World
from tests.support.artworks import PHOTOS

pytestmark = pytest.mark.cloud


def test_an_uploaded_jpeg_is_scored_and_its_report_opens(world: World) -> None:
    data = (PHOTOS / "croissant-on-tray.jpg").read_bytes()
    brand, new = world.brand["id"], {"kind": "visual", "name": "croissant", "content_type": "image/jpeg"}
    asset = upload(world.owner, brand, data, **new)
    assert (asset["sha256"], asset["bytes"]) == (sha256(data).hexdigest(), len(data))
    path = f"/brands/{brand}/assets/{asset['id']}/score"
    verdict = world.owner.post(path, {"placement": "instagram_square"})
    assert verdict["picture_sha256"] == asset["sha256"]
    assert verdict["read_by"] is None
    wrong = {one["check"] for one in verdict["findings"] if one["severity"] != "ok"}
    assert {"logo_presence", "picture_size"} <= wrong
    answer = world.http.post(f"/v1{path}/report", headers={"Authorization": f"Bearer {world.owner.token}"})
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert answer.text.startswith("<!doctype html>")
    assert asset["sha256"] in answer.text and "Texts were not read" in answer.text
    with pytest.raises(ApiRefusedError, match="answered 403"):
        world.approver.post(path)
