"""The reason of a failed request is a sentence for a marketer and never a detail of ours."""

import json

import pytest

from onbrand.content import RequestStatus
from onbrand.content.fail import MAX_REASON, reason_for

STAGE = RequestStatus.COMPOSING


def cause(message: str) -> str:
    return json.dumps({"errorMessage": message, "errorType": "whatever", "stackTrace": ["File x"]})


@pytest.mark.parametrize(
    "name", ["TextDoesNotFitError", "NoMatchingImageError", "NoApproverError", "NoTemplateError"]
)
def test_our_own_errors_speak_for_themselves(name: str) -> None:
    assert reason_for(name, cause("The text is too long."), STAGE) == "The text is too long."


@pytest.mark.parametrize("name", ["KeyError", "Lambda.Unknown", "ClientError", "Exception", "RuntimeError"])
def test_of_other_errors_only_the_stage_is_told(name: str) -> None:
    reason = reason_for(name, cause("arn:aws:secret"), STAGE)
    assert reason == "Something went wrong on our side while the request was composing. Retry it."


@pytest.mark.parametrize("text", ["", "no json", "[]", "null", '{"errorMessage": 3}'])
def test_a_cause_that_says_nothing_is_no_error(text: str) -> None:
    assert "on our side" in reason_for("TextDoesNotFitError", text, STAGE)


def test_a_timeout_is_told_as_one() -> None:
    assert "took longer than allowed" in reason_for("States.Timeout", "", STAGE)


def test_a_reason_has_an_end() -> None:
    assert len(reason_for("TextDoesNotFitError", cause("x" * 5000), STAGE)) == MAX_REASON
