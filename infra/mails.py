"""Compiles the mails' MJML sources into the HTML templates that are shipped; nothing of MJML is needed at run time."""

from pathlib import Path

from mjml import mjml2html

TEMPLATES = Path(__file__).parents[1] / "layers/core/python/onbrand/notify/templates"
SOURCES = "*.mjml"
NOTE = "{# Compiled from %s by `make mails`; edit that. #}"


def compiled(source: Path) -> str:
    """The HTML template of a source. Raises ValueError for MJML that is none."""
    html = mjml2html(
        source.read_text(), disable_comments=True, fonts={}, include_loader=lambda part: _part(part, source)
    )
    return f"{NOTE % source.name}\n{html.strip()}\n"


def target(source: Path) -> Path:
    """Where the compiled template goes."""
    return source.with_suffix(".html.j2")


def compile_all() -> list[Path]:
    """Compiles every source; what was written."""
    written = []
    for source in sorted(TEMPLATES.glob(SOURCES)):
        target(source).write_text(compiled(source))
        written.append(target(source))
    return written


def _part(name: str, source: Path) -> str:
    return (source.parent / "parts" / f"{Path(name).name}.mjml").read_text()


if __name__ == "__main__":
    for path in compile_all():
        print(path.name)  # noqa: T201 - this is a command
