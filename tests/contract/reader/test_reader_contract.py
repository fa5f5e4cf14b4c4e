"""Readers of texts on a render that both have read: RapidOCR as it answered, Rekognition as its API reference says it
would."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import boto3
import numpy as np
import pytest
from botocore.stub import Stubber

from onbrand.adapters import rapidocr
from onbrand.adapters.rapidocr import RapidOcrReader
from onbrand.adapters.rekognition import RekognitionDetector
from onbrand.compliance.told import SLIPS, Told, read_at
from onbrand.content.reading import LEGIBLE, read_texts
from onbrand.imaging import Composition, LayerType
from onbrand.imaging.render import compose
from onbrand.placement import placement
from onbrand.sourcing import (
    ProviderAnswerError,
    ProviderQuotaError,
    ProviderRefusedError,
    ProviderUnavailableError,
    TextLine,
    TextReader,
)
from tests.support.starters import starter_artwork

PNG = b"\x89PNG of the render"
SIDE = 1080
READ = (
    ("Two bags of", 0.9999, (63, 643, 389, 710)),
    ("spring ilter,", 0.9838, (60, 700, 405, 773)),
    ("-20 %", 0.9236, (728, 715, 1016, 819)),
    ("one good price", 0.9986, (58, 756, 458, 829)),
    ("1 to 14 May", 0.9996, (63, 846, 243, 892)),
    ("on every", 0.9999, (793, 842, 957, 889)),
    ("filter roast", 0.9989, (780, 887, 973, 931)),
    ("Northbeam", 1.0, (130, 960, 365, 1006)),
)
"""What RapidOCR 3.10 read off the render below: words, confidence, box."""


def corners(left: int, top: int, right: int, bottom: int) -> list[list[float]]:
    return [[left, top], [right, top], [right, bottom], [left, bottom]]


def answered(lines=READ) -> SimpleNamespace:
    """As ``rapidocr.RapidOCR`` answers; it has no arrays when it finds nothing."""
    return SimpleNamespace(
        img=np.zeros((SIDE, SIDE, 3), dtype=np.uint8),
        boxes=np.array([corners(*box) for _, _, box in lines], dtype=np.float32) if lines else None,
        txts=tuple(words for words, _, _ in lines) or None,
        scores=tuple(score for _, score, _ in lines) or None,
    )


def detection(kind: str, words: str, score: float, box: tuple[int, int, int, int], at: int) -> dict[str, Any]:
    left, top, right, bottom = (round(one / SIDE, 8) for one in box)
    found = {
        "DetectedText": words,
        "Type": kind,
        "Id": at,
        "Confidence": score * 100,
        "Geometry": {
            "BoundingBox": {"Left": left, "Top": top, "Width": right - left, "Height": bottom - top},
            "Polygon": [
                {"X": x, "Y": y} for x, y in ((left, top), (right, top), (right, bottom), (left, bottom))
            ],
        },
    }
    return found if kind == "LINE" else found | {"ParentId": at}


def told(lines=READ) -> dict[str, Any]:
    """Lines, and their first words once more."""
    both = [
        detection(kind, words if kind == "LINE" else words.split()[0], score, box, at)
        for at, (words, score, box) in enumerate(lines)
        for kind in ("LINE", "WORD")
    ]
    return {"TextDetections": both, "TextModelVersion": "3.0", "ResponseMetadata": {"HTTPStatusCode": 200}}


def rekognition(prepare: Callable[[Stubber], Any]) -> RekognitionDetector:
    client = boto3.client(
        "rekognition", region_name="eu-west-1", aws_access_key_id="x", aws_secret_access_key="x"
    )
    stubber = Stubber(client)
    prepare(stubber)
    stubber.activate()
    return RekognitionDetector(client)


def reader_of(name: str, lines=READ) -> TextReader:
    if name == "rapidocr":
        return RapidOcrReader(lambda picture: answered(lines))
    return rekognition(lambda one: one.add_response("detect_text", told(lines), {"Image": {"Bytes": PNG}}))


@pytest.fixture(params=["rapidocr", "rekognition"])
def name(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture(scope="module")
def composition() -> Composition:
    return compose(starter_artwork("croissant-on-tray", "offer"), placement("instagram_square"))[1]


def test_the_texts_of_a_render_are_read_where_they_stand(name: str, composition: Composition) -> None:
    reader = reader_of(name)
    answer = reader.texts(PNG)
    assert reader.name == name
    assert [one.words for one in answer.value] == [words for words, _, _ in READ]
    lines = read_texts(answer.value, SIDE, SIDE)
    texts = [layer for layer in composition.layers if layer.type is LayerType.TEXT]
    assert len(texts) == 4
    for layer in texts:
        misread = Told(layer, (), read_at(layer.box, lines)).misread
        assert misread is not None, layer.id
        assert misread <= SLIPS, layer.id
    for line, (_, _, (left, top, right, bottom)) in zip(lines, READ, strict=True):
        assert line.box == pytest.approx((left, top, right - left, bottom - top), abs=1)


def test_a_picture_without_texts_has_none(name: str) -> None:
    assert list(reader_of(name, ()).texts(PNG).value) == []


def test_boxes_end_with_the_picture(name: str) -> None:
    [line] = reader_of(name, (("Meet", 0.9, (-20, 1000, 300, 1120)),)).texts(PNG).value
    assert line.box == pytest.approx((0, 1000 / SIDE, 300 / SIDE, 1), abs=1e-4)


def test_lines_that_a_reader_is_unsure_of_are_left_out() -> None:
    lines = [
        TextLine(words=str(share), box=(0, 0, 1, 1), confidence=share) for share in (LEGIBLE, 0.59, 0.99)
    ]
    assert [one.words for one in read_texts(lines, 100, 50)] == [str(LEGIBLE), "0.99"]
    assert read_texts(lines, 100, 50)[0].box == (0, 0, 100, 50)


@pytest.mark.parametrize(
    ("code", "status", "error"),
    [
        ("AccessDeniedException", 400, ProviderRefusedError),
        ("ProvisionedThroughputExceededException", 400, ProviderQuotaError),
        ("ThrottlingException", 400, ProviderUnavailableError),
        ("InternalServerError", 500, ProviderUnavailableError),
        ("InvalidImageFormatException", 400, ProviderAnswerError),
    ],
)
def test_errors_of_rekognition_are_ours(code: str, status: int, error: type[Exception]) -> None:
    reader = rekognition(
        lambda one: one.add_client_error("detect_text", code, "told", http_status_code=status)
    )
    with pytest.raises(error):
        reader.texts(PNG)


def test_errors_of_rapidocr_are_ours() -> None:
    def broken(picture: bytes) -> None:
        raise RuntimeError("onnx")

    with pytest.raises(ProviderAnswerError):
        RapidOcrReader(broken).texts(PNG)


def test_where_a_package_is_missing_there_is_no_reader() -> None:
    assert rapidocr.installed_reader(("json", "no_such_package_at_all")) is None
