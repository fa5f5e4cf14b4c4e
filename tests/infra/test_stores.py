"""What is kept is kept: encrypted, recoverable, private, and there after the stack has gone."""

from typing import Any

from tests.support.templates import Assembly

STATEFUL = (
    "AWS::DynamoDB::Table",
    "AWS::S3::Bucket",
    "AWS::KMS::Key",
    "AWS::Cognito::UserPool",
    "AWS::SecretsManager::Secret",
)


def only(assembly: Assembly, type_: str) -> dict[str, Any]:
    (resource,) = assembly.all(type_)
    return resource.properties


def test_stateful_resources_outlive_their_stack(assembly: Assembly) -> None:
    kept = list(assembly.all(*STATEFUL))
    assert {item.type for item in kept} == set(STATEFUL)
    policies = {(item.body.get("DeletionPolicy"), item.body.get("UpdateReplacePolicy")) for item in kept}
    assert policies == {("Retain", "Retain")}


def test_table_and_user_pool_refuse_deletion(assembly: Assembly) -> None:
    assert only(assembly, "AWS::DynamoDB::Table")["DeletionProtectionEnabled"] is True
    assert only(assembly, "AWS::Cognito::UserPool")["DeletionProtection"] == "ACTIVE"


def test_the_table_can_be_restored_expires_and_streams(assembly: Assembly) -> None:
    table = only(assembly, "AWS::DynamoDB::Table")
    assert table["PointInTimeRecoverySpecification"] == {"PointInTimeRecoveryEnabled": True}
    assert table["TimeToLiveSpecification"] == {"AttributeName": "expires_at", "Enabled": True}
    assert table["StreamSpecification"] == {"StreamViewType": "NEW_AND_OLD_IMAGES"}
    assert table["BillingMode"] == "PAY_PER_REQUEST"
    assert table["SSESpecification"]["SSEType"] == "KMS"


def test_the_table_has_three_whole_indexes(assembly: Assembly) -> None:
    indexes = only(assembly, "AWS::DynamoDB::Table")["GlobalSecondaryIndexes"]
    keys = {index["IndexName"]: [key["AttributeName"] for key in index["KeySchema"]] for index in indexes}
    assert keys == {name: [f"{name}pk", f"{name}sk"] for name in ("gsi1", "gsi2", "gsi3")}
    assert {index["Projection"]["ProjectionType"] for index in indexes} == {"ALL"}


def test_the_key_rotates(assembly: Assembly) -> None:
    assert only(assembly, "AWS::KMS::Key")["EnableKeyRotation"] is True


def test_buckets_are_private_versioned_encrypted_and_tidy(assembly: Assembly) -> None:
    for bucket in assembly.all("AWS::S3::Bucket"):
        assert set(bucket.properties["PublicAccessBlockConfiguration"].values()) == {True}
        assert bucket.properties["VersioningConfiguration"] == {"Status": "Enabled"}
        assert bucket.properties["BucketEncryption"]["ServerSideEncryptionConfiguration"]
        (rule,) = bucket.properties["LifecycleConfiguration"]["Rules"]
        assert rule["AbortIncompleteMultipartUpload"] == {"DaysAfterInitiation": 1}
        assert rule["NoncurrentVersionExpiration"]["NoncurrentDays"] > 0


def test_assets_are_encrypted_with_our_key_and_their_reading_is_logged(assembly: Assembly) -> None:
    assets = assembly.one("AWS::S3::Bucket", "Assets").properties
    (rule,) = assets["BucketEncryption"]["ServerSideEncryptionConfiguration"]
    assert rule["BucketKeyEnabled"] is True
    assert rule["ServerSideEncryptionByDefault"]["SSEAlgorithm"] == "aws:kms"
    assert assets["LoggingConfiguration"]["LogFilePrefix"] == "assets/"


def test_buckets_queues_and_topics_refuse_plain_http(assembly: Assembly) -> None:
    owners = {
        "AWS::S3::BucketPolicy": "Bucket",
        "AWS::SQS::QueuePolicy": "Queues",
        "AWS::SNS::TopicPolicy": "Topics",
    }
    guarded = set()
    for policy in assembly.all(*owners):
        for statement in policy.properties["PolicyDocument"]["Statement"]:
            if statement.get("Condition", {}).get("Bool", {}).get("aws:SecureTransport") == "false":
                assert statement["Effect"] == "Deny"
                owner = policy.properties[owners[policy.type]]
                guarded |= {item["Ref"] for item in (owner if isinstance(owner, list) else [owner])}
    named = {
        item.logical_id for item in assembly.all("AWS::S3::Bucket", "AWS::SQS::Queue", "AWS::SNS::Topic")
    }
    assert guarded == named


def test_queues_are_encrypted(assembly: Assembly) -> None:
    assert all(queue.properties["SqsManagedSseEnabled"] is True for queue in assembly.all("AWS::SQS::Queue"))


def test_people_sign_in_by_address_with_a_strong_password(assembly: Assembly) -> None:
    pool = only(assembly, "AWS::Cognito::UserPool")
    password = pool["Policies"]["PasswordPolicy"]
    assert pool["UsernameAttributes"] == ["email"]
    assert pool["AutoVerifiedAttributes"] == ["email"]
    assert pool["AdminCreateUserConfig"]["AllowAdminCreateUserOnly"] is False
    assert password["MinimumLength"] >= 12
    assert all(password[f"Require{kind}"] for kind in ("Lowercase", "Uppercase", "Numbers", "Symbols"))
    assert pool["UserPoolAddOns"] == {"AdvancedSecurityMode": "ENFORCED"}


def test_the_client_has_no_secret_and_two_ways_to_sign_in(assembly: Assembly) -> None:
    client = only(assembly, "AWS::Cognito::UserPoolClient")
    assert client["GenerateSecret"] is False
    flows = set(client["ExplicitAuthFlows"])
    assert flows == {"ALLOW_USER_PASSWORD_AUTH", "ALLOW_USER_SRP_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"}
    assert client["PreventUserExistenceErrors"] == "ENABLED"


def test_the_pool_mails_codes_in_our_words(assembly: Assembly) -> None:
    told = only(assembly, "AWS::Cognito::UserPool")["VerificationMessageTemplate"]
    assert told["DefaultEmailOption"] == "CONFIRM_WITH_CODE"
    assert told["EmailSubject"] == "Your code for OnBrand"
    assert told["EmailMessage"].count("{####}") == 1
    assert ">{####}<" in told["EmailMessage"]
    assert len(told["EmailMessage"]) <= 20_000  # the most that Cognito takes
    assert "{{" not in told["EmailMessage"]
