"""CORS as the template's CorsConfiguration asks for it."""

from dataclasses import dataclass
from typing import Any

from infra.local.gateway.answer import HttpAnswer
from infra.local.gateway.event import Request


@dataclass(frozen=True, slots=True)
class Cors:
    """The API's configuration; the API answers preflights itself."""

    origins: tuple[str, ...]
    methods: tuple[str, ...]
    headers: tuple[str, ...]
    expose: tuple[str, ...]
    max_age_s: int | None
    credentials: bool

    @classmethod
    def from_template(cls, configuration: dict[str, Any]) -> "Cors":
        """Reads the property CorsConfiguration of AWS::ApiGatewayV2::Api."""
        return cls(
            tuple(configuration.get("AllowOrigins", ())),
            tuple(configuration.get("AllowMethods", ())),
            tuple(configuration.get("AllowHeaders", ())),
            tuple(configuration.get("ExposeHeaders", ())),
            int(configuration["MaxAge"]) if "MaxAge" in configuration else None,
            bool(configuration.get("AllowCredentials")),
        )

    def is_preflight(self, request: Request) -> bool:
        """Whether the gateway answers this request without asking a function."""
        return bool(
            request.method == "OPTIONS"
            and request.header("origin")
            and request.header("access-control-request-method")
        )

    def preflight(self, request: Request) -> HttpAnswer:
        """204; without permission headers for an origin that is not allowed."""
        headers = self.answer_headers(request)
        if headers:
            headers.append(("access-control-allow-methods", ",".join(self.methods)))
            headers.append(("access-control-allow-headers", ",".join(self.headers).lower()))
            if self.max_age_s is not None:
                headers.append(("access-control-max-age", str(self.max_age_s)))
        return HttpAnswer(204, headers)

    def answer_headers(self, request: Request) -> list[tuple[str, str]]:
        """What is added to a function's answer; empty without an origin or for one that is not allowed."""
        origin = request.header("origin")
        if origin is None or not self._allows(origin):
            return []
        everyone = "*" in self.origins and not self.credentials
        headers = [("access-control-allow-origin", "*" if everyone else origin)]
        if not everyone:
            headers.append(("vary", "Origin"))
        if self.credentials:
            headers.append(("access-control-allow-credentials", "true"))
        if self.expose:
            headers.append(("access-control-expose-headers", ",".join(self.expose).lower()))
        return headers

    def _allows(self, origin: str) -> bool:
        for allowed in self.origins:
            scheme, star, _ = allowed.partition("*")
            if origin == allowed or (star and origin.startswith(scheme)):
                return True
        return False
