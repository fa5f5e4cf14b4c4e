"""`onbrand up`: the local cloud until Ctrl-C, with its addresses; `onbrand local fire` talks to it."""

import json
import logging
import signal
import threading
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

import boto3
from botocore.exceptions import EndpointConnectionError
from rich.console import Console
from rich.table import Table

from infra.local.cloud import REGION, LocalCloud
from infra.local.freepik.server import FreepikStandIn
from infra.local.functions import DUMMY_CREDENTIALS
from infra.local.schedules import Schedule
from onbrand.adapters.webhooks.guard import EndpointGuard
from onbrand.kernel.errors import Invalid, NotFound, Unavailable

STATE = Path(".build/local")
RUNNING = STATE / "running.json"


def freepik_parameters(freepik: FreepikStandIn) -> dict[str, str]:
    """The stack parameters that point a deployment at the stand-in."""
    return {"FreepikBaseUrl": freepik.base_url, "FreepikDownloadOrigins": freepik.base_url}


def checked_origins(origins: Sequence[str]) -> list[str]:
    """The origins without a slash at their end. Raises Invalid for what is none with its port."""
    plain = [origin.rstrip("/") for origin in origins]
    try:
        EndpointGuard(plain)
    except ValueError:
        raise Invalid(
            "--webhooks-to takes an origin with its port, such as http://localhost:3000, "
            f"not {', '.join(origins)}."
        ) from None
    return plain


def run(webhooks_to: Sequence[str] = ()) -> None:
    """Start everything, print the addresses, wait for Ctrl-C, stop everything. ``webhooks_to``: origins that
    webhooks may lead to beside the public internet."""
    origins = checked_origins(webhooks_to)
    logging.getLogger("infra.local").setLevel(logging.ERROR)
    console = Console()
    stop = threading.Event()
    for signal_number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(signal_number, lambda *_: stop.set())
    with (
        FreepikStandIn() as freepik,
        LocalCloud(
            STATE, parameters=freepik_parameters(freepik), webhook_origins=origins, clock=True
        ) as cloud,
    ):
        schedules = [asdict(cloud.schedules.find(name)) for name in cloud.schedules.names()]
        RUNNING.write_text(json.dumps({"aws_url": cloud.aws_url, "schedules": schedules}), encoding="utf-8")
        try:
            _tell(console, cloud, freepik)
            stop.wait()
            console.print("Stopping …")
        finally:
            RUNNING.unlink(missing_ok=True)


def fire(name: str, at: str | None) -> str:
    """Run a schedule of the running local cloud as if it were ``at``; the function's answer.

    Raises Unavailable when no local cloud runs, NotFound for an unknown schedule, Invalid for a time that is none.
    """
    try:
        running = json.loads(RUNNING.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise Unavailable("No local cloud is running here; start one with: onbrand up.") from None
    try:
        moment = datetime.now(UTC) if at is None else datetime.fromisoformat(at)
    except ValueError:
        raise Invalid(f"--at takes an ISO 8601 time such as 2026-03-01T01:15:00+00:00, not {at!r}.") from None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    schedules = [Schedule(**entry) for entry in running["schedules"]]
    wanted = name.replace("_", "").lower()
    found = [one for one in schedules if wanted in one.name.replace("_", "").replace("-", "").lower()]
    if len(found) != 1:
        raise NotFound(
            f"There is no schedule {name!r}; there are {', '.join(one.name for one in schedules)}."
        )
    credentials = {key.lower(): value for key, value in DUMMY_CREDENTIALS.items()}
    functions = boto3.client("lambda", endpoint_url=running["aws_url"], region_name=REGION, **credentials)
    try:
        answer = functions.invoke(FunctionName=found[0].function, Payload=found[0].payload(moment))
    except EndpointConnectionError:
        raise Unavailable("The local cloud does not answer; start it again with: onbrand up.") from None
    return answer["Payload"].read().decode()


def _tell(console: Console, cloud: LocalCloud, freepik: FreepikStandIn) -> None:
    table = Table("OnBrand's local cloud", "", show_lines=False)
    for what, where in (
        ("API", f"{cloud.api_url}/v1"),
        ("API documentation", f"{cloud.api_url}/docs"),
        ("Inbox", cloud.inbox_url),
        ("Sign-up and sign-in (Cognito)", cloud.cognito_url),
        ("User pool client", cloud.client_id),
        ("AWS (moto)", cloud.aws_url),
        ("Freepik stand-in", freepik.base_url),
        ("Logs of the functions", str(cloud.logs)),
        ("Webhooks may lead to", ", ".join(("the public internet", *cloud.webhook_origins))),
        ("Schedules", ", ".join(cloud.schedules.names())),
    ):
        table.add_row(what, where)
    console.print(table)
    if cloud.unsupported:
        console.print("Not emulated here, though in the template:")
        for line in sorted(set(cloud.unsupported)):
            console.print(f"  [dim]{line}[/dim]")
    console.print("Ctrl-C stops it.")
