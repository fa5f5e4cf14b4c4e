import re
from datetime import UTC, datetime, timedelta

import httpx
import jwt
import pytest
from botocore.exceptions import ClientError

from infra.local.codes import Codes, CognitoError

pytestmark = pytest.mark.cloud
PASSWORD = "Correct-horse-7-battery"


def sign_up(cloud, address: str) -> str:
    """A new person's code, from the inbox."""
    cloud.client("cognito-idp").sign_up(ClientId=cloud.client_id, Username=address, Password=PASSWORD)
    return code_for(cloud, address)


def code_for(cloud, address: str) -> str:
    text = cloud.inbox.wait(address)[-1].get_content()
    return re.search(r"\b\d{6}\b", text)[0]


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06d}"


def confirm(cloud, address: str, code: str) -> None:
    cloud.client("cognito-idp").confirm_sign_up(
        ClientId=cloud.client_id, Username=address, ConfirmationCode=code
    )


def sign_in(cloud, address: str, password: str = PASSWORD) -> dict:
    parameters = {"USERNAME": address, "PASSWORD": password}
    answer = cloud.client("cognito-idp").initiate_auth(
        ClientId=cloud.client_id, AuthFlow="USER_PASSWORD_AUTH", AuthParameters=parameters
    )
    return answer["AuthenticationResult"]


def refused(call, *arguments) -> str:
    with pytest.raises(ClientError) as caught:
        call(*arguments)
    return caught.value.response["Error"]["Code"]


def status(cloud, path: str, token: str | None) -> int:
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    return httpx.get(f"{cloud.api_url}{path}", headers=headers).status_code


def test_a_person_needs_the_code_from_the_mail(cloud):
    code = sign_up(cloud, "kim@example.com")
    assert refused(sign_in, cloud, "kim@example.com") == "UserNotConfirmedException"
    assert refused(confirm, cloud, "kim@example.com", wrong(code)) == "CodeMismatchException"
    confirm(cloud, "kim@example.com", code)
    tokens = sign_in(cloud, "kim@example.com")
    claims = jwt.decode(tokens["IdToken"], options={"verify_signature": False})
    assert (claims["email"], str(claims["email_verified"]).lower()) == ("kim@example.com", "true")
    assert refused(confirm, cloud, "kim@example.com", code) == "NotAuthorizedException"


def test_tokens_open_the_members_routes_and_nothing_else_does(cloud):
    code = sign_up(cloud, "lee@example.com")
    confirm(cloud, "lee@example.com", code)
    tokens = sign_in(cloud, "lee@example.com")
    assert status(cloud, "/members/lee", tokens["AccessToken"]) == 200
    assert status(cloud, "/members/lee", tokens["IdToken"]) == 200
    assert status(cloud, "/members/lee", None) == 401
    assert status(cloud, "/members/lee", tokens["AccessToken"][:-4] + "AAAA") == 401


def test_five_wrong_codes_close_the_door_until_a_new_code_is_asked_for(cloud):
    code = sign_up(cloud, "max@example.com")
    for _ in range(5):
        assert refused(confirm, cloud, "max@example.com", wrong(code)) == "CodeMismatchException"
    assert refused(confirm, cloud, "max@example.com", code) == "TooManyFailedAttemptsException"
    cloud.client("cognito-idp").resend_confirmation_code(ClientId=cloud.client_id, Username="max@example.com")
    confirm(cloud, "max@example.com", code_for(cloud, "max@example.com"))


def test_a_forgotten_password_is_changed_with_a_code(cloud):
    address, cognito = "nia@example.com", cloud.client("cognito-idp")
    confirm(cloud, address, sign_up(cloud, address))

    def change(code: str, password: str) -> None:
        cognito.confirm_forgot_password(
            ClientId=cloud.client_id, Username=address, ConfirmationCode=code, Password=password
        )

    cognito.forgot_password(ClientId=cloud.client_id, Username=address)
    code = code_for(cloud, address)
    assert refused(change, wrong(code), "Another-horse-8-battery") == "CodeMismatchException"
    assert refused(change, code, "short") == "InvalidPasswordException"
    change(code, "Another-horse-8-battery")
    assert refused(sign_in, cloud, address) == "NotAuthorizedException"
    assert sign_in(cloud, address, "Another-horse-8-battery")["AccessToken"]


def test_an_unknown_person_gets_no_code(cloud):
    cognito = cloud.client("cognito-idp")
    with pytest.raises(cognito.exceptions.UserNotFoundException):
        cognito.resend_confirmation_code(ClientId=cloud.client_id, Username="nobody@example.com")


def test_a_code_expires_after_a_day():
    now = [datetime(2026, 1, 1, tzinfo=UTC)]
    codes = Codes(lambda: now[0])
    code = codes.make("sign-up", "kim")
    now[0] += timedelta(hours=23, minutes=59)
    codes.check("sign-up", "kim", code)
    now[0] += timedelta(minutes=1)
    with pytest.raises(CognitoError) as caught:
        codes.check("sign-up", "kim", code)
    assert caught.value.kind == "ExpiredCodeException"


def test_codes_are_not_made_more_than_five_times_an_hour():
    now = [datetime(2026, 1, 1, tzinfo=UTC)]
    codes = Codes(lambda: now[0])
    for _ in range(5):
        codes.make("sign-up", "kim")
    with pytest.raises(CognitoError) as caught:
        codes.make("sign-up", "kim")
    assert caught.value.kind == "LimitExceededException"
    now[0] += timedelta(hours=1)
    assert codes.make("sign-up", "kim")
