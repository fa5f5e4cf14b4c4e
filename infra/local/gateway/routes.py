"""Which route of an HTTP API takes a request: exact path, then parameters, then greedy, then $default."""

import re
from dataclasses import dataclass, field
from urllib.parse import unquote


@dataclass(frozen=True, slots=True)
class Route:
    """A route as the template has it; ``authorizer`` is None on public routes."""

    key: str
    function: str
    authorizer: str | None = None
    scopes: tuple[str, ...] = ()
    timeout_s: float = 30.0


@dataclass(frozen=True, slots=True)
class Match:
    """The route that takes a request and what its path parameters hold."""

    route: Route
    parameters: dict[str, str] = field(default_factory=dict)


class RouteTable:
    """All routes of the API."""

    def __init__(self, routes: list[Route]) -> None:
        self._default = next((route for route in routes if route.key == "$default"), None)
        self._routes = sorted(
            ((*route.key.split(" ", 1), route) for route in routes if route.key != "$default"),
            key=lambda row: _rank(row[0], row[1]),
        )

    def match(self, method: str, path: str) -> Match | None:
        """The most specific route for a method and a raw path, or None."""
        for route_method, template, route in self._routes:
            found = _pattern(template).fullmatch(path)
            if route_method in ("ANY", method) and found:
                return Match(route, {name: unquote(value) for name, value in found.groupdict().items()})
        return Match(self._default) if self._default else None


def _rank(method: str, template: str) -> tuple[bool, list[int], bool]:
    """Sort key: greedy paths last; segment by segment literal before parameter; a named method before ANY."""
    segments = template.strip("/").split("/")
    kinds = [2 if part.endswith("+}") else 1 if part.startswith("{") else 0 for part in segments]
    return 2 in kinds, kinds, method == "ANY"


def _pattern(template: str) -> re.Pattern[str]:
    text = "/".join(_segment(part) for part in template.strip("/").split("/"))
    return re.compile(f"/{text}")


def _segment(part: str) -> str:
    if not part.startswith("{"):
        return re.escape(part)
    name = part.strip("{}")
    return f"(?P<{name.rstrip('+')}>{'.+' if name.endswith('+') else '[^/]+'})"
