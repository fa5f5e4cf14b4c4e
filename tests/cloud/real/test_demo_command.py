"""`onbrand demo` as a person runs it."""

import csv
import io
import json
import os
import re
import subprocess
import sys
import zipfile
from decimal import Decimal
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from PIL import Image

from tests.cloud.processes import running_below

pytestmark = pytest.mark.cloud
PROJECT = Path(__file__).resolve().parents[3]
ONBRAND = Path(sys.executable).with_name("onbrand")
STATES = [
    *("PrepareRequest", "SourceImage", "ComposeAsset", "ScoreCompliance", "RenderVariants"),
    *("ReviewNeeded", "OpenApproval", "StepLeft", "FinalizeRequest"),
]
SUMMARY = {
    *("request_id", "status", "states", "compliance", "variants", "approval", "api_calls", "events"),
    *("usage", "seconds"),
}
EVENTS = [
    *("RequestSubmitted", "ImageSourced", "AssetComposed", "ComplianceScored", "VariantsRendered"),
    *("ApprovalOpened", "ApprovalDecided", "RequestFinalized"),
]


@pytest.mark.timeout(280)
def test_the_demo_leaves_everything_and_ends(tmp_path: Path) -> None:
    out = tmp_path / "demo"
    run = subprocess.Popen(
        [ONBRAND, "demo", "--out", out],
        cwd=PROJECT,
        env={**os.environ, "TMPDIR": str(tmp_path)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    said, _ = run.communicate(timeout=270)
    assert run.returncode == 0, said
    assert running_below(tmp_path) == []

    summary = json.loads((out / "summary.json").read_text())
    assert summary.keys() >= SUMMARY
    assert (summary["status"], summary["states"]) == ("approved", STATES)
    assert [name for name in summary["events"] if name in EVENTS] == EVENTS
    assert summary["compliance"]["components"].keys() == {"colour", "logo", "typography", "layout"}
    assert 0 < summary["compliance"]["score"] <= 1
    assert summary["approval"]["decision"] == "approved"
    assert summary["approval"]["decided_by"]
    for call in summary["api_calls"]:
        assert call.keys() >= {"provider", "operation", "status", "response_time_ms", "cost"}
    assert freepik_cost(summary["usage"]) == freepik_cost(summary["api_calls"]) > 0
    assert (out / "report.pdf").read_bytes().startswith(b"%PDF-")
    assert "freepik" in (out / "report.html").read_text()
    assert (out / "report.csv").read_text(encoding="utf-8-sig").count("freepik") >= 1
    tables = said[said.index("What was called today") :]
    assert "…" not in tables
    assert max(map(len, tables.splitlines())) <= 80

    wanted = core_placements()
    assert [variant["placement"] for variant in summary["variants"]] == list(wanted)
    for variant in summary["variants"]:
        path = out / variant["path"]
        with Image.open(path) as picture:
            assert picture.size == wanted[variant["placement"]] == (variant["width"], variant["height"])
        assert path.stat().st_size == variant["bytes"]
    with zipfile.ZipFile(io.BytesIO((out / "package.zip").read_bytes())) as package:
        assert len(json.loads(package.read("manifest.json"))["variants"]) == len(wanted)
    with Image.open(out / "contact-sheet.jpg") as sheet:
        assert sheet.width > 500

    pages = [*(out / "emails").glob("*.html"), out / "compliance.html", out / "report.html"]
    assert len(pages) >= 4
    for page in pages:
        assert foreign_resources(page.read_text()) == [], page.name


def freepik_cost(items: list[dict[str, Any]]) -> Decimal:
    """What these calls, or sums of calls, cost at Freepik."""
    return sum((Decimal(one["cost"]["amount"]) for one in items if one["provider"] == "freepik"), Decimal(0))


def core_placements() -> dict[str, tuple[int, int]]:
    """The first twelve rows of the table of placements: name and exact size."""
    text = files("onbrand.placement").joinpath("placements.csv").read_text()
    rows = list(csv.DictReader(io.StringIO(text)))[:12]
    return {row["id"]: (int(row["width"]), int(row["height"])) for row in rows}


def foreign_resources(html: str) -> list[str]:
    """What a page would load from elsewhere when it is opened; links that a person follows are none."""
    soup = BeautifulSoup(html, "html.parser")
    loaded = [
        str(tag[name])
        for name in ("src", "srcset", "poster", "background")
        for tag in soup.find_all(**{name: True})
    ]
    loaded += [str(tag["href"]) for tag in soup.find_all("link", href=True)]
    loaded += re.findall(r"url\(\s*['\"]?([^'\")]+)", html)
    return [address[:80] for address in loaded if not address.startswith(("data:", "#"))]
