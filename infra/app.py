"""The CDK app: four stacks from the manifest. Pure synth: no AWS call, no git call, no Docker.

``data`` is kept whatever happens, ``identity`` is who may come in, ``service`` is what runs,
``observability`` watches it.
"""

import json
from pathlib import Path

from infra.node import use_wheel_node

use_wheel_node()

from aws_cdk import App, CfnOutput, Validations  # noqa: E402
from cdk_nag import AwsSolutionsChecks  # noqa: E402

from infra.stacks.data import DataStack  # noqa: E402
from infra.stacks.identity import IdentityStack  # noqa: E402
from infra.stacks.observability import ObservabilityStack  # noqa: E402
from infra.stacks.service import ServiceStack  # noqa: E402

PROJECT = Path(__file__).resolve().parent.parent

# In the order of their creation: a stack needs only those before it.
STACKS = ("OnBrandData", "OnBrandIdentity", "OnBrandService", "OnBrandObservability")

LOCAL_CONTEXT = "onbrand:local"
REKOGNITION_CONTEXT = "onbrand:rekognition"


def build_app(outdir: Path | None = None, *, local: bool = False, rekognition: bool = False) -> App:
    """Return the app, not yet synthesized.

    ``local`` leaves the third-party packages out of the layers and changes nothing else; ``rekognition`` has
    faces and labels of pictures detected by it, which costs by the picture. ``synth`` raises
    RuntimeError when cdk-nag finds something that is not acknowledged (that costs a few tenths of a second).
    """
    flags = json.loads((PROJECT / "cdk.json").read_text())["context"]
    app = App(outdir=str(outdir) if outdir else None, context=flags)
    local = local or app.node.try_get_context(LOCAL_CONTEXT) in (True, "true")
    rekognition = rekognition or app.node.try_get_context(REKOGNITION_CONTEXT) in (True, "true")
    data_id, identity_id, service_id, observability_id = STACKS
    data = DataStack(app, data_id)
    identity = IdentityStack(app, identity_id)
    service = ServiceStack(
        app, service_id, data=data, identity=identity, third_party=not local, rekognition=rekognition
    )
    ObservabilityStack(app, observability_id, data=data, service=service)
    for stack, name, value in (
        (data, "TableName", data.table.table_name),
        (data, "AssetsBucketName", data.assets.bucket_name),
        (identity, "UserPoolId", identity.pool.user_pool_id),
        (identity, "UserPoolClientId", identity.client.user_pool_client_id),
        (service, "ApiUrl", service.api.http_api.api_endpoint),
        (service, "PipelineArn", service.pipeline.machine.state_machine_arn),
        (service, "EventBusName", service.bus.event_bus_name),
    ):
        CfnOutput(stack, name, value=value)
    Validations.of(app).add_plugins(AwsSolutionsChecks(app))
    return app


def synthesize(outdir: Path, *, local: bool = False, rekognition: bool = False) -> list[Path]:
    """Write the cloud assembly to ``outdir`` and return the templates in the order of their creation."""
    build_app(outdir, local=local, rekognition=rekognition).synth()
    return [outdir / f"{stack}.template.json" for stack in STACKS]


if __name__ == "__main__":
    build_app().synth()
