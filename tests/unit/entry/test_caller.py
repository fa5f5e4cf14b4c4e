"""Who calls, by verified claims."""

import pytest

from onbrand.entry.caller import OrganizationHeaderError, TokenKindError, TokenMissingError, caller, person
from tests.support.http import claims, http_event


def test_an_access_token_names_the_caller_and_the_header_the_organization() -> None:
    who = caller(http_event("GET", "/", token=claims("anna"), headers={"OnBrand-Organization": "01ABC"}))
    assert (who.subject, who.organization_id) == ("anna", "01ABC")


def test_an_id_token_is_no_access_token() -> None:
    with pytest.raises(TokenKindError):
        caller(http_event("GET", "/", token=claims("anna", "id")))


def test_an_access_token_is_no_id_token() -> None:
    with pytest.raises(TokenKindError):
        person(http_event("PUT", "/", token=claims("anna")))


@pytest.mark.parametrize("token", [None, {}, {"token_use": "access"}, {"sub": "", "token_use": "access"}])
def test_without_a_subject_nobody_calls(token: dict[str, str] | None) -> None:
    with pytest.raises(TokenMissingError):
        caller(http_event("GET", "/", token=token))


@pytest.mark.parametrize("value", ["", "a#b", "x" * 65, "01A,01B", "../x"])
def test_the_organization_header_holds_one_identifier(value: str) -> None:
    with pytest.raises(OrganizationHeaderError):
        caller(http_event("GET", "/", token=claims("anna"), headers={"OnBrand-Organization": value}))


@pytest.mark.parametrize(
    ("text", "verified"), [("true", True), ("false", False), ("", False), ("yes", False)]
)
def test_an_address_is_verified_only_by_the_word_true(text: str, verified: bool) -> None:
    token = claims("anna", "id", email="a@b.example", email_verified=text)
    assert person(http_event("PUT", "/", token=token)).email_verified is verified
