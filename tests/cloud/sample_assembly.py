"""A small cloud assembly as the CDK writes it, with one of everything that the local cloud runs."""

import json
import shutil
from importlib.metadata import version
from pathlib import Path
from typing import Any

CODE, LAYER, DEFINITION = "c" * 64, "1" * 64, "d" * 64
HERE = Path(__file__).parent
PRODUCT = HERE.parents[1] / "infra" / "pipelines" / "content.asl.json"
Resources = dict[str, Any]


def ref(name: str) -> dict[str, str]:
    return {"Ref": name}


def att(name: str, attribute: str) -> dict[str, list[str]]:
    return {"Fn::GetAtt": [name, attribute]}


def function(handler: str, *, layers: bool = False, timeout: int = 10, **environment: Any) -> dict[str, Any]:
    properties = {
        "Code": {"S3Bucket": {"Fn::Sub": "assets-${AWS::AccountId}"}, "S3Key": f"{CODE}.zip"},
        "Handler": f"sample_functions.{handler}",
        "Runtime": "python3.13",
        "Role": att("Role", "Arn"),
        "Timeout": timeout,
        "MemorySize": 256,
        "Environment": {"Variables": environment},
        "Layers": [ref("Aws"), ref("Imaging")] if layers else [ref("Aws")],
    }
    return {"Type": "AWS::Lambda::Function", "Properties": properties, "DependsOn": ["Aws"]}


def resource(kind: str, **properties: Any) -> dict[str, Any]:
    return {"Type": f"AWS::{kind}", "Properties": properties}


def write_assembly(directory: Path) -> Path:
    """The assembly, in ``directory``."""
    directory.mkdir(parents=True)
    code = directory / "asset.code"
    code.mkdir()
    shutil.copy(HERE / "sample_functions.py", code)
    for name, packages in (
        ("aws", ("boto3", "botocore", "s3transfer", "jmespath", "python-dateutil", "six", "urllib3")),
        ("imaging", ("pillow",)),
    ):
        (directory / f"asset.{name}" / "python").mkdir(parents=True)
        lines = [
            f"{package}=={version(package)} \\\n    --hash=sha256:{'0' * 64}\n    # via x"
            for package in packages
        ]
        (directory / f"asset.{name}" / "requirements.txt").write_text("\n".join(lines))
    (directory / "asset.definition.json").write_text(json.dumps(definition()))
    files = {
        CODE: {"source": {"path": "asset.code", "packaging": "zip"}},
        LAYER: {"source": {"path": "asset.imaging", "packaging": "zip"}},
        "2" * 64: {"source": {"path": "asset.aws", "packaging": "zip"}},
        DEFINITION: {"source": {"path": "asset.definition.json", "packaging": "file"}},
    }
    artifacts: dict[str, Any] = {}
    for name, template, needs in (("Service", service(), ["Data"]), ("Data", data(), [])):
        (directory / f"{name}.template.json").write_text(json.dumps(template))
        (directory / f"{name}.assets.json").write_text(json.dumps({"files": files}))
        artifacts[f"{name}.assets"] = {
            "type": "cdk:asset-manifest",
            "properties": {"file": f"{name}.assets.json"},
        }
        artifacts[name] = {
            "type": "aws:cloudformation:stack",
            "properties": {"templateFile": f"{name}.template.json"},
            "dependencies": [*needs, f"{name}.assets"],
        }
    (directory / "manifest.json").write_text(json.dumps({"artifacts": artifacts}))
    return directory


def data() -> dict[str, Any]:
    """Table, bucket and user pool, exported for the other stack."""
    resources = {
        "Table": resource(
            "DynamoDB::Table",
            KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}],
            AttributeDefinitions=[{"AttributeName": "pk", "AttributeType": "S"}],
            BillingMode="PAY_PER_REQUEST",
            StreamSpecification={"StreamViewType": "NEW_AND_OLD_IMAGES"},
        ),
        "Bucket": resource("S3::Bucket"),
        "BucketPolicy": resource("S3::BucketPolicy", Bucket=ref("Bucket"), PolicyDocument=only_tls()),
        "Pool": resource(
            "Cognito::UserPool",
            UsernameAttributes=["email"],
            AutoVerifiedAttributes=["email"],
            Policies={"PasswordPolicy": {"MinimumLength": 12}},
        ),
        "Client": resource(
            "Cognito::UserPoolClient", UserPoolId=ref("Pool"), ExplicitAuthFlows=["ALLOW_USER_PASSWORD_AUTH"]
        ),
    }
    exported = {
        "TableName": ref("Table"),
        "StreamArn": att("Table", "StreamArn"),
        "Pool": ref("Pool"),
        "Client": ref("Client"),
        "BucketName": ref("Bucket"),
    }
    outputs = {name: {"Value": value, "Export": {"Name": f"Data:{name}"}} for name, value in exported.items()}
    return {"Resources": resources, "Outputs": outputs}


def only_tls() -> dict[str, Any]:
    statement = {
        "Action": "s3:*",
        "Effect": "Deny",
        "Principal": {"AWS": "*"},
        "Condition": {"Bool": {"aws:SecureTransport": "false"}},
        "Resource": {"Fn::Join": ["", [att("Bucket", "Arn"), "/*"]]},
    }
    return {"Version": "2012-10-17", "Statement": [statement]}


def imported(name: str) -> dict[str, str]:
    return {"Fn::ImportValue": f"Data:{name}"}


def service() -> dict[str, Any]:
    """Functions and everything that starts them."""
    issuer = ["https://cognito-idp.", ref("AWS::Region"), ".amazonaws.com/", imported("Pool")]
    base_url = ["https://", ref("Api"), ".execute-api.", ref("AWS::Region"), ".", ref("AWS::URLSuffix"), "/"]
    table = {"TABLE": imported("TableName")}
    resources: Resources = {
        "Role": resource("IAM::Role", AssumeRolePolicyDocument={"Version": "2012-10-17", "Statement": []}),
        "Aws": resource("Lambda::LayerVersion", Content={"S3Bucket": "assets", "S3Key": f"{'2' * 64}.zip"}),
        "Imaging": resource("Lambda::LayerVersion", Content={"S3Bucket": "assets", "S3Key": f"{LAYER}.zip"}),
        "Secret": resource("SecretsManager::Secret", GenerateSecretString={"PasswordLength": 40}),
        "Bus": resource("Events::EventBus", Name="sample-bus"),
        "Echo": function("echo", BUCKET=imported("BucketName"), BASE_URL={"Fn::Join": ["", base_url]}),
        "PutItem": function("put_item", **table, SECRET_ARN=ref("Secret")),
        "Publish": function("publish", BUS=ref("Bus")),
        "Consume": function("consume", **table),
        "Work": function("work"),
        "Ask": function("ask", **table),
        "Nightly": function("nightly"),
        "Pixels": function("pixels", layers=True),
        "Mail": function("mail", MAIL_SENDER=ref("MailSender")),
    }
    resources |= queues() | http(issuer) | pipeline()
    resources["NightlySchedule"] = resource(
        "Scheduler::Schedule",
        ScheduleExpression="cron(15 1 * * ? *)",
        ScheduleExpressionTimezone="Etc/UTC",
        FlexibleTimeWindow={"Mode": "OFF"},
        Target={"Arn": att("Nightly", "Arn"), "RoleArn": att("Role", "Arn"), "Input": SCHEDULE_INPUT},
    )
    outputs = {
        "ApiUrl": {"Value": att("Api", "ApiEndpoint")},
        "PipelineArn": {"Value": ref("Pipeline")},
        "QueueUrl": {"Value": ref("Queue")},
        "DeadLetterUrl": {"Value": ref("DeadLetters")},
        "StreamDeadLetterUrl": {"Value": ref("StreamDeadLetters")},
    }
    parameters = {"MailSender": {"Type": "String", "Default": "no-reply@example.com"}}
    return {"Parameters": parameters, "Resources": resources, "Outputs": outputs}


SCHEDULE_INPUT = '{"time": "<aws.scheduler.scheduled-time>", "try": "<aws.scheduler.attempt-number>"}'


def queues() -> Resources:
    redrive = {"deadLetterTargetArn": att("DeadLetters", "Arn"), "maxReceiveCount": 2}
    pattern = json.dumps({"eventName": ["INSERT"], "dynamodb": {"NewImage": {"type": {"S": ["event"]}}}})
    return {
        "DeadLetters": resource("SQS::Queue"),
        "StreamDeadLetters": resource("SQS::Queue"),
        "Queue": resource("SQS::Queue", VisibilityTimeout=1, RedrivePolicy=redrive),
        "QueuePolicy": resource("SQS::QueuePolicy", Queues=[ref("Queue")], PolicyDocument={"Statement": []}),
        "Rule": resource(
            "Events::Rule",
            EventBusName=ref("Bus"),
            EventPattern={"source": ["sample"], "detail-type": ["Made"]},
            State="ENABLED",
            Targets=[{"Id": "queue", "Arn": att("Queue", "Arn")}],
        ),
        "QueueMapping": resource(
            "Lambda::EventSourceMapping",
            EventSourceArn=att("Queue", "Arn"),
            FunctionName=ref("Consume"),
            BatchSize=10,
            FunctionResponseTypes=["ReportBatchItemFailures"],
        ),
        "StreamMapping": resource(
            "Lambda::EventSourceMapping",
            EventSourceArn=imported("StreamArn"),
            FunctionName=ref("Publish"),
            BatchSize=50,
            StartingPosition="TRIM_HORIZON",
            BisectBatchOnFunctionError=True,
            MaximumRetryAttempts=1,
            DestinationConfig={"OnFailure": {"Destination": att("StreamDeadLetters", "Arn")}},
            FilterCriteria={"Filters": [{"Pattern": pattern}]},
        ),
        "Alarm": resource(
            "CloudWatch::Alarm",
            ComparisonOperator="GreaterThanThreshold",
            EvaluationPeriods=1,
            MetricName="ApproximateNumberOfMessagesVisible",
            Namespace="AWS/SQS",
            Dimensions=[{"Name": "QueueName", "Value": att("DeadLetters", "QueueName")}],
            Period=60,
            Statistic="Maximum",
            Threshold=0,
        ),
    }


def http(issuer: list[Any]) -> Resources:
    cors = {
        "AllowOrigins": ["https://app.example"],
        "AllowMethods": ["GET", "POST"],
        "AllowHeaders": ["Authorization"],
    }
    target = {"Fn::Join": ["", ["integrations/", ref("Integration")]]}
    return {
        "Api": resource(
            "ApiGatewayV2::Api", Name="api", ProtocolType="HTTP", CorsConfiguration=cors | {"MaxAge": 60}
        ),
        "Stage": resource("ApiGatewayV2::Stage", ApiId=ref("Api"), StageName="$default", AutoDeploy=True),
        "Authorizer": resource(
            "ApiGatewayV2::Authorizer",
            ApiId=ref("Api"),
            AuthorizerType="JWT",
            JwtConfiguration={"Audience": [imported("Client")], "Issuer": {"Fn::Join": ["", issuer]}},
        ),
        "Integration": resource(
            "ApiGatewayV2::Integration",
            ApiId=ref("Api"),
            IntegrationType="AWS_PROXY",
            IntegrationUri=att("Echo", "Arn"),
            PayloadFormatVersion="2.0",
            TimeoutInMillis=2000,
        ),
        "PublicRoute": resource(
            "ApiGatewayV2::Route", ApiId=ref("Api"), RouteKey="ANY /echo/{proxy+}", Target=target
        ),
        "MemberRoute": resource(
            "ApiGatewayV2::Route",
            ApiId=ref("Api"),
            RouteKey="GET /members/{name}",
            Target=target,
            AuthorizationType="JWT",
            AuthorizerId=ref("Authorizer"),
        ),
    }


def pipeline() -> Resources:
    names = {"Work": att("Work", "Arn"), "Ask": ref("Ask")}
    return {
        "Pipeline": resource(
            "StepFunctions::StateMachine",
            DefinitionS3Location={"Bucket": "assets", "Key": f"{DEFINITION}.json"},
            DefinitionSubstitutions=names,
            RoleArn=att("Role", "Arn"),
        )
    }


def definition() -> dict[str, Any]:
    """Works, asks when it worked, and names the failure when it did not."""
    arguments = {"FunctionName": "${Ask}", "Payload": {"id.$": "$.id", "token.$": "$$.Task.Token"}}
    caught = [
        {"ErrorEquals": ["WaitNeededError"], "ResultPath": "$.limit", "Next": "ReadLimit"},
        {"ErrorEquals": ["OutOfPaintError"], "ResultPath": "$.error", "Next": "OutOfPaint"},
    ]
    product = json.loads(PRODUCT.read_text())["States"]
    turns = {name: product[name] for name in ("ReadLimit", "ReadWait", "AwaitTurn")}
    turns["AwaitTurn"]["Next"] = "Waited"
    return {
        "StartAt": "Work",
        "States": {
            "Work": {
                "Type": "Task",
                "Resource": "${Work}",
                "ResultPath": "$.work",
                "Catch": caught,
                "Next": "Ask",
            },
            "Ask": {
                "Type": "Task",
                "Resource": "arn:aws:states:::lambda:invoke.waitForTaskToken",
                "Parameters": arguments,
                "TimeoutSeconds": 31536000,
                "End": True,
            },
            "OutOfPaint": {"Type": "Pass", "End": True},
            "Waited": {"Type": "Pass", "End": True},
            **turns,
        },
    }
