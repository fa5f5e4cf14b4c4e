"""People of the demo: they register with the code from their inbox and sign in with Cognito directly."""

import re
from dataclasses import dataclass
from typing import Any

import httpx

from infra.local.cloud import LocalCloud
from infra.local.demo.api import ApiClient

# The code stands in an element of its own; colours have six digits, too.
CODE = re.compile(r">(\d{6})<")


@dataclass(frozen=True)
class Person:
    """Somebody with an address and a password."""

    name: str
    email: str
    password: str


@dataclass(frozen=True)
class Tokens:
    """What Cognito gives at sign-in."""

    id_token: str
    access_token: str


def sign_up(cloud: LocalCloud, person: Person) -> None:
    """Register and confirm the address with the code that came by mail."""
    cognito = cloud.client("cognito-idp")
    before = len(cloud.messages(person.email))
    cognito.sign_up(
        ClientId=cloud.client_id,
        Username=person.email,
        Password=person.password,
        UserAttributes=[{"Name": "email", "Value": person.email}, {"Name": "name", "Value": person.name}],
    )
    mail = cloud.inbox.wait(person.email, before + 1)[-1]
    body = mail.get_body(("html",))
    code = CODE.search(body.get_content() if body else "")
    if code is None:
        raise LookupError(f"The mail to {person.email} holds no code.")
    cognito.confirm_sign_up(ClientId=cloud.client_id, Username=person.email, ConfirmationCode=code[1])


def sign_in(cloud: LocalCloud, person: Person) -> Tokens:
    """Sign in with the password."""
    answer: dict[str, Any] = cloud.client("cognito-idp").initiate_auth(
        ClientId=cloud.client_id,
        AuthFlow="USER_PASSWORD_AUTH",
        AuthParameters={"USERNAME": person.email, "PASSWORD": person.password},
    )
    result = answer["AuthenticationResult"]
    return Tokens(id_token=result["IdToken"], access_token=result["AccessToken"])


def join(cloud: LocalCloud, http: httpx.Client, person: Person) -> ApiClient:
    """Register, sign in and make the person known to OnBrand; a client that acts for them."""
    sign_up(cloud, person)
    tokens = sign_in(cloud, person)
    ApiClient(http, tokens.id_token).put("/me")
    return ApiClient(http, tokens.access_token)
