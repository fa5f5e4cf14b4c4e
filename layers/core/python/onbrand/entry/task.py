"""A task state of the pipeline. An error leaves by its class name, which is what ``Retry`` and ``Catch``
read."""

import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from functools import wraps
from typing import Any, TypeAlias, TypeVar

from pydantic import BaseModel

from onbrand.entry.observability import begin
from onbrand.kernel.errors import OnBrandError
from onbrand.kernel.limits import RateLimitedError

M = TypeVar("M", bound=BaseModel)
Document = dict[str, Any]
Recorder: TypeAlias = Callable[[str, Document, Any], AbstractContextManager[None]]
"""Records what a block uses: given the stage's name, its input and the platform's context."""


class WaitNeededError(Exception):
    """The state cannot go on yet; its text is the number of seconds, which the pipeline reads and waits."""


def task(
    model: type[M], recorded: Recorder
) -> Callable[[Callable[[M], Document | None]], Callable[[Document, Any], Document]]:
    """Turns ``use_case(input) -> document`` into a handler: the state's input is validated, what the work uses is
    recorded, and every error rises."""

    def decorate(use_case: Callable[[M], Document | None]) -> Callable[[Document, Any], Document]:
        stage = use_case.__module__.removeprefix("functions.").removesuffix(".handler")

        @wraps(use_case)
        def handler(event: Document, context: Any) -> Document:
            ids = {name: event.get(name) for name in ("organization_id", "request_id", "attempt")}
            log = begin(context, **ids)
            started = time.monotonic()
            try:
                job = model.model_validate(event)
                with recorded(stage, event, context):
                    result = use_case(job)
            except RateLimitedError as error:
                log.info(error.detail, wait_s=error.wait_s)
                raise WaitNeededError(str(error.wait_s)) from error
            except OnBrandError as error:
                log.warning(error.detail, error=type(error).__name__)
                raise
            except Exception:
                log.exception("unexpected error")
                raise
            log.info("done", duration_ms=round((time.monotonic() - started) * 1000))
            return result or {}

        return handler

    return decorate
