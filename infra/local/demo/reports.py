"""The report that finance would get: ordered, waited for, fetched."""

import time
from collections.abc import Callable
from typing import Any

import httpx

from infra.local.demo.api import ApiClient
from infra.local.demo.job import PATIENCE_S, POLL_S, JobFailedError


def order_report(owner: ApiClient, kind: str, day: str, told: Callable[[int, str], None]) -> dict[str, Any]:
    """A finished report of the period that the day is in; ``told`` hears how far it is (percent, step).

    Raises JobFailedError when it fails or stalls.
    """
    report = owner.post("/reports", {"kind": kind, "day": day})
    deadline = time.monotonic() + PATIENCE_S
    while time.monotonic() < deadline:
        told(report["progress"], report["step"])
        if report["status"] == "finished":
            return report
        if report["status"] == "failed":
            raise JobFailedError(f"The report failed: {report['reason']}")
        time.sleep(POLL_S)
        report = owner.get(f"/reports/{report['id']}")
    raise JobFailedError(f"The report is still at {report['progress']} % after {PATIENCE_S:.0f} seconds.")


def files_of(report: dict[str, Any]) -> dict[str, bytes]:
    """Its files by what they are called in the demo's folder."""
    files = {}
    for file in report["files"]:
        answer = httpx.get(file["url"])
        answer.raise_for_status()
        files[f"report.{file['format']}"] = answer.content
    return files
