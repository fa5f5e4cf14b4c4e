"""A client of the members' API, as a web client would be one."""

from dataclasses import dataclass
from typing import Any

import httpx


class ApiRefusedError(Exception):
    """The API answered with a problem (RFC 9457)."""


@dataclass
class ApiClient:
    """Calls ``/v1`` with a person's access token."""

    http: httpx.Client
    token: str

    def call(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        """The JSON answer. Raises ApiRefusedError with the problem's words."""
        answer = self.http.request(
            method,
            f"/v1{path}",
            json=body,
            headers={
                "Authorization": f"Bearer {self.token}",
                **{k.replace("_", "-"): v for k, v in headers.items()},
            },
        )
        if answer.status_code >= 400:
            raise ApiRefusedError(f"{method} {path} answered {answer.status_code}: {answer.text}")
        return answer.json() if answer.content else None

    def get(self, path: str) -> Any:
        """GET a resource."""
        return self.call("GET", path)

    def post(self, path: str, body: Any = None, **headers: str) -> Any:
        """POST to a resource."""
        return self.call("POST", path, body, **headers)

    def put(self, path: str, body: Any = None, **headers: str) -> Any:
        """PUT a resource."""
        return self.call("PUT", path, body, **headers)

    def location(self, path: str) -> str:
        """Where a redirect leads. Raises ApiRefusedError when it is none."""
        answer = self.http.get(
            f"/v1{path}", headers={"Authorization": f"Bearer {self.token}"}, follow_redirects=False
        )
        if answer.status_code != httpx.codes.FOUND:
            raise ApiRefusedError(f"GET {path} answered {answer.status_code}: {answer.text}")
        return answer.headers["location"]
