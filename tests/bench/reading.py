"""What reading adds where RapidOCR is installed: forbidden words in the pixels, without a layer list and under one that
hides them, and what it finds wrong with nothing wrong."""

import io
import statistics
from typing import Any

from PIL import Image

from onbrand.adapters.rapidocr import installed_reader
from onbrand.compliance import ReadText
from onbrand.content.reading import read_texts
from onbrand.sourcing import TextReader
from tests.bench.compliance.bases import bases, stored
from tests.bench.compliance.texts import saying
from tests.bench.compliance.trials import Answer, answer, reasons
from tests.bench.timing import cpu_ms

EVERY = 3  # of the benchmark's renders
STRONG = 3
FOUND, ALARMS = 0.9, 0.01
WORDS = ("forbidden_words",)


def measure() -> list[dict[str, Any]]:
    """Shares, and what a reading costs; one row that says so where no reader is installed."""
    reader = installed_reader()
    if reader is None:
        return [{"name": "reading of texts is off: the extra `ocr` is not installed", "share": 0.0, "of": 0}]
    unlisted, hidden, alarms, costs = [], [], [], []
    for base in bases()[::EVERY]:
        picture, composition = base.whole
        good = stored(picture)
        verdict = base.judged(good, composition, _read(reader, good, costs))
        alarms.append(bool(reasons(verdict)))
        doctored = saying(base, STRONG)
        if doctored is not None:
            bad = stored(doctored[0])
            lines = _read(reader, bad, costs)
            unlisted.append(answer(base.judged(bad, None, lines), WORDS) is Answer.FOUND)
            hidden.append(answer(base.judged(bad, composition, lines), WORDS) is Answer.FOUND)
    return [
        _row("forbidden words read without a list", unlisted, least=FOUND),
        _row("forbidden words read under a list that hides them", hidden, least=FOUND),
        _row("compliant renders that reading finds fault with", alarms, most=ALARMS),
        {"name": "reading one picture", "ms": statistics.median(costs)},
    ]


def _read(reader: TextReader, picture: Image.Image, costs: list[float]) -> tuple[ReadText, ...]:
    buffer = io.BytesIO()
    picture.save(buffer, "PNG", compress_level=1)
    found: list[ReadText] = []
    costs.append(
        cpu_ms(lambda: found.extend(read_texts(reader.texts(buffer.getvalue()).value, *picture.size)))
    )
    return tuple(found)


def _row(name: str, cases: list[bool], *, least: float = 0.0, most: float = 1.0) -> dict[str, Any]:
    share = round(sum(cases) / max(1, len(cases)), 4)
    limit = {"least": least} if least else {"most": most}
    return {"name": name, "share": share, "of": len(cases), **limit, "met": least <= share <= most}
