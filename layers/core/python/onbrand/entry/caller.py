"""Who calls: the claims that API Gateway's JWT authorizer has verified, and which organization is meant."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from onbrand.kernel.errors import Invalid, Unauthenticated

ORGANIZATION_HEADER = "onbrand-organization"
MAX_HEADER_LENGTH = 64


class TokenMissingError(Unauthenticated):
    """The call carries no verified token."""


class TokenKindError(Unauthenticated):
    """The token is a good one, but of the other kind."""


class OrganizationHeaderError(Invalid):
    """The header OnBrand-Organization holds no identifier."""


@dataclass(frozen=True, slots=True)
class Caller:
    """The subject of an access token, and the organization of the header when it was sent."""

    subject: str
    organization_id: str | None


@dataclass(frozen=True, slots=True)
class Person:
    """What an ID token says of a person."""

    subject: str
    email: str
    email_verified: bool
    name: str | None


def subject_of(event: Mapping[str, Any]) -> str | None:
    """Who signed in, if anybody did; the token's kind does not matter here."""
    context = event.get("requestContext") or {}
    claims = ((context.get("authorizer") or {}).get("jwt") or {}).get("claims") or {}
    return str(claims["sub"]) if claims.get("sub") else None


def _claims(event: Mapping[str, Any], token_use: str) -> Mapping[str, Any]:
    context = event.get("requestContext") or {}
    claims: Mapping[str, Any] = ((context.get("authorizer") or {}).get("jwt") or {}).get("claims") or {}
    if not claims.get("sub"):
        raise TokenMissingError("Sign in first: this call needs a token.")
    if claims.get("token_use") != token_use:
        wanted = {"access": "an access token", "id": "an ID token"}[token_use]
        raise TokenKindError(f"This call needs {wanted}, and got a token of another kind.")
    return claims


def caller(event: Mapping[str, Any]) -> Caller:
    """The caller by access token. Raises TokenMissingError, TokenKindError, OrganizationHeaderError."""
    claims = _claims(event, "access")
    headers = {str(name).lower(): value for name, value in (event.get("headers") or {}).items()}
    organization = headers.get(ORGANIZATION_HEADER)
    if organization is not None and not (organization.isalnum() and len(organization) <= MAX_HEADER_LENGTH):
        raise OrganizationHeaderError("The header OnBrand-Organization must hold one organization id.")
    return Caller(subject=str(claims["sub"]), organization_id=organization)


def person(event: Mapping[str, Any]) -> Person:
    """The person by ID token. Raises TokenMissingError, TokenKindError."""
    claims = _claims(event, "id")
    name = claims.get("name")
    return Person(
        subject=str(claims["sub"]),
        email=str(claims.get("email", "")),
        # API Gateway hands claims on as texts; Cognito's own form is a boolean.
        email_verified=str(claims.get("email_verified", "")).lower() == "true",
        name=str(name) if name else None,
    )
