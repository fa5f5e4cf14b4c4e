"""RapidOCR as a reader: it runs in the process, with models that its package brings along, and calls nobody."""

from collections.abc import Sequence
from importlib.util import find_spec
from time import monotonic
from typing import Any, Protocol

from onbrand.sourcing import Answer, CallFacts, ProviderAnswerError, TextLine

PACKAGES = ("rapidocr", "onnxruntime")


class Engine(Protocol):
    """What is used of ``rapidocr.RapidOCR``: its answer has ``img`` (rows, columns, 3), ``boxes`` (four corners each, in
    pixels), ``txts`` and ``scores``; None for the last three when it found nothing."""

    def __call__(self, img_content: bytes, /) -> Any:
        """The lines of an encoded picture."""
        ...


class RapidOcrReader:
    """A ``sourcing.ports.TextReader``."""

    name = "rapidocr"

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def texts(self, picture: bytes) -> Answer[Sequence[TextLine]]:
        """Its lines. Raises ProviderAnswerError when the engine fails, in whatever way."""
        started = monotonic()
        try:
            found = self._engine(picture)
        except Exception as error:  # native code below: it documents no errors of its own
            raise ProviderAnswerError("RapidOCR cannot read the picture.").of_call(_facts(started)) from error
        if found.txts is None or found.boxes is None or found.scores is None:
            return Answer([], _facts(started))
        height, width = found.img.shape[:2]
        lines = [
            TextLine(
                words=words, box=_box(corners, width, height), confidence=min(max(float(score), 0.0), 1.0)
            )
            for corners, words, score in zip(found.boxes, found.txts, found.scores, strict=True)
            if words.strip()
        ]
        return Answer(lines, _facts(started))


def installed_reader(packages: Sequence[str] = PACKAGES) -> RapidOcrReader | None:
    """The reader, where the optional packages are there; None where they are not."""
    if any(find_spec(name) is None for name in packages):
        return None
    from rapidocr import RapidOCR

    # upright lines need no model that turns them
    return RapidOcrReader(RapidOCR(params={"Global.log_level": "error", "Global.use_cls": False}))


def _box(corners: Any, width: int, height: int) -> tuple[float, float, float, float]:
    across = [min(max(float(x) / width, 0.0), 1.0) for x, _ in corners]
    down = [min(max(float(y) / height, 0.0), 1.0) for _, y in corners]
    return min(across), min(down), max(across), max(down)


def _facts(started: float) -> CallFacts:
    return CallFacts(response_time_ms=round((monotonic() - started) * 1000))
