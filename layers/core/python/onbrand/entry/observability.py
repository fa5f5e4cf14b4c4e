"""Logs as JSON lines. No tracer: importing it costs more than most invocations (it builds a client of its
own)."""

from functools import cache
from typing import Any

from aws_lambda_powertools import Logger


@cache
def logger() -> Logger:
    """The process's logger; made at first use, because it reads the environment."""
    return Logger(service="onbrand")


def begin(context: Any, **keys: Any) -> Logger:
    """The logger for one invocation: keys of the one before are forgotten, so nothing of a tenant leaks
    into the next."""
    log = logger()
    log.clear_state()
    log.append_keys(function_request_id=getattr(context, "aws_request_id", None), **keys)
    return log
