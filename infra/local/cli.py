"""The command line: for people without a browser, and for scripts."""

import json
import sys
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Annotated, Any

import typer

from onbrand.kernel.errors import OnBrandError

app = typer.Typer(
    name="onbrand",
    help="On-brand social visuals: composed, measured, approved, rendered.",
    no_args_is_help=True,
)
local = typer.Typer(help="Talk to a local cloud that `onbrand up` runs.", no_args_is_help=True)
app.add_typer(local, name="local")

letters = typer.Typer(help="Messages that failed for good, on any deployment.", no_args_is_help=True)
app.add_typer(letters, name="dead-letters")

BAD_INPUT = 2
API = "http://localhost:8080"
Api = Annotated[str, typer.Option(envvar="ONBRAND_API", help="Where the API answers.")]
Token = Annotated[str, typer.Option(envvar="ONBRAND_TOKEN", help="Your access token.")]
Organization = Annotated[
    str | None, typer.Option(envvar="ONBRAND_ORGANIZATION", help="Which one, if you belong to several.")
]

AsJson = Annotated[bool, typer.Option("--json", help="Print exactly one JSON document.")]


def _clear_errors(command: Callable[..., None]) -> Callable[..., None]:
    """Bad input ends with exit code 2 and one clear line."""

    @wraps(command)
    def run(*args: Any, **kwargs: Any) -> None:
        try:
            command(*args, **kwargs)
        except OnBrandError as error:
            typer.echo(" ".join(error.detail.split()), err=True)
            raise typer.Exit(BAD_INPUT) from error

    return run


@app.command()
@_clear_errors
def demo(
    out: Annotated[Path, typer.Option(help="Where the results go.")] = Path("out/demo"),
) -> None:
    """Run the whole job for an invented coffee brand on the local cloud."""
    from infra.local.cloud import FAILED_LOGS
    from infra.local.demo.api import ApiRefusedError
    from infra.local.demo.job import JobFailedError
    from infra.local.demo.run import run_demo

    try:
        run_demo(out)
    except (ApiRefusedError, JobFailedError, TimeoutError) as error:
        typer.echo(f"{error}\nWhat the functions said is in {FAILED_LOGS}.", err=True)
        raise typer.Exit(1) from error


@app.command()
@_clear_errors
def up(
    webhooks_to: Annotated[
        list[str] | None,
        typer.Option(
            metavar="ORIGIN",
            help="Where webhooks may lead beside the public internet, such as http://localhost:3000; may be repeated.",
        ),
    ] = None,
) -> None:
    """Run the local cloud until Ctrl-C."""
    from infra.local.up import run

    run(webhooks_to or [])


@local.command("fire")
@_clear_errors
def fire(
    schedule: Annotated[str, typer.Argument(help="The schedule's function, for example settle_due.")],
    at: Annotated[str | None, typer.Option(help="The time it shall believe it is (ISO 8601).")] = None,
) -> None:
    """Run a schedule of the running local cloud now."""
    from infra.local.fire import fire as fire_schedule

    typer.echo(fire_schedule(schedule, at))


@letters.command("list")
@_clear_errors
def list_letters(
    token: Token, api: Api = API, organization: Organization = None, as_json: AsJson = False
) -> None:
    """List what failed for good: mails and webhooks, the latest first."""
    from rich.console import Console

    from infra.local.dead_letters import client, listed, show

    found = listed(client(api, token, organization))
    if as_json:
        _print_json(found)
    else:
        show(Console(), found)


@letters.command("redrive")
@_clear_errors
def redrive_letter(
    delivery: Annotated[str, typer.Argument(help="Its id, as `list` shows it.")],
    token: Token,
    api: Api = API,
    organization: Organization = None,
) -> None:
    """Have one sent again."""
    from infra.local.dead_letters import client, redriven

    typer.echo(f"{redriven(client(api, token, organization), delivery)['id']} is sent again.")


@app.command()
@_clear_errors
def render(
    photo: Annotated[Path, typer.Argument(help="A photograph: JPEG, PNG or WebP.")],
    brand: Annotated[Path, typer.Option(help="brand.json: profile, logo and font files.")],
    template: Annotated[Path, typer.Option(help="template.json.")],
    out: Annotated[Path, typer.Option(help="Folder for the pictures and their layers.")],
    text: Annotated[
        list[str] | None, typer.Option(metavar="KEY=VALUE ...", help="Texts of the template.")
    ] = None,
    more: Annotated[list[str] | None, typer.Argument(hidden=True)] = None,
    placements: Annotated[str, typer.Option(help="Placements separated by commas, or all.")] = "all",
    as_json: AsJson = False,
) -> None:
    """Compose a photograph with a brand's template for every placement."""
    from infra.local.render import render_files

    # Click gives an option one value; those after it arrive as arguments.
    report = render_files(photo, brand, template, out, [*(text or []), *(more or [])], placements)
    if as_json:
        _print_json(report)
        return
    for variant in report["variants"]:
        typer.echo(f"{variant['path']}  {variant['width']}x{variant['height']}  {variant['bytes']:,} bytes")


@app.command()
@_clear_errors
def score(
    image: Annotated[Path, typer.Argument(help="The picture to judge.")],
    brand: Annotated[Path, typer.Option(help="brand.json: profile, logo and font files.")],
    layers: Annotated[
        Path | None, typer.Option(help="The layers that `render` wrote beside the picture.")
    ] = None,
    placement: Annotated[str | None, typer.Option(help="The placement it is for.")] = None,
    html: Annotated[Path | None, typer.Option(help="Also write the report here, as one page.")] = None,
    as_json: AsJson = False,
) -> None:
    """Measure a picture by a brand's profile."""
    from infra.local.score import print_verdict, score_file, write_report
    from onbrand.adapters.rapidocr import installed_reader

    page = score_file(image, brand, layers, placement, installed_reader())
    verdict = page.verdict.to_document()
    if html is not None:
        write_report(page, brand, html)
    if as_json:
        _print_json(verdict)
    else:
        print_verdict(verdict)


def _print_json(document: Any) -> None:
    sys.stdout.write(json.dumps(document, ensure_ascii=False, indent=1) + "\n")


def main() -> None:
    """Entry point of the ``onbrand`` command."""
    app()
