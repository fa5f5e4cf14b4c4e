"""The JWT authorizer of an HTTP API: issuer, audience, times, RS256 signature, scopes."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import jwt


class UnauthorizedError(Exception):
    """No token, or one that does not hold: 401."""


class ForbiddenError(Exception):
    """The token holds but lacks every scope that the route asks for: 403."""


@dataclass(frozen=True, slots=True)
class JwtAuthorizer:
    """``fetch_keys`` gives the issuer's JWKS document; keys are kept by their id."""

    issuer: str
    audience: tuple[str, ...]
    fetch_keys: Callable[[], bytes]
    _keys: dict[str, Any] = field(default_factory=dict)

    def claims(self, header: str | None, scopes: tuple[str, ...] = ()) -> dict[str, Any]:
        """The claims of a bearer token. Raises UnauthorizedError, ForbiddenError."""
        if not header:
            raise UnauthorizedError
        token = header[7:].strip() if header.lower().startswith("bearer ") else header.strip()
        try:
            claims: dict[str, Any] = jwt.decode(
                token,
                self._key(token),
                algorithms=["RS256"],
                issuer=self.issuer,
                options={"verify_aud": False, "require": ["exp", "iss"]},
            )
        except (jwt.PyJWTError, KeyError, ValueError) as error:
            raise UnauthorizedError from error
        named = claims.get("aud", claims.get("client_id"))
        given = named if isinstance(named, list) else [named]
        if not set(given) & set(self.audience):
            raise UnauthorizedError
        if scopes and not set(scopes) & set(str(claims.get("scope", "")).split()):
            raise ForbiddenError
        return claims

    def _key(self, token: str) -> Any:
        kid = jwt.get_unverified_header(token)["kid"]
        if kid not in self._keys:
            for key in json.loads(self.fetch_keys())["keys"]:
                self._keys[key["kid"]] = jwt.PyJWK({"alg": "RS256", **key}).key
        return self._keys[kid]
