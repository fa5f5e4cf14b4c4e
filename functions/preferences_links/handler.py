"""Door behind the link that switches a kind of message off: GET shows what it does, only POST does it.

Mail programs post ``List-Unsubscribe=One-Click`` without a page, as RFC 8058 says; people press the page's button.
"""

from email import message_from_string
from typing import Any
from urllib.parse import parse_qs

from functions.preferences_links.pages import PAGES, error_page, switch_page
from onbrand.bootstrap.notify import switch_links, wishes_service
from onbrand.entry.forms import form_text
from onbrand.entry.pages import Page, page_door
from onbrand.kernel.errors import Invalid

ONE_CLICK = ("List-Unsubscribe", "One-Click")
TURNS = {"off": False, "on": True}


@page_door(error_page)
def handler(event: dict[str, Any]) -> Page:
    """Answers one call."""
    switch = switch_links().read(event["pathParameters"]["link"])
    service = wishes_service()
    if event["routeKey"].split(" ")[0] != "POST":
        return switch_page(switch.kind, is_on=service.is_on(switch))
    form = _fields(event)
    if form.get(ONE_CLICK[0]) == ONE_CLICK[1]:
        service.turn(switch, on=False)
        return switch_page(switch.kind, is_on=False)
    if form.get("turn") not in TURNS:
        raise Invalid("Choose whether these messages are sent.")
    service.turn(switch, on=TURNS[form["turn"]])
    return PAGES.see_other(event["rawPath"])


def _fields(event: dict[str, Any]) -> dict[str, str]:
    """The first value of each field; RFC 8058 wants both kinds of forms to be taken."""
    text, media_type = form_text(event), event.get("headers", {}).get("content-type", "")
    if not media_type.startswith("multipart/form-data"):
        return {name: found[0] for name, found in parse_qs(text, max_num_fields=10).items()}
    form = message_from_string(f"Content-Type: {media_type}\r\n\r\n{text}")
    fields: dict[str, str] = {}
    for part in form.walk():
        name = part.get_param("name", header="content-disposition")
        if isinstance(name, str) and not part.is_multipart():
            fields.setdefault(name, str(part.get_payload()).strip())
    return fields
