"""Executions in Step Functions: both ports of the pipeline. The one place that knows Step Functions'
errors."""

import json
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from onbrand.content.model import Job
from onbrand.kernel.errors import Unavailable

NOBODY_WAITS = frozenset({"TaskTimedOut", "TaskDoesNotExist", "InvalidToken"})


class PipelineUnavailableError(Unavailable):
    """The pipeline does not answer; trying again may help."""


class StepFunctionsPipeline:
    """``client``: boto3.client("stepfunctions"); ``arn`` of the state machine."""

    def __init__(self, client: Any, arn: str) -> None:
        self._client = client
        self._arn = arn

    def start(self, job: Job) -> None:
        """Starts the attempt's execution; does nothing when it was started before: its name is the
        attempt's."""
        self._call(
            "start_execution",
            {"ExecutionAlreadyExists"},
            stateMachineArn=self._arn,
            name=execution_name(job),
            input=job.model_dump_json(include={"organization_id", "request_id", "attempt"}),
        )

    def stop(self, job: Job) -> None:
        """Stops the attempt's execution; does nothing when it has ended or never started."""
        arn = f"{self._arn.replace(':stateMachine:', ':execution:')}:{execution_name(job)}"
        self._call(
            "stop_execution", {"ExecutionDoesNotExist"}, executionArn=arn, cause="The request was cancelled."
        )

    def resume(self, token: str, output: dict[str, Any]) -> bool:
        """Hands the output to whoever waits with the token; False when nobody does any more."""
        return self._call("send_task_success", NOBODY_WAITS, taskToken=token, output=json.dumps(output))

    def _call(self, operation: str, harmless: frozenset[str] | set[str], **arguments: Any) -> bool:
        try:
            getattr(self._client, operation)(**arguments)
        except ClientError as error:
            if error.response["Error"]["Code"] in harmless:
                return False
            raise PipelineUnavailableError("The pipeline does not answer; please try again.") from error
        except BotoCoreError as error:
            raise PipelineUnavailableError("The pipeline does not answer; please try again.") from error
        return True


def execution_name(job: Job) -> str:
    """``<request>-<attempt>``: an attempt has one execution, however often it is started."""
    return f"{job.request_id}-{job.attempt}"
