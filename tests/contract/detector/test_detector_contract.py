"""Detectors of faces and labels: in the process, and Rekognition answering as its API reference says."""

from collections.abc import Callable
from typing import Any

import boto3
import pytest
from botocore.exceptions import (
    BotoCoreError,
    ConnectTimeoutError,
    EndpointConnectionError,
    NoCredentialsError,
    ReadTimeoutError,
)
from botocore.stub import Stubber

from onbrand.adapters.memory.detector import MemoryDetector
from onbrand.adapters.rekognition import MAX_BYTES, RekognitionDetector
from onbrand.sourcing import (
    Face,
    Label,
    PictureDetector,
    ProviderAnswerError,
    ProviderError,
    ProviderQuotaError,
    ProviderRefusedError,
    ProviderUnavailableError,
)

JPEG = b"\xff\xd8\xff the picture \xff\xd9"
OK = {"RequestId": "7f8d", "HTTPStatusCode": 200, "HTTPHeaders": {}, "RetryAttempts": 0}
FACE = Face(box=(0.25, 0.125, 0.5, 0.375), confidence=0.9998)
LABELS = (Label(name="Coffee Cup", confidence=0.9812), Label(name="Person", confidence=0.8))
FACES_REPLY = {
    "FaceDetails": [
        {
            "BoundingBox": {"Left": 0.25, "Top": 0.125, "Width": 0.25, "Height": 0.25},
            "Confidence": 99.98,
            "Landmarks": [{"Type": "eyeLeft", "X": 0.3, "Y": 0.2}],
            "Pose": {"Roll": 1.0, "Yaw": -4.0, "Pitch": 2.0},
            "Quality": {"Brightness": 80.0, "Sharpness": 90.0},
        }
    ],
    "ResponseMetadata": OK,
}
LABELS_REPLY = {
    "Labels": [
        {"Name": "Coffee Cup", "Confidence": 98.12, "Parents": [{"Name": "Cup"}], "Instances": []},
        {"Name": "Person", "Confidence": 80.0},
    ],
    "LabelModelVersion": "3.0",
    "ResponseMetadata": OK,
}


def rekognition(prepare: Callable[[Stubber], Any]) -> RekognitionDetector:
    """The adapter over a client that checks every call against the service's model."""
    client = boto3.client(
        "rekognition", region_name="eu-west-1", aws_access_key_id="x", aws_secret_access_key="x"
    )
    stubber = Stubber(client)
    prepare(stubber)
    stubber.activate()
    return RekognitionDetector(client)


def answering(stubber: Stubber) -> None:
    image = {"Bytes": JPEG}
    stubber.add_response("detect_faces", FACES_REPLY, {"Image": image, "Attributes": ["DEFAULT"]})
    stubber.add_response(
        "detect_labels", LABELS_REPLY, {"Image": image, "MaxLabels": 7, "MinConfidence": 75.0}
    )


@pytest.fixture(params=["memory", "rekognition"])
def detector(request: pytest.FixtureRequest) -> PictureDetector:
    return MemoryDetector([FACE], LABELS) if request.param == "memory" else rekognition(answering)


def test_a_detector_says_what_it_sees_and_how_the_call_went(detector: PictureDetector) -> None:
    faces, labels = detector.faces(JPEG), detector.labels(JPEG, 7)
    assert tuple(faces.value) == (FACE,)
    assert tuple(labels.value) == LABELS
    assert (faces.facts.status, labels.facts.status, detector.name) == (200, 200, "rekognition")


def test_boxes_end_with_the_picture_and_those_outside_are_no_faces() -> None:
    boxes = [
        {"Left": -0.1, "Top": 0.9, "Width": 0.3, "Height": 0.3},
        {"Left": 1.02, "Top": 0.2, "Width": 0.1, "Height": 0.1},
    ]
    reply = {
        "FaceDetails": [{"BoundingBox": box, "Confidence": 95.0} for box in boxes],
        "ResponseMetadata": OK,
    }
    detector = rekognition(lambda stubber: stubber.add_response("detect_faces", reply))
    assert [face.box for face in detector.faces(JPEG).value] == [(0.0, 0.9, 0.2, 1.0)]


@pytest.mark.parametrize(
    ("code", "status", "error"),
    [
        ("AccessDeniedException", 400, ProviderRefusedError),
        ("UnrecognizedClientException", 400, ProviderRefusedError),
        ("ProvisionedThroughputExceededException", 400, ProviderQuotaError),
        ("ThrottlingException", 400, ProviderUnavailableError),
        ("InternalServerError", 500, ProviderUnavailableError),
        ("ImageTooLargeException", 400, ProviderAnswerError),
        ("InvalidImageFormatException", 400, ProviderAnswerError),
        ("InvalidParameterException", 400, ProviderAnswerError),
    ],
)
@pytest.mark.parametrize("operation", ["detect_faces", "detect_labels"])
def test_every_documented_error_is_one_of_ours(
    operation: str, code: str, status: int, error: type[ProviderError]
) -> None:
    detector = rekognition(
        lambda stubber: stubber.add_client_error(operation, code, "told", http_status_code=status)
    )
    with pytest.raises(error) as raised:
        detector.faces(JPEG) if operation == "detect_faces" else detector.labels(JPEG, 5)
    assert raised.value.facts.status == status


class Broken:
    """A client whose calls break off."""

    def __init__(self, error: BotoCoreError) -> None:
        self.error = error

    def detect_faces(self, **_: Any) -> None:
        raise self.error


@pytest.mark.parametrize(
    ("error", "reached"),
    [
        (EndpointConnectionError(endpoint_url="https://x"), False),
        (ConnectTimeoutError(endpoint_url="https://x"), False),
        (NoCredentialsError(), False),
        (ReadTimeoutError(endpoint_url="https://x"), True),
    ],
)
def test_a_broken_call_says_whether_it_may_have_been_charged(error: BotoCoreError, reached: bool) -> None:
    with pytest.raises(ProviderUnavailableError) as raised:
        RekognitionDetector(Broken(error)).faces(JPEG)
    assert raised.value.facts.reached is reached


@pytest.mark.parametrize("size", [0, MAX_BYTES + 1])
def test_what_rekognition_would_not_take_is_not_sent(size: int) -> None:
    detector = rekognition(lambda stubber: None)
    with pytest.raises(ProviderAnswerError) as raised:
        detector.faces(bytes(size))
    assert not raised.value.facts.reached


def test_an_answer_that_is_not_as_documented_is_an_error_of_ours() -> None:
    detector = rekognition(
        lambda stubber: stubber.add_response(
            "detect_faces", {"FaceDetails": [{"Confidence": 99.0}], "ResponseMetadata": OK}
        )
    )
    with pytest.raises(ProviderAnswerError):
        detector.faces(JPEG)
