"""The HTTP API: routes of the manifest, members' ones behind the user pool, throttled and logged."""

import json

from aws_cdk import Duration, RemovalPolicy
from aws_cdk import aws_apigatewayv2 as apigateway
from aws_cdk import aws_apigatewayv2_authorizers as authorizers
from aws_cdk import aws_apigatewayv2_integrations as integrations
from aws_cdk import aws_cognito as cognito
from aws_cdk import aws_logs as logs
from constructs import Construct

from infra.constructs.acknowledgement import acknowledge
from infra.constructs.function import RETENTION, AppFunction
from infra.manifest import HttpTrigger

# Requests per second and burst, of all callers together.
RATE_LIMIT = 50
BURST_LIMIT = 100

CORS = apigateway.CorsPreflightOptions(
    # Bearer tokens, never cookies: another page's script has nothing to ride on.
    allow_origins=["*"],
    allow_methods=[
        apigateway.CorsHttpMethod.GET,
        apigateway.CorsHttpMethod.POST,
        apigateway.CorsHttpMethod.PUT,
        apigateway.CorsHttpMethod.PATCH,
        apigateway.CorsHttpMethod.DELETE,
    ],
    allow_headers=["authorization", "content-type", "idempotency-key", "if-match", "onbrand-organization"],
    expose_headers=["etag", "location", "retry-after", "idempotent-replayed", "x-request-id"],
    max_age=Duration.hours(1),
)

PUBLIC_REASON = (
    "For those without an account; it gives no tenant's data except to the holder of a signed link."
)

LOG_FORMAT = {
    "requestId": "$context.requestId",
    "time": "$context.requestTime",
    "ip": "$context.identity.sourceIp",
    "routeKey": "$context.routeKey",
    "status": "$context.status",
    "protocol": "$context.protocol",
    "responseLength": "$context.responseLength",
    "responseLatency": "$context.responseLatency",
    "integrationError": "$context.integrationErrorMessage",
    "authorizerError": "$context.authorizer.error",
    "subject": "$context.authorizer.claims.sub",
}


class Api(Construct):
    """An HTTP API with its default stage and a JWT authorizer."""

    def __init__(
        self, scope: Construct, construct_id: str, *, pool: cognito.UserPool, client: cognito.UserPoolClient
    ) -> None:
        super().__init__(scope, construct_id)
        self.http_api = apigateway.HttpApi(
            self, "HttpApi", description="OnBrand", cors_preflight=CORS, create_default_stage=False
        )
        self.log_group = logs.LogGroup(
            self, "AccessLogs", retention=RETENTION, removal_policy=RemovalPolicy.DESTROY
        )
        self._stage()
        self._members = authorizers.HttpUserPoolAuthorizer("Members", pool, user_pool_clients=[client])

    def _stage(self) -> None:
        stage = apigateway.HttpStage(
            self,
            "Stage",
            http_api=self.http_api,
            stage_name="$default",
            auto_deploy=True,
            detailed_metrics_enabled=True,
            throttle=apigateway.ThrottleSettings(rate_limit=RATE_LIMIT, burst_limit=BURST_LIMIT),
        )
        resource = stage.node.default_child
        assert isinstance(resource, apigateway.CfnStage)  # noqa: S101 - narrows what CDK declares as IConstruct
        resource.access_log_settings = apigateway.CfnStage.AccessLogSettingsProperty(
            destination_arn=self.log_group.log_group_arn, format=json.dumps(LOG_FORMAT)
        )

    def route(self, function: AppFunction, trigger: HttpTrigger) -> None:
        """Send the trigger's routes to ``function``."""
        integration = integrations.HttpLambdaIntegration(function.row.camel_name, function.function)
        for route in trigger.routes:
            added = self.http_api.add_routes(
                path=route.path,
                methods=[apigateway.HttpMethod[route.method]],
                integration=integration,
                authorizer=None if route.public else self._members,
            )
            if route.public:
                acknowledge(added[0], "APIG4", PUBLIC_REASON)
