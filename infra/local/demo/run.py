"""`onbrand demo`: starts the local cloud, lives through the job, writes the results, stops everything."""

import logging
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import httpx
from rich.console import Console
from rich.table import Table

from infra.local.cloud import LocalCloud
from infra.local.demo import brand as brand_setup
from infra.local.demo import job, results
from infra.local.demo.costs import cost_sentence, cost_table, usage_table
from infra.local.demo.people import Person, join
from infra.local.demo.reports import files_of, order_report
from infra.local.freepik.server import FreepikStandIn
from infra.local.up import freepik_parameters

ZONE = ZoneInfo("Europe/Stockholm")
MAYA = Person("Maya Lindqvist", "maya@northbeam.example", "Morning-Light-2026!")
TOM = Person("Tom Okafor", "tom@northbeam.example", "Second-Crack-2026!")


class Progress:
    """Says what happens, and keeps how long each stage took in seconds."""

    def __init__(self, console: Console) -> None:
        self.console = console
        self.seconds: dict[str, float] = {}

    @contextmanager
    def stage(self, name: str, sentence: str) -> Iterator[Callable[[int, str], None]]:
        """One stage: a spinner while it runs, a tick with its time when it is done. Whoever knows how far it is can
        say so (percent, step)."""
        start = time.monotonic()
        with self.console.status(sentence) as status:
            yield lambda percent, step: status.update(f"{sentence} [dim]{percent} % {step}[/dim]")
        self.seconds[name] = round(time.monotonic() - start, 3)
        self.console.print(f"[green]✓[/green] {sentence} [dim]{self.seconds[name]:.1f} s[/dim]")


def run_demo(out: Path) -> None:
    """The whole job for Northbeam; leaves the files named in the README in ``out``."""
    logging.getLogger("infra.local").setLevel(logging.ERROR)
    console = Console()
    progress = Progress(console)
    started = time.monotonic()
    if out.exists():
        shutil.rmtree(out)
    with ExitStack() as stack:
        work = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="onbrand-demo-")))
        with progress.stage("start", "Starting the local cloud from the synthesized template"):
            freepik = stack.enter_context(FreepikStandIn())
            cloud = stack.enter_context(LocalCloud(work, parameters=freepik_parameters(freepik)))
            http = stack.enter_context(httpx.Client(base_url=cloud.api_url, timeout=60))
        with progress.stage("people", f"{MAYA.name} founds Northbeam, {TOM.name} joins as approver"):
            maya = join(cloud, http, MAYA)
            maya.post("/organizations", {"name": "Northbeam", "slug": "northbeam", "time_zone": ZONE.key})
            maya.post("/organizations/current/members", {"email": TOM.email, "role": "approver"})
            join(cloud, http, TOM)
        with progress.stage("brand", "Brand profile, logos, template and approval workflow"):
            brand = brand_setup.make_brand(maya)
            brand_setup.make_template(maya, brand)
            brand_setup.make_workflow(maya, brand)
        with progress.stage("pipeline", "Fetching, composing, measuring and rendering the brief"):
            waiting = len(cloud.messages(TOM.email))
            request_id = job.submit(maya, brand, "northbeam-morning-light")
            job.follow(maya, request_id, "in_review")
        with progress.stage("approval", f"{TOM.name} opens the mail and approves"):
            job.approve(cloud, TOM, waiting + 1)
            job.follow(maya, request_id, "approved")
        with progress.stage("package", "Packing and fetching the variants"):
            story, package = job.package_of(maya, request_id)
            pictures = results.fetch_variants(maya, story)
            results.check_package(package, pictures)
        with progress.stage("usage", "The nightly usage aggregation"):
            now = datetime.now(ZONE)
            usage = job.usage_after_the_night(cloud, maya, now)
        with progress.stage("report", "Ordering and fetching the report of the day") as told:
            ordered = order_report(maya, "daily_usage", now.date().isoformat(), told)
            report_files = files_of(ordered)
        with progress.stage("results", "Writing the results"):
            story = maya.get(f"/requests/{request_id}")
            compliance = maya.get(f"/requests/{request_id}/compliance")
            states, state_seconds = job.states_of(cloud, request_id)
            seconds = {
                **progress.seconds,
                **{f"state.{name}": value for name, value in state_seconds.items()},
            }
            summary = results.summary_of(story, compliance, states, usage, seconds, pictures)
            summary["costs"] = maya.get(f"/usage/costs?request_id={request_id}")
            report = results.report_of(compliance, pictures, results.layers_of(cloud, story))
            more = results.mails_of(cloud.inbox) | report_files
            results.write_results(out, pictures, package, report, more, summary)
    _tell(console, summary, out, time.monotonic() - started)


def _tell(console: Console, summary: dict, out: Path, seconds: float) -> None:
    table = Table(
        "placement", "size", "bytes", "score", title="Northbeam: Morning Light", title_justify="left"
    )
    for variant in summary["variants"]:
        size = f"{variant['width']}×{variant['height']}"
        table.add_row(variant["placement"], size, f"{variant['bytes']:,}", f"{variant['score']:.2f}")
    console.print(table)
    components = ", ".join(
        f"{name} {'–' if value is None else format(value, '.2f')}"
        for name, value in summary["compliance"]["components"].items()
    )
    console.print(f"Compliance {summary['compliance']['score']:.2f} (lowest variant: {components})")
    console.print(usage_table(summary["usage"]))
    console.print(cost_table(summary["costs"]))
    console.print(cost_sentence(summary["costs"]))
    console.print(
        f"Status [bold]{summary['status']}[/bold] after {seconds:.0f} s. Open {out}/contact-sheet.jpg and {out}/report.html"
    )
