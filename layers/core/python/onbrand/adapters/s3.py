"""Files in S3. The one place that knows S3's errors."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import quote

from botocore.exceptions import BotoCoreError, ClientError

from onbrand.kernel.objects import (
    ObjectExistsError,
    ObjectMissingError,
    ObjectsUnavailableError,
    PresignedPost,
    Traffic,
)

MISSING = frozenset({"NoSuchKey", "404", "NotFound"})
TAKEN = frozenset({"PreconditionFailed", "ConditionalRequestConflict"})


class S3ObjectStore:
    """``client``: boto3.client("s3")."""

    def __init__(self, client: Any, bucket: str) -> None:
        self._client = client
        self._bucket = bucket
        self.traffic = Traffic()

    def put(self, key: str, data: bytes, content_type: str, *, if_absent: bool = False) -> None:
        """Stores a file; S3 checks the SHA-256 on arrival. Raises ObjectExistsError."""
        self.traffic.stored(len(data))
        only_new = {"IfNoneMatch": "*"} if if_absent else {}
        with _mapped():
            self._client.put_object(
                Bucket=self._bucket,
                Key=key,
                Body=data,
                ContentType=content_type,
                ChecksumAlgorithm="SHA256",
                **only_new,
            )

    def get(self, key: str) -> bytes:
        """The file's bytes. Raises ObjectMissingError."""
        with _mapped():
            data: bytes = self._client.get_object(Bucket=self._bucket, Key=key)["Body"].read()
        self.traffic.read(len(data))
        return data

    def size(self, key: str) -> int | None:
        """The file's bytes, counted; None when there is none."""
        self.traffic.read()
        try:
            with _mapped():
                return int(self._client.head_object(Bucket=self._bucket, Key=key)["ContentLength"])
        except ObjectMissingError:
            return None

    def exists(self, key: str) -> bool:
        """Whether there is a file."""
        return self.size(key) is not None

    def delete(self, key: str) -> None:
        """Removes the file, if there is one."""
        with _mapped():
            self._client.delete_object(Bucket=self._bucket, Key=key)

    def presigned_get(self, key: str, *, filename: str | None = None, expires_s: int = 300) -> str:
        """A link to the file; signing needs no call."""
        parameters = {"Bucket": self._bucket, "Key": key}
        if filename:
            parameters["ResponseContentDisposition"] = (
                f"attachment; filename*=UTF-8''{quote(filename, safe='')}"
            )
        with _mapped():
            url: str = self._client.generate_presigned_url(
                "get_object", Params=parameters, ExpiresIn=expires_s
            )
        return url

    def presigned_post(
        self, key: str, *, content_type: str, max_bytes: int, expires_s: int = 600
    ) -> PresignedPost:
        """A form whose policy pins key, type and size."""
        with _mapped():
            form = self._client.generate_presigned_post(
                Bucket=self._bucket,
                Key=key,
                Fields={"Content-Type": content_type},
                Conditions=[{"Content-Type": content_type}, ["content-length-range", 1, max_bytes]],
                ExpiresIn=expires_s,
            )
        return PresignedPost(form["url"], form["fields"])


@contextmanager
def _mapped() -> Iterator[None]:
    try:
        yield
    except ClientError as error:
        code = error.response["Error"]["Code"]
        if code in MISSING:
            raise ObjectMissingError("The file is not there.") from error
        if code in TAKEN:
            raise ObjectExistsError("There is already a file of this name.") from error
        raise ObjectsUnavailableError("The file store does not answer; please try again.") from error
    except BotoCoreError as error:
        raise ObjectsUnavailableError("The file store does not answer; please try again.") from error
