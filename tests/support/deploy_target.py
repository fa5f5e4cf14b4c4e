"""moto as a target of `cdk deploy`: prints its port, and serves until its standard input closes.

moto's CloudFormation has no model of four types that other resources refer to (a reference to a type that it
skips makes the stack fail); here they are, made by moto's own backends. A process of its own, because moto
finds models by subclass; imported and not run as `__main__`, because moto takes a model's service from its
module's name.
"""

import sys
from typing import Any

from moto.apigatewayv2.models import apigatewayv2_backends
from moto.cognitoidp.models import cognitoidp_backends
from moto.core.common_models import CloudFormationModel
from moto.events.models import EventBus
from moto.secretsmanager.models import secretsmanager_backends
from moto.server import ThreadedMotoServer


class _Made(CloudFormationModel):
    """A resource that some backend made; subclasses say which."""

    TYPE = ""
    ATTRIBUTES: tuple[str, ...] = ()

    def __init__(self, physical_id: str, **attributes: str) -> None:
        self.physical_resource_id = physical_id
        self.attributes = attributes

    @classmethod
    def cloudformation_type(cls) -> str:
        return cls.TYPE

    @staticmethod
    def cloudformation_name_type() -> str:
        return ""

    @classmethod
    def has_cfn_attr(cls, attr: str) -> bool:
        return attr in cls.ATTRIBUTES

    def get_cfn_attribute(self, attribute: str) -> str:
        return self.attributes[attribute]

    def is_created(self) -> bool:
        return True


class UserPool(_Made, CloudFormationModel):
    TYPE = "AWS::Cognito::UserPool"

    @classmethod
    def create_from_cloudformation_json(
        cls,
        resource_name: str,
        cloudformation_json: dict[str, Any],
        account_id: str,
        region_name: str,
        **_: Any,
    ) -> "UserPool":
        backend = cognitoidp_backends[account_id][region_name]
        return cls(backend.create_user_pool(resource_name, cloudformation_json["Properties"]).id)


class UserPoolClient(_Made, CloudFormationModel):
    TYPE = "AWS::Cognito::UserPoolClient"

    @classmethod
    def create_from_cloudformation_json(
        cls,
        resource_name: str,
        cloudformation_json: dict[str, Any],
        account_id: str,
        region_name: str,
        **_: Any,
    ) -> "UserPoolClient":
        properties = cloudformation_json["Properties"]
        backend = cognitoidp_backends[account_id][region_name]
        return cls(backend.create_user_pool_client(properties["UserPoolId"], False, properties).id)


class HttpApi(_Made, CloudFormationModel):
    TYPE = "AWS::ApiGatewayV2::Api"
    ATTRIBUTES = ("ApiEndpoint", "ApiId")

    @classmethod
    def create_from_cloudformation_json(
        cls,
        resource_name: str,
        cloudformation_json: dict[str, Any],
        account_id: str,
        region_name: str,
        **_: Any,
    ) -> "HttpApi":
        properties = cloudformation_json["Properties"]
        api = apigatewayv2_backends[account_id][region_name].create_api(
            api_key_selection_expression="",
            cors_configuration=properties["CorsConfiguration"],
            description=properties["Description"],
            disable_schema_validation="",
            disable_execute_api_endpoint="",
            name=properties["Name"],
            protocol_type=properties["ProtocolType"],
            route_selection_expression="",
            tags={},
            version="",
        )
        return cls(api.api_id, ApiEndpoint=api.api_endpoint, ApiId=api.api_id)


class Secret(_Made, CloudFormationModel):
    TYPE = "AWS::SecretsManager::Secret"

    @classmethod
    def create_from_cloudformation_json(
        cls,
        resource_name: str,
        cloudformation_json: dict[str, Any],
        account_id: str,
        region_name: str,
        **_: Any,
    ) -> "Secret":
        backend = secretsmanager_backends[account_id][region_name]
        backend.create_secret(
            name=resource_name,
            secret_string="generated",
            secret_binary=None,
            description=cloudformation_json["Properties"]["Description"],
            tags=None,
            kms_key_id=None,
            client_request_token=None,
            replica_regions=[],
            force_overwrite=False,
        )
        return cls(backend.describe_secret(resource_name).arn)


def main() -> None:
    """Serve on a free port."""
    # A Ref to a bus is its name; moto hands the rule the object.
    EventBus.physical_resource_id = property(lambda bus: bus.name)
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    sys.stdout.write(f"{server.get_host_and_port()[1]}\n")
    sys.stdout.flush()
    sys.stdin.read()
    server.stop()
