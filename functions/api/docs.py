"""The page that shows the API: Swagger UI from the files that Powertools brings along. Nothing is loaded
from elsewhere."""

import base64
import hashlib
from functools import cache
from pathlib import Path

from aws_lambda_powertools.event_handler.openapi import swagger_ui

FILES = Path(swagger_ui.__file__).parent
START = """SwaggerUIBundle({
  url: new URL("v1/openapi.json", document.baseURI).href, dom_id: "#swagger-ui", deepLinking: true,
  validatorUrl: null, docExpansion: "list", filter: true, layout: "BaseLayout",
  presets: [SwaggerUIBundle.presets.apis]
});"""

PHONE = ".swagger-ui .responses-inner { overflow-x: auto }"
"""Tables of headers are wider than a phone; they scroll by themselves, the page does not."""


@cache
def _script() -> str:
    return (FILES / "swagger-ui-bundle.min.js").read_text()


@cache
def docs_page() -> str:
    """The page with script and style in it."""
    style = (FILES / "swagger-ui.min.css").read_text()
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>OnBrand API</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<style>{style}\n{PHONE}</style></head><body><div id="swagger-ui"></div>'
        f"<script>{_script()}</script><script>{START}</script></body></html>"
    )


def _digest(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


@cache
def docs_policy() -> str:
    """Only these two scripts run, and only this origin is asked. Swagger UI sets styles as it goes,
    hence unsafe-inline."""
    return (
        f"default-src 'none'; script-src {_digest(_script())} {_digest(START)}; style-src 'unsafe-inline'; "
        "img-src 'self' data:; font-src data:; connect-src 'self'; base-uri 'none'; form-action 'none'; "
        "frame-ancestors 'none'"
    )
