import base64
import json
import time

import httpx
import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

from infra.local.gateway.answer import http_answer
from infra.local.gateway.authorizer import ForbiddenError, JwtAuthorizer, UnauthorizedError
from infra.local.gateway.cors import Cors
from infra.local.gateway.event import Request, build_event, claim_text
from infra.local.gateway.routes import Route, RouteTable
from infra.local.gateway.server import MAX_BODY, Api, Gateway
from infra.local.runtime_api import Answer

pytestmark = pytest.mark.cloud
ISSUER = "https://issuer.example/pool"
KEY = rsa.generate_private_key(65537, 2048)
OTHER_KEY = rsa.generate_private_key(65537, 2048)


def request(method="GET", path="/", query="", headers=(), body=b"") -> Request:
    return Request(method, path, query, list(headers), body, "203.0.113.7")


def table(*keys: str) -> RouteTable:
    return RouteTable([Route(key, key) for key in keys])


@pytest.mark.parametrize(
    ("method", "path", "expected"),
    [
        ("GET", "/v1/health", "GET /v1/health"),
        ("POST", "/v1/health", "ANY /v1/{proxy+}"),
        ("GET", "/v1/brands/b1/assets/a1/complete", "ANY /v1/{proxy+}"),
        ("POST", "/v1/brands/b1/assets/a1/complete", "POST /v1/brands/{brand}/assets/{asset}/complete"),
        ("POST", "/v1/brands/mine/assets/a1/complete", "POST /v1/brands/mine/assets/{asset}/complete"),
        ("GET", "/v1/a/b/c", "ANY /v1/{proxy+}"),
        ("GET", "/v1", "$default"),
        ("GET", "/elsewhere", "$default"),
    ],
)
def test_the_most_specific_route_wins(method, path, expected):
    routes = table(
        "$default",
        "ANY /v1/{proxy+}",
        "GET /v1/health",
        "POST /v1/brands/{brand}/assets/{asset}/complete",
        "POST /v1/brands/mine/assets/{asset}/complete",
    )
    assert routes.match(method, path).route.key == expected


def test_path_parameters_are_decoded():
    match = table("GET /a/{one}/{rest+}").match("GET", "/a/x%20y/p/q%2Fr")
    assert match.parameters == {"one": "x y", "rest": "p/q/r"}


def test_no_route_is_none():
    assert table("GET /a").match("POST", "/a") is None
    assert table("GET /a").match("GET", "/a/") is None


def event_of(asked: Request, claims=None, key="ANY /{proxy+}"):
    return build_event(asked, table(key).match(asked.method, asked.path), claims, "api1")


def test_headers_are_lower_cased_joined_and_cookies_apart():
    headers = [("X-A", "1"), ("x-a", "2"), ("Cookie", "a=1; b=2"), ("Host", "h:1"), ("User-Agent", "curl")]
    event = event_of(request("GET", "/p/q", "a=1&a=2&b=", headers))
    assert event["headers"] == {"x-a": "1,2", "host": "h:1", "user-agent": "curl"}
    assert event["cookies"] == ["a=1", "b=2"]
    assert event["queryStringParameters"] == {"a": "1,2", "b": ""}
    assert (event["version"], event["rawPath"], event["rawQueryString"]) == ("2.0", "/p/q", "a=1&a=2&b=")
    assert event["pathParameters"] == {"proxy": "p/q"}
    http = event["requestContext"]["http"]
    assert (http["method"], http["path"], http["sourceIp"], http["userAgent"]) == (
        "GET",
        "/p/q",
        "203.0.113.7",
        "curl",
    )
    assert "body" not in event
    assert "authorizer" not in event["requestContext"]


@pytest.mark.parametrize(
    ("content_type", "body", "encoded"),
    [
        ("application/json", b'{"a": 1}', False),
        ("application/json; charset=utf-8", "é".encode(), False),
        ("application/merge-patch+json", b"{}", False),
        ("text/plain", b"hi", False),
        ("image/png", b"\x89PNG", True),
        ("application/x-www-form-urlencoded", b"a=1", True),
        ("", b"x", True),
        ("text/plain", b"\xff\xfe", True),
    ],
)
def test_bodies_that_are_not_text_are_encoded(content_type, body, encoded):
    event = event_of(request("POST", "/x", headers=[("Content-Type", content_type)], body=body))
    assert event["isBase64Encoded"] is encoded
    assert (base64.b64decode(event["body"]) if encoded else event["body"].encode()) == body


def test_claims_reach_the_function_as_text():
    claims = {"sub": "u", "exp": 12, "email_verified": True, "cognito:groups": ["a", "b"]}
    event = event_of(request(path="/x"), claims)
    jwt_part = event["requestContext"]["authorizer"]["jwt"]
    assert jwt_part == {
        "claims": {"sub": "u", "exp": "12", "email_verified": "true", "cognito:groups": "[a b]"},
        "scopes": None,
    }
    assert claim_text(None) == "None"


def answered(document):
    return http_answer(Answer(json.dumps(document).encode()))


def test_a_spelled_out_answer_becomes_http():
    body = base64.b64encode(b"\x89PNG").decode()
    document = {"statusCode": 201, "headers": {"Content-Type": "image/png"}, "cookies": ["a=1", "b=2"]}
    answer = answered(document | {"body": body, "isBase64Encoded": True})
    assert (answer.status, answer.body) == (201, b"\x89PNG")
    assert answer.headers == [("content-type", "image/png"), ("set-cookie", "a=1"), ("set-cookie", "b=2")]


@pytest.mark.parametrize(("document", "body"), [({"a": 1}, b'{"a": 1}'), ("hello", b"hello"), ([1], b"[1]")])
def test_anything_else_is_a_200_of_json(document, body):
    answer = answered(document)
    assert (answer.status, answer.body, answer.headers) == (200, body, [("content-type", "application/json")])


@pytest.mark.parametrize(
    "document", [{"statusCode": "abc"}, {"statusCode": 200, "body": "%", "isBase64Encoded": True}]
)
def test_a_malformed_answer_is_a_500(document):
    assert answered(document).status == 500


def test_a_failed_function_is_a_500_without_details():
    answer = http_answer(Answer(b'{"errorMessage": "secret"}', "Unhandled"))
    assert (answer.status, answer.body) == (500, b'{"message": "Internal Server Error"}')


def jwks() -> bytes:
    key = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(KEY.public_key()))
    return json.dumps({"keys": [key | {"kid": "k1"}]}).encode()


def token(key=KEY, kid="k1", algorithm="RS256", **changes) -> str:
    claims = {"iss": ISSUER, "exp": time.time() + 86_400, "aud": "app", "sub": "u", "scope": "read"} | changes
    claims = {name: value for name, value in claims.items() if value is not None}
    return jwt.encode(claims, key, algorithm, headers={"kid": kid})


AUTHORIZER = JwtAuthorizer(ISSUER, ("app",), jwks)


@pytest.mark.parametrize("changes", [{}, {"aud": None, "client_id": "app"}, {"aud": ["x", "app"]}])
def test_a_good_token_gives_its_claims(changes):
    assert AUTHORIZER.claims(f"Bearer {token(**changes)}")["sub"] == "u"


@pytest.mark.parametrize(
    "header",
    [
        None,
        "",
        "Bearer ",
        "Bearer nonsense",
        f"Bearer {token(iss='https://else.example')}",
        f"Bearer {token(exp=time.time() - 1)}",
        f"Bearer {token(exp=None)}",
        f"Bearer {token(nbf=time.time() + 86_4000)}",
        f"Bearer {token(aud='other')}",
        f"Bearer {token(aud=None)}",
        f"Bearer {token(aud='other', client_id='app')}",
        f"Bearer {token(kid='k2')}",
        f"Bearer {token(key=OTHER_KEY)}",
        f"Bearer {token(key='a-shared-secret-of-thirty-two-bytes!', algorithm='HS256')}",
        f"Bearer {jwt.encode({'iss': ISSUER, 'aud': 'app', 'exp': time.time() + 86_400}, None, 'none')}",
    ],
)
def test_a_bad_token_is_refused(header):
    with pytest.raises(UnauthorizedError):
        AUTHORIZER.claims(header)


def test_a_token_without_the_scope_is_forbidden():
    assert AUTHORIZER.claims(f"Bearer {token()}", ("read", "write"))
    with pytest.raises(ForbiddenError):
        AUTHORIZER.claims(f"Bearer {token()}", ("write",))


CORS = Cors.from_template(
    {
        "AllowOrigins": ["https://app.example"],
        "AllowMethods": ["GET"],
        "AllowHeaders": ["Authorization"],
        "MaxAge": 60,
    }
)


def gateway(invoke=lambda name, event: Answer(b"{}"), timeout_s=30.0, cors=CORS) -> Gateway:
    routes = [Route("ANY /open", "open", None, (), timeout_s), Route("GET /members", "members", "jwt")]
    return Gateway(Api("api1", routes, {"jwt": AUTHORIZER}, cors), invoke)


def test_a_preflight_is_answered_without_a_function():
    headers = [("Origin", "https://app.example"), ("Access-Control-Request-Method", "GET")]
    answer = gateway().answer(request("OPTIONS", "/members", headers=headers))
    assert answer.status == 204
    assert dict(answer.headers) == {
        "access-control-allow-origin": "https://app.example",
        "vary": "Origin",
        "access-control-allow-methods": "GET",
        "access-control-allow-headers": "authorization",
        "access-control-max-age": "60",
    }


def test_a_foreign_origin_gets_no_permission():
    headers = [("Origin", "https://evil.example"), ("Access-Control-Request-Method", "GET")]
    assert gateway().answer(request("OPTIONS", "/open", headers=headers)).headers == []
    answer = gateway().answer(request("GET", "/open", headers=headers[:1]))
    assert not [name for name, _ in answer.headers if name.startswith("access-control-")]


def test_cors_headers_of_the_function_are_replaced():
    document = {"statusCode": 200, "headers": {"Access-Control-Allow-Origin": "*"}, "body": ""}
    running = gateway(lambda name, event: Answer(json.dumps(document).encode()))
    answer = running.answer(request("GET", "/open", headers=[("Origin", "https://app.example")]))
    assert [value for name, value in answer.headers if name == "access-control-allow-origin"] == [
        "https://app.example"
    ]


def test_everyone_may_come_when_the_template_says_so():
    cors = Cors.from_template({"AllowOrigins": ["*"]})
    assert cors.answer_headers(request(headers=[("Origin", "https://any.example")])) == [
        ("access-control-allow-origin", "*")
    ]


@pytest.mark.parametrize(
    ("asked", "status", "body"),
    [
        (request("GET", "/nowhere"), 404, {"message": "Not Found"}),
        (request("GET", "/members"), 401, {"message": "Unauthorized"}),
        (request("POST", "/open", body=b"x" * (MAX_BODY + 1)), 413, {"message": "Request Entity Too Large"}),
        (request("GET", "/members", headers=[("authorization", f"Bearer {token()}")]), 200, {}),
    ],
)
def test_the_gateway_answers_as_the_service_does(asked, status, body):
    answer = gateway().answer(asked)
    assert (answer.status, json.loads(answer.body)) == (status, body)


def test_a_slow_function_is_a_503(cloud):
    answer = httpx.get(f"{cloud.api_url}/echo/slow")
    assert (answer.status_code, answer.json()) == (503, {"message": "Service Unavailable"})


def test_a_function_that_raises_is_a_500_over_http(cloud):
    answer = httpx.get(f"{cloud.api_url}/echo/boom")
    assert (answer.status_code, answer.json()) == (500, {"message": "Internal Server Error"})


def test_many_requests_share_one_connection(cloud):
    with httpx.Client(base_url=cloud.api_url) as client:
        answers = [
            client.post("/echo/x", content=b"\xff" * 9, headers={"content-type": "image/png"})
            for _ in range(20)
        ]
    assert {answer.json()["event"]["isBase64Encoded"] for answer in answers} == {True}
