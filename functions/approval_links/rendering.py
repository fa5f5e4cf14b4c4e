"""What the pages are made of: templates, their words, and a policy that allows pictures of our own."""

from collections.abc import Sequence
from pathlib import Path

from functions.approval_links.drafts import Pin
from functions.approval_links.moments import day
from onbrand.approval import Point
from onbrand.entry.pages import Pages
from onbrand.placement.names import placement_name

SLOTS = {"cta": "Button text"}
HEADERS = {
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


def _where(placements: Sequence[str], formats: int) -> str:
    """Which of the request's formats a sentence is about."""
    if len(placements) == formats > 1:
        return "In every format"
    return "In " + ", ".join(placement_name(one) for one in placements)


def _spot(place: Point | Pin) -> str:
    """About where on the picture a point lies."""
    across, down = (round(share * 100) for share in (place.x, place.y))
    return f"{across} % from the left, {down} % from the top"


def _sentence(name: str) -> str:
    return name.replace("_", " ").replace("-", " ").capitalize()


PAGES = Pages(
    Path(__file__).with_name("templates"),
    sources="img-src 'self'; ",
    headers=HEADERS,
    filters={
        "percent": lambda score: "not judged" if score is None else f"{round(score * 100)} %",
        "placement_name": placement_name,
        "where": _where,
        "slot_name": lambda name: SLOTS.get(name, _sentence(name)),
        "sentence": _sentence,
        "names": lambda placements: ", ".join(placement_name(one) for one in placements),
        "lowfirst": lambda text: text[:1].lower() + text[1:],
        "capfirst": lambda text: text[:1].upper() + text[1:],
        "picked": lambda texts, names: " ".join(texts[name] for name in names),
        "spot": _spot,
        "day": day,
    },
)
