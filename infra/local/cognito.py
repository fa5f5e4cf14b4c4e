"""Cognito's front: passes requests on to moto, but makes, mails and checks the confirmation codes itself.

moto mails no code and accepts any; whoever signs up here needs the code from the inbox, as on AWS.
"""

import http.client
import json
import logging
import threading
from collections.abc import Callable
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from botocore.exceptions import ClientError

from infra.local.codes import Codes, CognitoError
from infra.local.inbox import Inbox

SENDER = "no-reply@verificationemail.com"
SUBJECT = "Your verification code"
TEXT = "Your confirmation code is {####}"
NO_ADDRESS = "Cannot reset password for the user as there is no registered/verified email or phone_number"
log = logging.getLogger(__name__)
Reply = tuple[int, bytes]


def utc_now() -> datetime:
    """The time now."""
    return datetime.now(UTC)


class CodeDesk:
    """The operations with codes; ``forward`` lets moto do the rest of an operation."""

    def __init__(self, cognito: Any, inbox: Inbox, now: Callable[[], datetime] = utc_now) -> None:
        self._cognito = cognito
        self._inbox = inbox
        self._codes = Codes(now)
        self.operations: dict[str, Callable[[dict[str, Any], Callable[[], Reply]], Reply]] = {
            "SignUp": self._sign_up,
            "ResendConfirmationCode": self._resend,
            "ConfirmSignUp": self._confirm_sign_up,
            "ForgotPassword": self._forgot_password,
            "ConfirmForgotPassword": self._confirm_forgot_password,
        }

    def _sign_up(self, asked: dict[str, Any], forward: Callable[[], Reply]) -> Reply:
        status, body = forward()
        if status == 200:
            self._send_code("sign-up", asked)
        return status, body

    def _resend(self, asked: dict[str, Any], forward: Callable[[], Reply]) -> Reply:
        if self._user(asked)["UserStatus"] != "UNCONFIRMED":
            raise CognitoError("InvalidParameterException", "User is already confirmed.")
        return 200, json.dumps({"CodeDeliveryDetails": self._send_code("sign-up", asked)}).encode()

    def _confirm_sign_up(self, asked: dict[str, Any], forward: Callable[[], Reply]) -> Reply:
        user = self._user(asked)
        if user["UserStatus"] != "UNCONFIRMED":
            text = f"User cannot be confirmed. Current status is {user['UserStatus']}"
            raise CognitoError("NotAuthorizedException", text)
        self._codes.check("sign-up", user["Username"], asked["ConfirmationCode"])
        status, body = forward()
        if status == 200:
            self._codes.use("sign-up", user["Username"])
            self._mark_verified(asked, user["Username"])
        return status, body

    def _forgot_password(self, asked: dict[str, Any], forward: Callable[[], Reply]) -> Reply:
        if _attributes(self._user(asked)).get("email_verified") != "true":
            raise CognitoError("InvalidParameterException", NO_ADDRESS)
        return 200, json.dumps({"CodeDeliveryDetails": self._send_code("password", asked)}).encode()

    def _confirm_forgot_password(self, asked: dict[str, Any], forward: Callable[[], Reply]) -> Reply:
        user = self._user(asked)
        self._codes.check("password", user["Username"], asked["ConfirmationCode"])
        # moto's own ConfirmForgotPassword takes passwords that the pool's policy forbids.
        self._cognito.admin_set_user_password(
            UserPoolId=self._pool_id(asked["ClientId"]),
            Username=user["Username"],
            Password=asked["Password"],
            Permanent=True,
        )
        self._codes.use("password", user["Username"])
        return 200, b"{}"

    def _send_code(self, purpose: str, asked: dict[str, Any]) -> dict[str, str]:
        user = self._user(asked)
        address = _attributes(user)["email"]
        code = self._codes.make(purpose, user["Username"])
        pool = self._cognito.describe_user_pool(UserPoolId=self._pool_id(asked["ClientId"]))["UserPool"]
        wording = pool.get("VerificationMessageTemplate", {})
        text = wording.get("EmailMessage") or TEXT
        self._inbox.send(
            SENDER, address, wording.get("EmailSubject") or SUBJECT, text.replace("{####}", code)
        )
        name, _, domain = address.partition("@")
        return {
            "Destination": f"{name[0]}***@{domain[0]}***",
            "DeliveryMedium": "EMAIL",
            "AttributeName": "email",
        }

    def _mark_verified(self, asked: dict[str, Any], username: str) -> None:
        self._cognito.admin_update_user_attributes(
            UserPoolId=self._pool_id(asked["ClientId"]),
            Username=username,
            UserAttributes=[{"Name": "email_verified", "Value": "true"}],
        )

    def _user(self, asked: dict[str, Any]) -> dict[str, Any]:
        pool_id = self._pool_id(asked["ClientId"])
        return dict(self._cognito.admin_get_user(UserPoolId=pool_id, Username=asked["Username"]))

    def _pool_id(self, client_id: str) -> str:
        for pool in self._cognito.list_user_pools(MaxResults=60)["UserPools"]:
            clients = self._cognito.list_user_pool_clients(UserPoolId=pool["Id"], MaxResults=60)[
                "UserPoolClients"
            ]
            if any(client["ClientId"] == client_id for client in clients):
                return str(pool["Id"])
        raise CognitoError("ResourceNotFoundException", f"User pool client {client_id} does not exist.")


def _attributes(user: dict[str, Any]) -> dict[str, str]:
    return {attribute["Name"]: attribute["Value"] for attribute in user["UserAttributes"]}


class CognitoServer(ThreadingHTTPServer):
    """The endpoint that clients of cognito-idp use."""

    daemon_threads = True

    def __init__(self, desk: CodeDesk, aws_port: int, port: int) -> None:
        super().__init__(("127.0.0.1", port), _Handler)
        self.desk = desk
        self.aws_port = aws_port
        self._thread = threading.Thread(target=self.serve_forever, args=(0.1,), daemon=True)
        self._thread.start()

    @property
    def url(self) -> str:
        """The endpoint."""
        return f"http://127.0.0.1:{self.server_address[1]}"

    def close(self) -> None:
        """Stops serving."""
        self.shutdown()
        self.server_close()
        self._thread.join()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1
    server: CognitoServer

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        name = self.headers.get("X-Amz-Target", "").rpartition(".")[2]
        operation = self.server.desk.operations.get(name)
        try:
            if operation is None:
                self._reply(*self._forward(body))
            else:
                self._reply(*operation(json.loads(body), lambda: self._forward(body)))
        except CognitoError as error:
            self._refuse(error.kind, error.text)
        except ClientError as error:
            self._refuse(error.response["Error"]["Code"], error.response["Error"]["Message"])
        except (KeyError, ValueError) as error:
            self._refuse("InvalidParameterException", f"Missing or malformed: {error}")

    def do_GET(self) -> None:
        self._reply(*self._forward(b""))

    def _forward(self, body: bytes) -> Reply:
        connection = http.client.HTTPConnection("127.0.0.1", self.server.aws_port, timeout=60)
        try:
            headers = {name: value for name, value in self.headers.items() if name.lower() != "connection"}
            connection.request(self.command, self.path, body, headers)
            answer = connection.getresponse()
            return answer.status, answer.read()
        finally:
            connection.close()

    def _refuse(self, kind: str, text: str) -> None:
        self._reply(400, json.dumps({"__type": kind, "message": text}).encode())

    def _reply(self, status: int, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", "application/x-amz-json-1.1")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
        self.wfile.flush()

    def log_message(self, format: str, *args: object) -> None:
        pass
