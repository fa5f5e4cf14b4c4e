"""`onbrand up`: the local cloud until Ctrl-C, with its addresses."""

import json
import logging
import signal
import threading
from collections.abc import Sequence
from dataclasses import asdict

from rich.console import Console
from rich.table import Table

from infra.local.cloud import REGION, LocalCloud
from infra.local.fire import RUNNING, STATE
from infra.local.freepik.server import FreepikStandIn
from onbrand.adapters.webhooks.guard import EndpointGuard
from onbrand.kernel.errors import Invalid


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
        RUNNING.write_text(
            json.dumps({"aws_url": cloud.aws_url, "region": REGION, "schedules": schedules}), encoding="utf-8"
        )
        try:
            _tell(console, cloud, freepik)
            stop.wait()
            console.print("Stopping …")
        finally:
            RUNNING.unlink(missing_ok=True)


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
