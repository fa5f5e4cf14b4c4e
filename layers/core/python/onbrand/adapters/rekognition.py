"""Amazon Rekognition as a detector of faces and labels, and as a reader. Pictures go as bytes: no bucket is opened to it."""

from collections.abc import Callable, Sequence
from time import monotonic
from typing import Any

from botocore.exceptions import (
    BotoCoreError,
    ClientError,
    ConnectTimeoutError,
    EndpointConnectionError,
    NoCredentialsError,
    ParamValidationError,
)

from onbrand.sourcing import (
    Answer,
    CallFacts,
    Face,
    Label,
    ProviderAnswerError,
    ProviderError,
    ProviderQuotaError,
    ProviderRefusedError,
    ProviderUnavailableError,
    TextLine,
)

MAX_BYTES = 5_242_880
"""Of a picture that is sent as bytes (Rekognition's ImageBlob)."""

MIN_LABEL_CONFIDENCE = 75.0

LIMITS = frozenset({"ProvisionedThroughputExceededException", "LimitExceededException"})
REFUSALS = frozenset(
    {
        "AccessDeniedException",
        "UnrecognizedClientException",
        "InvalidSignatureException",
        "ExpiredTokenException",
    }
)
UNSENT = (EndpointConnectionError, ConnectTimeoutError, NoCredentialsError, ParamValidationError)
"""Errors that come before anything is sent."""


class RekognitionDetector:
    """A ``sourcing.ports.PictureDetector`` and a ``TextReader``. ``client``: boto3.client("rekognition")."""

    name = "rekognition"

    def __init__(self, client: Any) -> None:
        self._client = client

    def faces(self, jpeg: bytes) -> Answer[Sequence[Face]]:
        """Faces with their boxes. Raises ProviderErrors."""
        reply, facts = self._asked(self._client.detect_faces, jpeg, Attributes=["DEFAULT"])
        return Answer(_read(_faces, reply, facts), facts)

    def labels(self, jpeg: bytes, most: int) -> Answer[Sequence[Label]]:
        """At most ``most`` labels. Raises ProviderErrors."""
        reply, facts = self._asked(
            self._client.detect_labels, jpeg, MaxLabels=most, MinConfidence=MIN_LABEL_CONFIDENCE
        )
        return Answer(_read(_labels, reply, facts), facts)

    def texts(self, picture: bytes) -> Answer[Sequence[TextLine]]:
        """Lines of at most a hundred words in all. Raises ProviderErrors."""
        reply, facts = self._asked(self._client.detect_text, picture)
        return Answer(_read(_texts, reply, facts), facts)

    def _asked(self, call: Callable[..., Any], jpeg: bytes, **options: Any) -> tuple[Any, CallFacts]:
        if not 0 < len(jpeg) <= MAX_BYTES:
            raise ProviderAnswerError(
                f"Rekognition takes pictures of at most {MAX_BYTES} bytes; this one has {len(jpeg)}."
            ).of_call(CallFacts(reached=False))
        started = monotonic()
        try:
            reply = call(Image={"Bytes": jpeg}, **options)
        except ClientError as error:
            raise _refusal(error.response, started) from error
        except BotoCoreError as error:
            facts = CallFacts(response_time_ms=_since(started), reached=not isinstance(error, UNSENT))
            raise ProviderUnavailableError("Rekognition does not answer at the moment.").of_call(
                facts
            ) from error
        return reply, _facts(reply, started)


def _refusal(response: Any, started: float) -> ProviderError:
    code = response.get("Error", {}).get("Code", "")
    facts = _facts(response, started)
    if code in LIMITS:
        return ProviderQuotaError("The account's limit of calls to Rekognition is reached.").of_call(facts)
    if code in REFUSALS:
        return ProviderRefusedError("Rekognition refused the call: check its permission.").of_call(facts)
    if code == "ThrottlingException" or (facts.status or 500) >= 500:
        return ProviderUnavailableError("Rekognition does not answer at the moment.").of_call(facts)
    return ProviderAnswerError(f"Rekognition cannot use the picture ({code}).").of_call(facts)


def _facts(response: Any, started: float) -> CallFacts:
    status = response.get("ResponseMetadata", {}).get("HTTPStatusCode")
    return CallFacts(status=status, response_time_ms=_since(started))


def _since(started: float) -> int:
    return round((monotonic() - started) * 1000)


def _read(read: Callable[[Any], list[Any]], reply: Any, facts: CallFacts) -> list[Any]:
    try:
        return read(reply)
    except (KeyError, TypeError, ValueError) as error:
        raise ProviderAnswerError("Rekognition's answer is not what its documentation says.").of_call(
            facts
        ) from error


def _faces(reply: Any) -> list[Face]:
    return [
        Face(box=box, confidence=_share(one["Confidence"] / 100))
        for one in reply["FaceDetails"]
        if (box := _box(one["BoundingBox"]))
    ]


def _texts(reply: Any) -> list[TextLine]:
    """The lines alone: their words are told once more, one by one."""
    return [
        TextLine(words=str(one["DetectedText"]), box=box, confidence=_share(one["Confidence"] / 100))
        for one in reply["TextDetections"]
        if one["Type"] == "LINE" and (box := _box(one["Geometry"]["BoundingBox"]))
    ]


def _box(given: Any) -> tuple[float, float, float, float] | None:
    """Within the picture: of a face that its edge cuts, Rekognition's box goes beyond it. None for one outside."""
    left, top = given["Left"], given["Top"]
    right, bottom = left + given["Width"], top + given["Height"]
    box = _share(left), _share(top), _share(right), _share(bottom)
    return box if box[0] < box[2] and box[1] < box[3] else None


def _labels(reply: Any) -> list[Label]:
    return [
        Label(name=str(one["Name"])[:100], confidence=_share(one["Confidence"] / 100))
        for one in reply["Labels"]
    ]


def _share(value: float) -> float:
    return round(min(max(value, 0.0), 1.0), 4)
