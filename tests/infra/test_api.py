"""The HTTP API: members' routes are closed, everything is throttled and logged."""

import json

from infra.manifest import FUNCTIONS, HttpTrigger
from tests.support.templates import Assembly


def test_the_routes_are_those_of_the_manifest_and_only_public_ones_are_open(assembly: Assembly) -> None:
    declared = {
        f"{route.method} {route.path}": "NONE" if route.public else "JWT"
        for row in FUNCTIONS
        if isinstance(row.trigger, HttpTrigger)
        for route in row.trigger.routes
    }
    routes = [route.properties for route in assembly.all("AWS::ApiGatewayV2::Route")]
    assert {route["RouteKey"]: route.get("AuthorizationType", "NONE") for route in routes} == declared


def test_no_route_catches_the_preflight_of_a_browser(assembly: Assembly) -> None:
    keys = [route.properties["RouteKey"] for route in assembly.all("AWS::ApiGatewayV2::Route")]
    assert [key for key in keys if key == "$default" or key.split()[0] in ("ANY", "OPTIONS")] == []
    (api,) = assembly.all("AWS::ApiGatewayV2::Api")
    assert "onbrand-organization" in api.properties["CorsConfiguration"]["AllowHeaders"]


def test_the_stage_is_throttled_and_logged(assembly: Assembly) -> None:
    (stage,) = assembly.all("AWS::ApiGatewayV2::Stage")
    assert stage.properties["DefaultRouteSettings"]["ThrottlingRateLimit"] > 0
    assert stage.properties["DefaultRouteSettings"]["ThrottlingBurstLimit"] > 0
    log = json.loads(stage.properties["AccessLogSettings"]["Format"])
    assert {"requestId", "routeKey", "status"} <= set(log)


def test_the_authorizer_trusts_only_our_pool_and_client(assembly: Assembly) -> None:
    (authorizer,) = assembly.all("AWS::ApiGatewayV2::Authorizer")
    assert authorizer.properties["AuthorizerType"] == "JWT"
    jwt = authorizer.properties["JwtConfiguration"]
    assert "UserPoolClient" in json.dumps(jwt["Audience"])
    assert "UserPool" in json.dumps(jwt["Issuer"])


def test_every_log_group_forgets_after_a_time(assembly: Assembly) -> None:
    groups = list(assembly.all("AWS::Logs::LogGroup"))
    assert len(groups) == len(FUNCTIONS) + 2
    assert {group.properties["RetentionInDays"] for group in groups} == {90}
