"""A report as its mail tells it: every word and drawing ready, so that who sends it needs neither figures nor tools."""

from collections.abc import Mapping, Sequence

from pydantic import ConfigDict

from onbrand.analytics.anomalies import RULE
from onbrand.analytics.model import FileFormat, ReportFile
from onbrand.analytics.page import ReportPage, ShownAsset, Unit
from onbrand.analytics.wording import (
    ROUNDED,
    anomaly_sentence,
    change,
    mood,
    period_name,
    plain_day,
    shown,
    subject,
)
from onbrand.kernel.values import Value

MEDIA_TYPES = {
    FileFormat.HTML: "text/html; charset=utf-8",
    FileFormat.PDF: "application/pdf",
    FileFormat.CSV: "text/csv; charset=utf-8",
}
ATTACHED = (FileFormat.PDF, FileFormat.CSV)
OPEN = "These days are not over or not summed yet: the figures still grow."


LEDGERS = "Ledgers"
"""The subject of what does not add up."""


class Figure(Value):
    """A figure beside that of the period before; ``mood``: good, bad or neither."""

    label: str
    value: str
    change: str
    mood: str


class Oddity(Value):
    """What is out of the ordinary."""

    subject: str
    sentence: str


class _Drawn(Value):
    model_config = ConfigDict(ser_json_bytes="base64", val_json_bytes="base64")


class ChartPicture(_Drawn):
    """A chart as PNG."""

    title: str
    data: bytes


class AssetPicture(_Drawn):
    """A finished asset; ``picture``: a small JPEG, missing when it is not there any more."""

    title: str
    brand: str
    score: str
    alt_text: str
    picture: bytes | None


class AssetGroup(Value):
    """Assets under one heading."""

    title: str
    assets: tuple[AssetPicture, ...]


class DigestFile(Value):
    """A file of the report: what it is called in a mail, and where it lies."""

    name: str
    media_type: str
    key: str


class ReportDigest(Value):
    """``warnings``: what must be known of the figures; ``notes``: how they are to be read."""

    subject: str
    organization: str
    title: str
    period: str
    warnings: tuple[str, ...]
    oddities: tuple[Oddity, ...]
    figures: tuple[Figure, ...]
    charts: tuple[ChartPicture, ...]
    shown: tuple[AssetGroup, ...]
    notes: tuple[str, ...]
    files: tuple[DigestFile, ...]


def digest_key(organization_id: str, report_id: str) -> str:
    """Where a report's digest lies."""
    return f"{organization_id}/reports/{report_id}.mail.json"


def digest_of(
    page: ReportPage, charts: Sequence[bytes], files: Sequence[ReportFile], name: str
) -> ReportDigest:
    """``charts``: PNGs of the page's charts, in their order; ``name``: of attached files, without extension."""
    by_format: Mapping[FileFormat, ReportFile] = {file.format: file for file in files}
    groups = (("Best assets", page.best), ("Assets with the lowest scores", page.worst))
    zone = page.time_zone.replace("_", " ")
    return ReportDigest(
        subject=subject(page),
        organization=page.organization,
        title=page.title,
        period=period_name(page.kind, page.period),
        warnings=tuple(_warnings(page)),
        oddities=(
            *(Oddity(subject=LEDGERS, sentence=finding) for finding in page.findings),
            *(Oddity(subject=one.subject, sentence=anomaly_sentence(one)) for one in page.anomalies),
        ),
        figures=tuple(
            Figure(
                label=tile.label,
                value=shown(tile.value, tile.unit),
                change=change(tile, page.kind),
                mood=mood(tile),
            )
            for tile in page.tiles
        ),
        charts=tuple(
            ChartPicture(title=chart.title, data=data)
            for chart, data in zip(page.charts, charts, strict=True)
            if not chart.is_empty
        ),
        shown=tuple(
            AssetGroup(title=title, assets=tuple(map(_asset, assets))) for title, assets in groups if assets
        ),
        notes=(
            f"Compared with {period_name(page.kind, page.before)}.",
            f"Days begin and end at midnight in {zone}.",
            RULE,
            ROUNDED,
        ),
        files=tuple(
            DigestFile(
                name=f"{name}.{format_.value}", media_type=MEDIA_TYPES[format_], key=by_format[format_].key
            )
            for format_ in ATTACHED
        ),
    )


def _warnings(page: ReportPage) -> list[str]:
    missing = ", ".join(map(plain_day, page.troubled))
    troubled = [f"Could not be summed, so they are missing here: {missing}."] if missing else []
    return ([OPEN] if page.is_open else []) + troubled


def _asset(asset: ShownAsset) -> AssetPicture:
    return AssetPicture(
        title=asset.title,
        brand=asset.brand,
        score=shown(asset.score, Unit.SHARE),
        alt_text=asset.alt_text,
        picture=asset.picture,
    )
