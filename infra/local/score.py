"""`onbrand score`: the verdict of the Lambdas on a file, without a cloud."""

import hashlib
import io
from pathlib import Path
from typing import Any

from PIL import Image
from rich.console import Console
from rich.table import Table

from infra.local.files import read_brand, read_bytes, read_former_logos, read_house, read_layers
from onbrand.compliance.judge import judge
from onbrand.compliance.model import FileFacts, Severity
from onbrand.compliance.report import ReportPage, reader_name, render_report
from onbrand.compliance.subject import Subject
from onbrand.content.reading import read_texts
from onbrand.imaging.child import pixels_in_child
from onbrand.kernel.errors import Invalid
from onbrand.placement import placement
from onbrand.sourcing import TextReader


def score_file(
    image: Path,
    brand: Path,
    layers: Path | None,
    placement_id: str | None,
    reader: TextReader | None = None,
) -> ReportPage:
    """The verdict on the picture in a file, with what it was measured on; ``reader`` reads its texts. Raises Invalid
    and its kin."""
    profile, logos, fonts = read_house(brand)
    composition = read_layers(layers) if layers else None
    name = placement_id or (composition.placement if composition else None)
    target = placement(name) if name else None
    data = read_bytes(image)
    found = pixels_in_child(data)
    picture = Image.frombytes("RGB", (found.width, found.height), found.data)
    if composition and picture.size != (composition.width, composition.height):
        raise Invalid(
            f"{image} is {picture.width}x{picture.height} but {layers} describes "
            f"{composition.width}x{composition.height}: they do not belong together."
        )
    read = read_texts(reader.texts(_png(picture)).value, *picture.size) if reader else None
    verdict = judge(
        Subject(
            picture=picture,
            design=profile,
            composition=composition,
            placement=target,
            logos=logos,
            sha256=hashlib.sha256(data).hexdigest(),
            file=FileFacts.of(data),
            former_logos=read_former_logos(brand),
            read=read,
            read_by=reader.name if reader else None,
            fonts=fonts,
        )
    )
    return ReportPage(verdict, data, composition, alone=composition is None)


def _png(picture: Image.Image) -> bytes:
    """What a reader is given: whatever format the file has."""
    buffer = io.BytesIO()
    picture.save(buffer, "PNG", compress_level=1)
    return buffer.getvalue()


def write_report(page: ReportPage, brand: Path, target: Path) -> None:
    """The verdict as one page that opens alone. Raises Invalid when it cannot be written."""
    html = render_report([page], read_brand(brand)[0])
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(html, encoding="utf-8")
    except OSError as error:
        raise Invalid(f"{target} cannot be written: {error}.") from error


def print_verdict(verdict: dict[str, Any]) -> None:
    """The verdict as a person reads it, and who read the texts."""
    console, reader = Console(), verdict["read_by"]
    console.print(
        f"Texts read by {reader_name(reader)}."
        if reader
        else "Reading of texts is off: the extra `ocr` is not installed."
    )
    score = verdict["score"]
    console.print("Nothing to judge" if score is None else f"Score [bold]{score:.2f}[/bold]")
    left_out = {
        one["component"]: "not judged" if one["unknown"] else "nothing to judge"
        for one in verdict["left_out"]
    }
    for component, value in verdict["components"].items():
        console.print(f"  {component:<11}{left_out[component] if value is None else format(value, '.2f')}")
    wrong = sorted(
        (one for one in verdict["findings"] if one["severity"] != Severity.OK),
        key=lambda one: -Severity(one["severity"]).rank,
    )
    unknown = [one for one in verdict["findings"] if one["unknown"]]
    table = Table("severity", "check", "measured", "expected", "what to do", show_lines=False)
    for finding in wrong:
        table.add_row(
            *(str(finding[field]) for field in ("severity", "check", "measured", "expected", "message"))
        )
    for finding in unknown:
        table.add_row("not judged", finding["check"], "", "", finding["message"])
    if table.rows:
        console.print(table)
    right = sum(one["score"] is not None for one in verdict["findings"]) - len(wrong)
    console.print(
        f"{right} measured values are right, {len(wrong)} are not; {len(unknown)} checks could not be judged."
    )
