"""Executions in Step Functions: both ports of the pipeline. The one place that knows Step Functions'
errors."""

import json
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from onbrand.content.model import Job
from onbrand.kernel.errors import Unavailable

NOBODY_WAITS = frozenset({"TaskTimedOut", "TaskDoesNotExist", "InvalidToken"})
UNDER_WAY = frozenset({"RUNNING", "PENDING_REDRIVE"})


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
        self._call(
            "stop_execution",
            {"ExecutionDoesNotExist"},
            executionArn=self._execution_arn(job),
            cause="The request was cancelled.",
        )

    def resume(self, token: str, output: dict[str, Any]) -> bool:
        """Hands the output to whoever waits with the token; False when nobody does any more."""
        answer = self._call("send_task_success", NOBODY_WAITS, taskToken=token, output=json.dumps(output))
        return answer is not None

    def is_running(self, job: Job) -> bool:
        """Whether the attempt's execution is under way or waits; False when it has ended or never was."""
        found = self._call(
            "describe_execution", {"ExecutionDoesNotExist"}, executionArn=self._execution_arn(job)
        )
        return found is not None and found["status"] in UNDER_WAY

    def _execution_arn(self, job: Job) -> str:
        return f"{self._arn.replace(':stateMachine:', ':execution:')}:{execution_name(job)}"

    def _call(
        self, operation: str, harmless: frozenset[str] | set[str], **arguments: Any
    ) -> dict[str, Any] | None:
        """The answer, None for a harmless error."""
        try:
            answer: dict[str, Any] = getattr(self._client, operation)(**arguments)
        except ClientError as error:
            if error.response["Error"]["Code"] in harmless:
                return None
            raise PipelineUnavailableError("The pipeline does not answer; please try again.") from error
        except BotoCoreError as error:
            raise PipelineUnavailableError("The pipeline does not answer; please try again.") from error
        return answer


def execution_name(job: Job) -> str:
    """``<request>-<attempt>``: an attempt has one execution, however often it is started."""
    return f"{job.request_id}-{job.attempt}"
