"""What the mail of a report shows; the words and drawings are made by who makes the report."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class FileAttached:
    """A file that comes with a mail."""

    name: str
    media_type: str
    data: bytes


class FigureTold(Protocol):
    """A figure beside that of the period before; ``mood``: good, bad or neither."""

    @property
    def label(self) -> str: ...
    @property
    def value(self) -> str: ...
    @property
    def change(self) -> str: ...
    @property
    def mood(self) -> str: ...


class OddityTold(Protocol):
    """What is out of the ordinary."""

    @property
    def subject(self) -> str: ...
    @property
    def sentence(self) -> str: ...


class ChartTold(Protocol):
    """A chart as PNG."""

    @property
    def title(self) -> str: ...
    @property
    def data(self) -> bytes: ...


class AssetTold(Protocol):
    """A finished asset; ``picture``: a small JPEG, missing when it is not there any more."""

    @property
    def title(self) -> str: ...
    @property
    def brand(self) -> str: ...
    @property
    def score(self) -> str: ...
    @property
    def alt_text(self) -> str: ...
    @property
    def picture(self) -> bytes | None: ...


class AssetsTold(Protocol):
    """Assets under one heading."""

    @property
    def title(self) -> str: ...
    @property
    def assets(self) -> Sequence[AssetTold]: ...


class ReportTold(Protocol):
    """A report as its mail tells it. ``warnings``: what must be known of the figures; ``notes``: how they are to be
    read."""

    @property
    def subject(self) -> str: ...
    @property
    def organization(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def period(self) -> str: ...
    @property
    def warnings(self) -> Sequence[str]: ...
    @property
    def oddities(self) -> Sequence[OddityTold]: ...
    @property
    def figures(self) -> Sequence[FigureTold]: ...
    @property
    def charts(self) -> Sequence[ChartTold]: ...
    @property
    def shown(self) -> Sequence[AssetsTold]: ...
    @property
    def notes(self) -> Sequence[str]: ...


@dataclass(frozen=True, slots=True)
class ReportMail:
    """A report and its files."""

    told: ReportTold
    files: tuple[FileAttached, ...]
