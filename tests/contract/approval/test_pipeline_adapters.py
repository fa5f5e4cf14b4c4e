"""Both ports of the pipeline: in the process, and Step Functions with the errors that AWS documents."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from botocore.exceptions import ClientError, EndpointConnectionError

from onbrand.adapters.memory.pipeline import MemoryPipeline
from onbrand.adapters.stepfunctions import PipelineUnavailableError, StepFunctionsPipeline
from onbrand.content import Job

ARN = "arn:aws:states:eu-central-1:123456789012:stateMachine:content"
JOB = Job(organization_id="org", request_id="request", attempt=2)


class Client:
    """Answers every call with the error it was given, else with ``answer``, and keeps what it was asked."""

    def __init__(self, error: str | Exception | None = None, **answer: Any) -> None:
        self.error, self.answer = error, answer
        self.asked: list[tuple[str, dict[str, Any]]] = []

    def __getattr__(self, operation: str) -> Any:
        def call(**arguments: Any) -> dict[str, Any]:
            self.asked.append((operation, arguments))
            if isinstance(self.error, str):
                raise ClientError({"Error": {"Code": self.error, "Message": ""}}, operation)
            if self.error is not None:
                raise self.error
            return self.answer

        return call


def test_an_execution_is_named_after_its_attempt_and_knows_only_ids() -> None:
    client = Client()
    StepFunctionsPipeline(client, ARN).start(JOB)
    ((operation, arguments),) = client.asked
    assert (operation, arguments["name"], arguments["stateMachineArn"]) == (
        "start_execution",
        "request-2",
        ARN,
    )
    assert json.loads(arguments["input"]) == {"organization_id": "org", "request_id": "request", "attempt": 2}


def test_starting_twice_and_stopping_what_is_not_there_does_nothing() -> None:
    StepFunctionsPipeline(Client("ExecutionAlreadyExists"), ARN).start(JOB)
    client = Client("ExecutionDoesNotExist")
    StepFunctionsPipeline(client, ARN).stop(JOB)
    assert client.asked[0][1]["executionArn"].endswith(":execution:content:request-2")


@pytest.mark.parametrize("code", ["TaskTimedOut", "TaskDoesNotExist", "InvalidToken"])
def test_a_token_that_nobody_waits_with_is_settled(code: str) -> None:
    assert StepFunctionsPipeline(Client(), ARN).resume("token", {"decision": "approved"})
    assert not StepFunctionsPipeline(Client(code), ARN).resume("token", {})


@pytest.mark.parametrize(
    "error", ["ThrottlingException", "KmsAccessDeniedException", EndpointConnectionError(endpoint_url="x")]
)
def test_every_other_error_is_tried_again(error: str | Exception) -> None:
    pipeline = StepFunctionsPipeline(Client(error), ARN)
    for call in (
        lambda: pipeline.start(JOB),
        lambda: pipeline.stop(JOB),
        lambda: pipeline.resume("t", {}),
        lambda: pipeline.is_running(JOB),
    ):
        with pytest.raises(PipelineUnavailableError):
            call()


@pytest.mark.parametrize(
    ("status", "running"),
    [
        ("RUNNING", True),
        ("PENDING_REDRIVE", True),
        ("SUCCEEDED", False),
        ("FAILED", False),
        ("TIMED_OUT", False),
        ("ABORTED", False),
    ],
)
def test_an_execution_runs_as_long_as_step_functions_says_so(status: str, running: bool) -> None:
    client = Client(status=status)
    assert StepFunctionsPipeline(client, ARN).is_running(JOB) is running
    ((operation, arguments),) = client.asked
    assert operation == "describe_execution"
    assert arguments == {"executionArn": ARN.replace("stateMachine", "execution") + ":request-2"}


def test_an_execution_that_never_was_does_not_run() -> None:
    assert not StepFunctionsPipeline(Client("ExecutionDoesNotExist"), ARN).is_running(JOB)
    assert not MemoryPipeline().is_running(JOB)


@pytest.mark.parametrize("finish", [MemoryPipeline.stop, MemoryPipeline.end])
def test_in_memory_an_execution_runs_from_its_start_to_its_end(
    finish: Callable[[MemoryPipeline, Job], None],
) -> None:
    pipeline = MemoryPipeline()
    pipeline.start(JOB)
    assert pipeline.is_running(JOB)
    finish(pipeline, JOB)
    assert not pipeline.is_running(JOB)


def test_the_memory_pipeline_starts_once_and_resumes_who_waits_once() -> None:
    pipeline = MemoryPipeline()
    pipeline.stop(JOB)
    assert pipeline.stopped == {}
    for _ in range(2):
        pipeline.start(JOB)
    pipeline.stop(JOB)
    assert list(pipeline.started) == list(pipeline.stopped) == ["request-2"]
    pipeline.wait("token")
    assert pipeline.resume("token", {"decision": "approved"})
    assert not pipeline.resume("token", {"decision": "rejected"})
    assert pipeline.resumed == {"token": {"decision": "approved"}}
    assert not pipeline.resume("of nobody", {})
