"""What both file stores do alike, and what S3's upload form lets through."""

import base64
import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from botocore.exceptions import ReadTimeoutError
from moto import mock_aws

from onbrand.adapters.memory.objects import MemoryObjects
from onbrand.adapters.s3 import S3ObjectStore
from onbrand.kernel.objects import (
    ObjectExistsError,
    ObjectMissingError,
    ObjectStore,
    ObjectsUnavailableError,
    PresignedPost,
)
from tests.support.table import aws_client

KEY = "org/brands/one.png"


@pytest.fixture
def client() -> Iterator[Any]:
    with mock_aws():
        client = aws_client("s3")
        client.create_bucket(
            Bucket="assets", CreateBucketConfiguration={"LocationConstraint": "eu-central-1"}
        )
        yield client


@pytest.fixture(params=["memory", "s3"])
def objects(request: pytest.FixtureRequest, client: Any) -> ObjectStore:
    return MemoryObjects() if request.param == "memory" else S3ObjectStore(client, "assets")


def test_what_was_put_is_got(objects: ObjectStore) -> None:
    objects.put(KEY, b"one", "image/png")
    assert (objects.get(KEY), objects.size(KEY), objects.exists(KEY)) == (b"one", 3, True)
    objects.put(KEY, b"three", "image/png")
    assert objects.get(KEY) == b"three"


def test_what_is_not_there_is_missing(objects: ObjectStore) -> None:
    with pytest.raises(ObjectMissingError):
        objects.get(KEY)
    assert (objects.size(KEY), objects.exists(KEY)) == (None, False)


def test_a_file_is_only_replaced_where_that_is_meant(objects: ObjectStore) -> None:
    objects.put(KEY, b"first", "image/png", if_absent=True)
    with pytest.raises(ObjectExistsError):
        objects.put(KEY, b"second", "image/png", if_absent=True)
    assert objects.get(KEY) == b"first"


def test_deleting_twice_is_fine(objects: ObjectStore) -> None:
    objects.put(KEY, b"one", "image/png")
    objects.delete(KEY)
    objects.delete(KEY)
    assert not objects.exists(KEY)


def test_links_name_file_and_life(objects: ObjectStore) -> None:
    link = objects.presigned_get(KEY, filename="Café, 50%.jpg", expires_s=77)
    assert "77" in link
    assert "one.png" in link
    assert "Caf%25C3%25A9" in link or "Caf%C3%A9" in link


def allows(post: PresignedPost, *, key: str, content_type: str, size: int, at: datetime) -> bool:
    """S3's evaluation of a POST policy, for the conditions it lists here."""
    policy = json.loads(base64.b64decode(post.fields["policy"]))
    sent = {
        name.lower(): value
        for name, value in {**post.fields, "key": key, "Content-Type": content_type}.items()
        if name not in {"policy", "x-amz-signature"}
    }
    allowed = {"bucket"}
    for condition in policy["conditions"]:
        if isinstance(condition, dict):
            ((name, wanted),) = condition.items()
            allowed.add(name.lower())
            if name != "bucket" and sent.get(name.lower()) != wanted:
                return False
        elif condition[0] == "content-length-range":
            if not condition[1] <= size <= condition[2]:
                return False
        else:
            raise AssertionError(f"unexpected condition {condition}")
    return sent.keys() <= allowed and at < datetime.fromisoformat(policy["expiration"])


def test_the_upload_form_pins_key_type_size_and_time(client: Any) -> None:
    post = S3ObjectStore(client, "assets").presigned_post(
        KEY, content_type="image/png", max_bytes=1000, expires_s=600
    )
    now = datetime.now(UTC)
    good: dict[str, Any] = {"key": KEY, "content_type": "image/png", "size": 1000, "at": now}
    assert allows(post, **good)
    for wrong in (
        {"key": "other/brands/one.png"},
        {"content_type": "text/html"},
        {"size": 1001},
        {"size": 0},
        {"at": now + timedelta(seconds=601)},
    ):
        assert not allows(post, **{**good, **wrong})


def test_the_memory_form_refuses_sizes_too() -> None:
    objects = MemoryObjects()
    post = objects.presigned_post(KEY, content_type="image/png", max_bytes=3)
    assert not objects.upload(post, b"four")
    assert not objects.upload(post, b"")
    assert objects.upload(post, b"one")
    assert objects.get(KEY) == b"one"


def test_a_silent_store_is_unavailable(client: Any) -> None:
    def break_off(request: Any, **_: Any) -> None:
        raise ReadTimeoutError(endpoint_url=request.url)

    client.meta.events.register_first("before-send.s3", break_off)
    objects = S3ObjectStore(client, "assets")
    with pytest.raises(ObjectsUnavailableError):
        objects.get(KEY)
    with pytest.raises(ObjectsUnavailableError):
        S3ObjectStore(aws_client("s3"), "no-such-bucket").put(KEY, b"", "image/png")
