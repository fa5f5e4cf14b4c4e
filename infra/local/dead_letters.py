"""Messages that failed for good, by whatever channel, for somebody at a terminal: listed, and sent again."""

from typing import Any

import httpx
from rich.console import Console
from rich.table import Table

from infra.local.demo.api import ApiClient, ApiRefusedError
from onbrand.kernel.errors import Invalid, Unavailable

PATH = "/messages/deliveries"
TIMEOUT_S = 30


def client(api: str, token: str, organization: str | None = None) -> ApiClient:
    """A client of the API at ``api``, by somebody's access token."""
    headers = {"OnBrand-Organization": organization} if organization else {}
    return ApiClient(httpx.Client(base_url=api.rstrip("/"), headers=headers, timeout=TIMEOUT_S), token)


def listed(api: ApiClient) -> list[dict[str, Any]]:
    """All of them, the latest first. Raises Invalid, Unavailable with the API's words."""
    found: list[dict[str, Any]] = []
    cursor = ""
    while True:
        page = _asked(api, "GET", f"{PATH}?dead=true{cursor}")
        found += page["items"]
        if page["next_cursor"] is None:
            return found
        cursor = f"&cursor={page['next_cursor']}"


def redriven(api: ApiClient, delivery_id: str) -> dict[str, Any]:
    """Has one sent again; as it is then. Raises Invalid, Unavailable with the API's words."""
    answer: dict[str, Any] = _asked(api, "POST", f"{PATH}/{delivery_id}/redrive")
    return answer


def show(console: Console, letters: list[dict[str, Any]]) -> None:
    """A block for each, which fits a narrow terminal; their ids stand whole."""
    if not letters:
        console.print("Nothing has failed for good.")
    for letter in letters:
        table = Table.grid(padding=(0, 2))
        table.add_row("what", f"{letter['channel']}: {letter['kind'].replace('_', ' ')}")
        table.add_row("to", letter["target"]["address"])
        table.add_row("why", letter["why"] or "")
        table.add_row("since", f"{letter['created_at']}, {letter['tries']} tries")
        console.print(letter["id"], style="bold", soft_wrap=True)
        console.print(table)


def _asked(api: ApiClient, method: str, path: str) -> Any:
    try:
        return api.call(method, path)
    except ApiRefusedError as error:
        raise Invalid(str(error)) from error
    except httpx.HTTPError as error:
        raise Unavailable(f"The API does not answer: {error}.") from error
