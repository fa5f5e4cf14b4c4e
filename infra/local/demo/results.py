"""What the demo leaves behind: pictures, contact sheet, reports, mails, package and a summary."""

import io
import json
import re
import zipfile
from pathlib import Path
from typing import Any

import httpx

from infra.local import northbeam
from infra.local.cloud import LocalCloud
from infra.local.demo.api import ApiClient
from infra.local.files import read_brand, write_all
from infra.local.inbox import Inbox, html_of, recipients
from onbrand.compliance.model import Verdict
from onbrand.compliance.report import Before, ReportPage, render_report
from onbrand.imaging.contact_sheet import contact_sheet
from onbrand.imaging.model import Composition

SLUG = re.compile(r"[^a-z0-9]+")


def fetch_variants(requester: ApiClient, story: dict[str, Any]) -> dict[str, bytes]:
    """Every variant's bytes by placement, each through the API's redirect."""
    request_id = story["request"]["id"]
    files = {}
    for variant in story["variants"]:
        url = requester.location(f"/requests/{request_id}/variants/{variant['placement']}/file")
        answer = httpx.get(url)
        answer.raise_for_status()
        files[variant["placement"]] = answer.content
    return files


def layers_of(cloud: LocalCloud, story: dict[str, Any]) -> dict[str, Composition]:
    """The layers of every variant by placement, from the bucket."""
    request = story["request"]
    key = f"{request['organization_id']}/requests/{request['id']}/{request['attempt']}/layers.json"
    stored = cloud.client("s3").get_object(Bucket=cloud.outputs["AssetsBucketName"], Key=key)
    document = json.loads(stored["Body"].read())
    return {name: Composition.model_validate(layers) for name, layers in document.items()}


def report_of(compliance: dict[str, Any], pictures: dict[str, bytes], layers: dict[str, Composition]) -> str:
    """The self-contained compliance page over all variants."""
    profile, _ = read_brand(northbeam.HERE / "brand.json")
    lead = compliance["asset"]
    lead_remedy = {lead["placement"]: lead["remedy"]} if lead else {}
    pages = [
        ReportPage(
            Verdict.model_validate(entry["verdict"]),
            pictures[entry["placement"]],
            layers.get(entry["placement"]),
            _before(entry["remedy"] or lead_remedy.get(entry["placement"])),
        )
        for entry in compliance["variants"]
    ]
    return render_report(pages, profile)


def _before(remedy: dict[str, Any] | None) -> Before | None:
    if remedy is None:
        return None
    changes = tuple(change["message"] for change in remedy["changes"])
    return Before(Verdict.model_validate(remedy["before"]), changes)


def mails_of(inbox: Inbox) -> dict[str, bytes]:
    """Every mail as an HTML file that opens alone; a plain one as preformatted text."""
    files = {}
    for number, message in enumerate(inbox.messages(), start=1):
        html = html_of(message)
        if html is None:
            body = message.get_body(("plain",))
            html = f"<!doctype html><meta charset='utf-8'><pre>{body.get_content() if body else ''}</pre>"
        subject = SLUG.sub("-", str(message["Subject"]).lower()).strip("-")[:60]
        person = recipients(message)[0].partition("@")[0]
        files[f"emails/{number:02d}-{person}-{subject}.html"] = html.encode()
    return files


def summary_of(
    story: dict[str, Any],
    compliance: dict[str, Any],
    states: list[str],
    usage: list[dict[str, Any]],
    seconds: dict[str, float],
    pictures: dict[str, bytes],
) -> dict[str, Any]:
    """``summary.json``: what happened, for people and for scripts."""
    request = story["request"]
    lead = compliance["variants"][0]["verdict"]
    lowest = min(compliance["variants"], key=lambda entry: entry["verdict"]["score"])["verdict"]
    return {
        "request_id": request["id"],
        "status": request["status"],
        "states": states,
        "compliance": {
            "score": request["score"],
            "components": lowest["components"],
            "outcome": request["outcome"],
            "lead_score": lead["score"],
        },
        "variants": [
            {
                "placement": variant["placement"],
                "width": variant["width"],
                "height": variant["height"],
                "bytes": len(pictures[variant["placement"]]),
                "path": f"variants/{variant['placement']}.jpg",
                "score": variant["score"],
            }
            for variant in story["variants"]
        ],
        "approval": {
            "decision": request["decision"]["decision"],
            "decided_by": request["decision"]["decided_by"],
        },
        "api_calls": [
            {
                "provider": call["provider"],
                "operation": call["operation"],
                "status": call["status"],
                "response_time_ms": call["response_time_ms"],
                "cost": call["cost"],
            }
            for call in story["calls"]
        ],
        "events": [event["type"] for event in story["events"]],
        "usage": usage,
        "seconds": seconds,
    }


def write_results(
    out: Path,
    pictures: dict[str, bytes],
    package: bytes,
    report: str,
    more: dict[str, bytes],
    summary: dict[str, Any],
) -> None:
    """All files, or none."""
    files = {f"variants/{name}.jpg": data for name, data in pictures.items()}
    files["contact-sheet.jpg"] = contact_sheet(pictures)
    files["compliance.html"] = report.encode()
    files |= more
    files["package.zip"] = package
    files["summary.json"] = (json.dumps(summary, indent=1, ensure_ascii=False) + "\n").encode()
    write_all(out, files)


def check_package(package: bytes, pictures: dict[str, bytes]) -> None:
    """The package holds the very variants that the API serves. Raises ValueError."""
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        manifest = json.loads(archive.read("manifest.json"))
        packed = {entry["placement"]: archive.read(entry["file"]) for entry in manifest["variants"]}
    if packed != pictures:
        raise ValueError("The package holds other pictures than the API serves.")
