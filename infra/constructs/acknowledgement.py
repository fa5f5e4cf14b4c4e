"""A cdk-nag finding that is meant, with its reason."""

from aws_cdk import Acknowledgment, Validations
from constructs import IConstruct


def acknowledge(construct: IConstruct, finding: str, reason: str) -> None:
    """Accept one AwsSolutions finding (``SMG4``, ``IAM5[Resource::*]``) on ``construct`` for ``reason``."""
    Validations.of(construct).acknowledge(Acknowledgment(id=f"AwsSolutions-{finding}", reason=reason))
